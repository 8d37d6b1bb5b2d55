package io.streamlab.join.batch;

import org.apache.spark.sql.SparkSession;

/** The streaming query that the current thread runs a batch of. */
public final class RunningQuery {
    /** Under which Spark tells the thread that runs a batch which query it is of. */
    private static final String ID_PROPERTY = "sql.streaming.queryId";

    private RunningQuery() {}

    /** Its id, which is the checkpoint's: the same after every restart. */
    public static String id(SparkSession spark) {
        return spark.sparkContext().getLocalProperty(ID_PROPERTY);
    }
}
