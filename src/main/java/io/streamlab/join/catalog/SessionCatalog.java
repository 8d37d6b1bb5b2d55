package io.streamlab.join.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Collections;
import org.apache.hadoop.fs.Path;
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
    public void createParquetTable(String database, String table, StructType columns, URI folder) {
        Path path = new Path(folder);
        try {
            // Spark lists the folder at once, and warns if it is missing.
            path.getFileSystem(spark.sessionState().newHadoopConf()).mkdirs(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        spark.catalog()
                .createTable(
                        database + "." + table,
                        "parquet",
                        columns,
                        Collections.singletonMap("path", folder.toString()));
    }

    /** Does nothing: the session is its owner's to close. */
    @Override
    public void close() {}
}
