package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.client.CallStatistics;
import io.streamlab.kinesis.client.ReadCounts;
import io.streamlab.kinesis.plan.PlanSummary;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The source's figures in Spark's progress, for the trigger that began last. Planning and reading are counted apart.
 *
 * <p>Bytes are those of payloads and partition keys. Records are Kinesis records: an aggregated one counts once.
 */
final class SourceMetrics {

    private final CallStatistics planning;
    private final DataLossPolicy dataLoss;
    private final ReadTotals reading;
    private volatile Snapshot begin = new Snapshot(ReadCounts.NONE, ReadCounts.NONE);
    private volatile PlanSummary plan = PlanSummary.NONE;

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

    void planned(PlanSummary summary) {
        plan = summary;
    }

    Map<String, String> sinceTriggerBegan() {
        Snapshot now = now();
        return figures(now.planning.minus(begin.planning), now.reading.minus(begin.reading));
    }

    Map<String, String> sinceStart() {
        Snapshot now = now();
        return figures(now.planning, now.reading);
    }

    private Map<String, String> figures(ReadCounts planned, ReadCounts read) {
        Map<String, Long> metrics = new LinkedHashMap<>();
        metrics.put("recordsRead", read.records());
        metrics.put("bytesRead", read.bytes());
        metrics.put("readCalls", read.calls());
        metrics.put("planningRecords", planned.records());
        metrics.put("planningBytes", planned.bytes());
        metrics.put("planningCalls", planned.calls());
        metrics.put("throttles", planned.throttles() + read.throttles());
        metrics.put("failedCalls", planned.failures() + read.failures());
        metrics.put("dataLosses", planned.dataLosses() + read.dataLosses());
        metrics.put("millisBehindLatest", plan.millisBehindLatest());
        metrics.put("shardsOpen", (long) plan.shardsOpen());
        Map<String, String> texts = new LinkedHashMap<>();
        metrics.forEach((name, value) -> texts.put(name, value.toString()));
        return texts;
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
