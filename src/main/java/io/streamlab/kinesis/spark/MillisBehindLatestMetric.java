package io.streamlab.kinesis.spark;

import java.util.Arrays;
import org.apache.spark.sql.connector.metric.CustomMetric;

/**
 * Metric of a scan: how far the end of a batch lay behind the newest record of its shard, of the shard furthest behind.
 * Public, as Spark makes one by name to show it.
 */
public final class MillisBehindLatestMetric implements CustomMetric {

    static final String NAME = "millisBehindLatest";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "milliseconds behind the newest record, largest of all shards";
    }

    @Override
    public String aggregateTaskMetrics(long[] taskMetrics) {
        return Long.toString(Arrays.stream(taskMetrics).max().orElse(0));
    }
}
