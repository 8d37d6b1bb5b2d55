package io.streamlab.kinesis.spark;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Metric of a scan: payload and partition key bytes of a batch. Public, as Spark makes one by name to show it. */
public final class BytesReadMetric extends CustomSumMetric {

    static final String NAME = "bytesRead";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "bytes of payloads and partition keys read";
    }
}
