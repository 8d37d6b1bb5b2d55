package io.streamlab.join.hudi;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/**
 * What Spark needs to be set to, so that dates and timestamps go through the table as they are, from year 1 on and in any time
 * zone of the JVM.
 *
 * <p>Spark 2 counted days before 1582-10-15 by the Julian calendar. Nobody can see from a Parquet file of Hudi's which calendar
 * it has, so Spark 3 refuses to read such days, and Hudi 0.12 to write them. All versions of Hudi write the calendar of today.
 */
public final class SessionSettings {
    private static final List<String> CALENDARS = Collections.unmodifiableList(Arrays.asList(
            "spark.sql.parquet.datetimeRebaseModeInRead",
            "spark.sql.parquet.datetimeRebaseModeInWrite",
            "spark.sql.avro.datetimeRebaseModeInRead",
            "spark.sql.avro.datetimeRebaseModeInWrite"));

    /** Lets functions get java.time's classes. Those of java.sql have the old calendar and the JVM's time zone. */
    private static final String JAVA_TIME = "spark.sql.datetime.java8API.enabled";

    private SessionSettings() {}

    /** Sets them for all that the session does from now on, and for the queries that it starts. */
    public static void applyTo(SparkSession spark) {
        RuntimeConfig settings = spark.conf();
        CALENDARS.forEach(key -> settings.set(key, "CORRECTED"));
        settings.set(JAVA_TIME, "true");
    }
}
