package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.client.Counter;
import io.streamlab.kinesis.client.ReadCounts;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * The figures of a batch's tasks that Spark's user interface shows at the scan, by the names that they have in Spark's
 * progress.
 *
 * <p>The nested classes are public and have a constructor without arguments: Spark's user interface makes a metric from
 * the name of the metric's class.
 */
public final class SourceTaskMetrics {

    private static final List<Sum> SUMS = Collections.unmodifiableList(Arrays.asList(
            new RecordsRead(),
            new BytesRead(),
            new RecordsFetched(),
            new BytesFetched(),
            new ReadCalls(),
            new EmptyAnswers(),
            new Throttles(),
            new FailedCalls(),
            new DataLosses(),
            new MisroutedRecords()));
    private static final MillisBehindLatest MILLIS_BEHIND_LATEST = new MillisBehindLatest();

    private SourceTaskMetrics() {}

    /** Returns the metrics that a scan announces, in the order of {@link #values}. */
    static CustomMetric[] all() {
        CustomMetric[] all = SUMS.toArray(new CustomMetric[SUMS.size() + 1]);
        all[SUMS.size()] = MILLIS_BEHIND_LATEST;
        return all;
    }

    /** Returns one task's value of each metric. */
    static CustomTaskMetric[] values(ReadCounts counts, long millisBehindLatest) {
        CustomTaskMetric[] values = new CustomTaskMetric[SUMS.size() + 1];
        for (int i = 0; i < SUMS.size(); i++) {
            Sum sum = SUMS.get(i);
            values[i] = new TaskMetric(sum.name(), sum.value.applyAsLong(counts));
        }
        values[SUMS.size()] = new TaskMetric(MILLIS_BEHIND_LATEST.name(), millisBehindLatest);
        return values;
    }

    /** A figure that is added up over the tasks. */
    private abstract static class Sum extends CustomSumMetric {

        private final String name;
        private final String description;
        private final transient ToLongFunction<ReadCounts> value;

        Sum(String name, String description, ToLongFunction<ReadCounts> value) {
            this.name = name;
            this.description = description;
            this.value = value;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String description() {
            return description;
        }
    }

    /** Counts the Kinesis records of a batch. */
    public static final class RecordsRead extends Sum {

        public RecordsRead() {
            super("recordsRead", "Kinesis records read", counts -> counts.of(Counter.RECORDS_USED));
        }
    }

    /** Counts the bytes of a batch: payloads and partition keys. */
    public static final class BytesRead extends Sum {

        public BytesRead() {
            super("bytesRead", "bytes of payloads and partition keys read", counts -> counts.of(Counter.BYTES_USED));
        }
    }

    /** Counts the Kinesis records that Kinesis sent, used or not. */
    public static final class RecordsFetched extends Sum {

        public RecordsFetched() {
            super(
                    "recordsFetched",
                    "Kinesis records that Kinesis sent, used or not",
                    counts -> counts.of(Counter.RECORDS_FETCHED));
        }
    }

    /** Counts the bytes that Kinesis sent, used or not. */
    public static final class BytesFetched extends Sum {

        public BytesFetched() {
            super(
                    "bytesFetched",
                    "bytes of payloads and partition keys that Kinesis sent, used or not",
                    counts -> counts.of(Counter.BYTES_FETCHED));
        }
    }

    /** Counts the calls that read a batch. */
    public static final class ReadCalls extends Sum {

        public ReadCalls() {
            super("readCalls", "calls of Kinesis, failed ones with them", ReadCounts::calls);
        }
    }

    /** Counts the answers without records. */
    public static final class EmptyAnswers extends Sum {

        public EmptyAnswers() {
            super("emptyAnswers", "answers without records", counts -> counts.of(Counter.EMPTY_ANSWERS));
        }
    }

    /** Counts the calls that Kinesis refused because of a limit. */
    public static final class Throttles extends Sum {

        public Throttles() {
            super("throttles", "calls that Kinesis refused because of a limit", ReadCounts::throttles);
        }
    }

    /** Counts the calls that failed for another reason and were made again. */
    public static final class FailedCalls extends Sum {

        public FailedCalls() {
            super("failedCalls", "calls that failed otherwise and were made again", ReadCounts::failures);
        }
    }

    /** Counts the ranges with lost records. */
    public static final class DataLosses extends Sum {

        public DataLosses() {
            super("dataLosses", "ranges with lost records", ReadCounts::dataLosses);
        }
    }

    /** Counts the records of aggregated records whose keys do not belong to the shard. */
    public static final class MisroutedRecords extends Sum {

        public MisroutedRecords() {
            super(
                    "misroutedRecords",
                    "records of aggregates whose keys do not belong to the shard",
                    counts -> counts.of(Counter.MISROUTED_RECORDS));
        }
    }

    /** Shows how far a batch's end lay behind the newest record, in the shard that is furthest behind. */
    public static final class MillisBehindLatest implements CustomMetric {

        @Override
        public String name() {
            return "millisBehindLatest";
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
