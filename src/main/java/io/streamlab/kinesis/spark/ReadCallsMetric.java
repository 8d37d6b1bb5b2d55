package io.streamlab.kinesis.spark;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Metric of a scan: the calls made to read a batch. Public, as Spark makes one by name to show it. */
public final class ReadCallsMetric extends CustomSumMetric {

    static final String NAME = "readCalls";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "calls of Kinesis, failed ones with them";
    }
}
