package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.client.CallStatistics;
import io.streamlab.kinesis.client.Counter;
import io.streamlab.kinesis.client.ReadCounts;
import io.streamlab.kinesis.plan.PlanSummary;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The source's figures in Spark's progress, for the trigger that began last. Planning and reading are counted apart.
 *
 * <p>Bytes are those of payloads and partition keys. Records are Kinesis records: an aggregated one counts once.
 */
final class SourceMetrics {

    private static final int MOST_WORST_SHARDS = 10;

    private final CallStatistics planning;
    private final DataLossPolicy dataLoss;
    private final ReadTotals reading;
    private volatile Snapshot begin = new Snapshot(ReadCounts.NONE, ReadCounts.NONE);
    private volatile PlanSummary plan = PlanSummary.NONE;
    private volatile Duration planningTime = Duration.ZERO;

    /** Changed by the thread that plans, and by no other. */
    private volatile long shardsSkippedSinceStart;

    /**
     * @param planning calls of the driver
     * @param dataLoss losses found by the driver
     * @param reading what the tasks read
     */
    SourceMetrics(CallStatistics planning, DataLossPolicy dataLoss, ReadTotals reading) {
        this.planning = planning;
        this.dataLoss = dataLoss;
        this.reading = reading;
    }

    void beginTrigger() {
        begin = now();
    }

    /** @param time how long the plan took */
    void planned(PlanSummary summary, Duration time) {
        plan = summary;
        shardsSkippedSinceStart += summary.shardsSkipped();
        planningTime = time;
    }

    Map<String, String> sinceTriggerBegan() {
        Snapshot now = now();
        return figures(now.planning.minus(begin.planning), now.reading.minus(begin.reading), plan.shardsSkipped());
    }

    Map<String, String> sinceStart() {
        Snapshot now = now();
        return figures(now.planning, now.reading, shardsSkippedSinceStart);
    }

    private Map<String, String> figures(ReadCounts planned, ReadCounts read, long shardsSkipped) {
        Map<String, Long> metrics = new LinkedHashMap<>();
        ReadCounts all = planned.plus(read);
        metrics.put("recordsRead", read.of(Counter.RECORDS_USED));
        metrics.put("bytesRead", read.of(Counter.BYTES_USED));
        metrics.put("recordsFetched", read.of(Counter.RECORDS_FETCHED));
        metrics.put("bytesFetched", read.of(Counter.BYTES_FETCHED));
        metrics.put("readCalls", read.calls());
        metrics.put("emptyAnswers", all.of(Counter.EMPTY_ANSWERS));
        metrics.put("planningRecords", planned.of(Counter.RECORDS_FETCHED));
        metrics.put("planningBytes", planned.of(Counter.BYTES_FETCHED));
        metrics.put("planningCalls", planned.calls());
        metrics.put("listCalls", all.of(Counter.LIST_SHARDS_CALLS));
        metrics.put("describeCalls", all.of(Counter.DESCRIBE_CALLS));
        metrics.put("planningMillis", planningTime.toMillis());
        metrics.put("throttles", all.throttles());
        metrics.put("failedCalls", all.failures());
        metrics.put("dataLosses", all.dataLosses());
        metrics.put("shardsSkipped", shardsSkipped);
        metrics.put("misroutedRecords", read.of(Counter.MISROUTED_RECORDS));
        metrics.put("millisBehindLatest", plan.millisBehindLatest());
        metrics.put("shardsOpen", (long) plan.shardsOpen());
        Map<String, String> texts = new LinkedHashMap<>();
        metrics.forEach((name, value) -> texts.put(name, value.toString()));
        texts.put("worstShards", worstShards());
        return texts;
    }

    private String worstShards() {
        return plan.worstShards(MOST_WORST_SHARDS).entrySet().stream()
                .map(shard -> shard.getKey() + "=" + shard.getValue())
                .collect(Collectors.joining(", "));
    }

    private Snapshot now() {
        return new Snapshot(planning.counts(dataLoss.losses()), reading.value());
    }

    private static final class Snapshot {

        private final ReadCounts planning;
        private final ReadCounts reading;

        Snapshot(ReadCounts planning, ReadCounts reading) {
            this.planning = planning;
            this.reading = reading;
        }
    }
}
