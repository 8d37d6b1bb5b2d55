package io.streamlab.join.batch;

import org.apache.spark.sql.SparkSession;

/** The streaming query that the current thread runs a batch of. */
final class RunningQuery {
    /** The property in which Spark notes the query for the thread that runs a batch. */
    private static final String ID_PROPERTY = "sql.streaming.queryId";

    private RunningQuery() {}

    /** Returns the query's id, which is the checkpoint's: the same after every restart. */
    static String id(SparkSession spark) {
        return spark.sparkContext().getLocalProperty(ID_PROPERTY);
    }
}
