package io.streamlab.kinesis.spark;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Metric of a scan: the calls that Kinesis refused because of a limit. Public, as Spark makes one by name to show it. */
public final class ThrottlesMetric extends CustomSumMetric {

    static final String NAME = "throttles";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "calls that Kinesis refused because of a limit";
    }
}
