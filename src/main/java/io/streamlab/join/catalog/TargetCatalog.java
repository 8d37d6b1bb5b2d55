package io.streamlab.join.catalog;

import java.net.URI;
import org.apache.spark.sql.types.StructType;

/** The catalog in which the job's tables are registered, so that Athena finds them. */
public interface TargetCatalog extends AutoCloseable {
    /** Returns whether others see what is registered here, and not this Spark session alone. */
    boolean isShared();

    boolean hasDatabase(String database);

    boolean hasTable(String database, String table);

    void createDatabase(String database);

    /** Registers the folder's Parquet files, without partitions, as a table of a database that exists. */
    void createParquetTable(String database, String table, StructType columns, URI folder);

    @Override
    void close();
}
