package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.client.ReadCounts;
import java.util.Arrays;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * The figures of a batch's tasks that Spark's user interface shows at the scan.
 *
 * <p>The nested classes are public and have a constructor without arguments: Spark's user interface makes a metric from
 * the name of the metric's class.
 */
public final class SourceTaskMetrics {

    private SourceTaskMetrics() {}

    /** Returns the metrics that a scan announces, in the order of {@link #values}. */
    static CustomMetric[] all() {
        return new CustomMetric[] {
            new RecordsRead(), new BytesRead(), new ReadCalls(), new Throttles(), new MillisBehindLatest()
        };
    }

    /** Returns one task's value of each metric. */
    static CustomTaskMetric[] values(ReadCounts counts, long millisBehindLatest) {
        return new CustomTaskMetric[] {
            new TaskMetric(RecordsRead.NAME, counts.records()),
            new TaskMetric(BytesRead.NAME, counts.bytes()),
            new TaskMetric(ReadCalls.NAME, counts.calls()),
            new TaskMetric(Throttles.NAME, counts.throttles()),
            new TaskMetric(MillisBehindLatest.NAME, millisBehindLatest)
        };
    }

    /** Counts the Kinesis records of a batch. */
    public static final class RecordsRead extends CustomSumMetric {

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

    /** Counts the bytes of a batch: payloads and partition keys. */
    public static final class BytesRead extends CustomSumMetric {

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

    /** Counts the calls that read a batch. */
    public static final class ReadCalls extends CustomSumMetric {

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

    /** Counts the calls that Kinesis refused because of a limit. */
    public static final class Throttles extends CustomSumMetric {

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

    /** Shows how far a batch's end lay behind the newest record, in the shard that is furthest behind. */
    public static final class MillisBehindLatest implements CustomMetric {

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
}
