package io.streamlab.join;

import org.apache.spark.sql.SparkSession;

/** The Spark session that the tests of a JVM share; another one when a test has stopped it. It ends with the JVM. */
public final class LocalSpark {
    private static SparkSession session;

    private LocalSpark() {}

    public static synchronized SparkSession session() {
        if (session == null || session.sparkContext().isStopped()) {
            session = replace(builder());
        }
        return session;
    }

    /**
     * Returns a session with the builder's own settings, in place of the session that another test has left in this JVM.
     * A builder alone would hand out that one, with the other test's catalog and file systems.
     */
    public static synchronized SparkSession replace(SparkSession.Builder builder) {
        SparkSession.getDefaultSession().foreach(left -> {
            left.stop();
            return null;
        });
        return builder.getOrCreate();
    }

    private static SparkSession.Builder builder() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("tests")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.session.timeZone", "UTC")
                // As on Glue, where Hudi needs it.
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .config("spark.sql.warehouse.dir", "target/spark-warehouse");
    }
}
