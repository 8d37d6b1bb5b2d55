package io.streamlab.local.benchmark.upsert;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** The Spark that all arms of a run share, with every core of this machine. */
final class ArmsSession {
    private ArmsSession() {}

    /** @param folder for what Spark itself writes */
    static SparkSession start(String name, Path folder) {
        return SparkSession.builder()
                .master("local[*]")
                .appName(name)
                .config("spark.ui.enabled", false)
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .config("spark.sql.session.timeZone", "UTC")
                // Small files are split too: a batch comes in parts, as from several shards.
                .config("spark.sql.files.openCostInBytes", 1024 * 1024)
                .config("spark.local.dir", folder.resolve("spark").toString())
                .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
                .getOrCreate();
    }
}
