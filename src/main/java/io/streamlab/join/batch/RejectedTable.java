package io.streamlab.join.batch;

import java.net.URI;
import java.util.Collections;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalog.Catalog;

/**
 * The rejected records as a table of the catalog, beside the Hudi table and named after it: {@code <table>_rejected}.
 *
 * <p>It has the files' folder as its location, so that it never has to be told of new ones.
 */
final class RejectedTable {
    private final String database;
    private final String name;
    private final URI folder;

    /** @param hudiTable the name of the table whose rejected records these are */
    RejectedTable(String database, String hudiTable, URI folder) {
        this.database = database;
        this.name = hudiTable + "_rejected";
        this.folder = folder;
    }

    /** Creates it where it does not exist yet; does nothing in a session without a catalog that outlives it. */
    void register(SparkSession spark) {
        if (!spark.conf().get("spark.sql.catalogImplementation").equals("hive")) {
            return;
        }
        Catalog catalog = spark.catalog();
        try {
            if (!catalog.databaseExists(database)) {
                spark.sql("CREATE DATABASE IF NOT EXISTS `" + database + "`");
            }
            if (!catalog.tableExists(database, name)) {
                // Spark lists it at once, and warns of a folder that is missing.
                Path path = new Path(folder);
                path.getFileSystem(spark.sessionState().newHadoopConf()).mkdirs(path);
                catalog.createTable(
                        database + "." + name,
                        "parquet",
                        RejectedRecords.schema(),
                        Collections.singletonMap("path", folder.toString()));
            }
        } catch (Exception e) {
            // Not RuntimeException: Spark tells of a refusal by a checked exception that Scala need not declare.
            throw new IllegalStateException(
                    "The table of rejected records, " + database + "." + name + " in " + folder
                            + ", cannot be created in the catalog",
                    e);
        }
    }
}
