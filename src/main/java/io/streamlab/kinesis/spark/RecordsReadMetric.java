package io.streamlab.kinesis.spark;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Metric of a scan: the Kinesis records of a batch. Public, as Spark makes one by name to show it. */
public final class RecordsReadMetric extends CustomSumMetric {

    static final String NAME = "recordsRead";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Kinesis records read";
    }
}
