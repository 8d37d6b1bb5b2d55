package io.streamlab.join.catalog;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Registers tables in the catalog of a Spark session: the Data Catalog on Glue, a Hive metastore, or one that ends with the session. */
public final class SessionCatalog implements TargetCatalog {
    private final SparkSession spark;

    public SessionCatalog(SparkSession spark) {
        this.spark = spark;
    }

    @Override
    public boolean isShared() {
        return spark.conf().get("spark.sql.catalogImplementation").equals("hive");
    }

    @Override
    public boolean hasDatabase(String database) {
        return spark.catalog().databaseExists(database);
    }

    @Override
    public boolean hasTable(String database, String table) {
        return spark.catalog().tableExists(database, table);
    }

    @Override
    public void createDatabase(String database) {
        spark.sql("CREATE DATABASE IF NOT EXISTS `" + database + "`");
    }

    @Override
    public void createParquetTable(
            String database, String table, StructType columns, String partitionColumn, URI folder) {
        Path path = new Path(folder);
        try {
            // Spark lists the folder at once, and warns if it is missing.
            path.getFileSystem(spark.sessionState().newHadoopConf()).mkdirs(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String described = Arrays.stream(columns.fields())
                .map(field -> "`" + field.name() + "` " + field.dataType().sql())
                .collect(joining(", "));
        spark.sql("CREATE TABLE " + quoted(database, table) + " (" + described + ", `" + partitionColumn
                + "` STRING) USING parquet PARTITIONED BY (`" + partitionColumn + "`) LOCATION '"
                + folder.toString().replace("\\", "\\\\").replace("'", "\\'") + "'");
    }

    @Override
    public boolean isPartitionedBy(String database, String table, String column) {
        try {
            List<String> partitionColumns = new ArrayList<>();
            for (org.apache.spark.sql.catalog.Column found :
                    spark.catalog().listColumns(database, table).collectAsList()) {
                if (found.isPartition()) {
                    partitionColumns.add(found.name());
                }
            }
            return partitionColumns.equals(Collections.singletonList(column));
        } catch (AnalysisException e) {
            throw new IllegalStateException("The columns of " + database + "." + table + " cannot be read", e);
        }
    }

    @Override
    public void addPartitions(String database, String table, String column, Set<String> values) {
        if (!values.isEmpty()) {
            spark.sql("ALTER TABLE " + quoted(database, table) + " ADD IF NOT EXISTS "
                    + values.stream()
                            .map(value -> "PARTITION (`" + column + "` = '" + value + "')")
                            .collect(joining(" ")));
        }
    }

    @Override
    public void removePartition(String database, String table, String column, String value) {
        spark.sql("ALTER TABLE " + quoted(database, table) + " DROP IF EXISTS PARTITION (`" + column + "` = '" + value
                + "')");
    }

    private static String quoted(String database, String table) {
        return "`" + database + "`.`" + table + "`";
    }

    /** Does nothing: the session is its owner's to close. */
    @Override
    public void close() {}
}
