package io.streamlab.join.catalog;

import java.net.URI;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/** The catalog in which the job's tables are registered, so that Athena finds them. */
public interface TargetCatalog extends AutoCloseable {
    /** Returns whether others see what is registered here, and not this Spark session alone. */
    boolean isShared();

    boolean hasDatabase(String database);

    boolean hasTable(String database, String table);

    void createDatabase(String database);

    /**
     * Registers the folder's Parquet files as a table of a database that exists. The table has no partitions yet.
     *
     * @param columns of the files
     * @param partitionColumn a further column, of type string, whose values are in the names of the folder's folders
     */
    void createParquetTable(String database, String table, StructType columns, String partitionColumn, URI folder);

    /** Returns whether a table that exists is partitioned by this column alone. */
    boolean isPartitionedBy(String database, String table, String column);

    /** Adds the partitions that the table lacks: the folders {@code column=value} in the table's folder. */
    void addPartitions(String database, String table, String column, Set<String> values);

    /** Removes the partition {@code column=value}, if the table has it. The files stay. */
    void removePartition(String database, String table, String column, String value);

    @Override
    void close();
}
