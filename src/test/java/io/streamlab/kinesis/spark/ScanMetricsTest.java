package io.streamlab.kinesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.client.CallStatistics;
import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.KinesisAction;
import io.streamlab.kinesis.client.ManualClock;
import io.streamlab.kinesis.client.ReadCounts;
import io.streamlab.kinesis.offset.KinesisOffset;
import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import io.streamlab.kinesis.offset.ShardRange;
import io.streamlab.kinesis.plan.PlanSummary;
import io.streamlab.kinesis.record.ShardRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.junit.jupiter.api.Test;

class ScanMetricsTest {

    private static final KinesisSourceOptions OPTIONS =
            KinesisSourceOptions.parse(Map.of("streamName", "orders", "region", "us-east-1"));

    @Test
    void sparkCanMakeEachMetricByItsName() throws Exception {
        for (CustomMetric metric : new KinesisScan(OPTIONS).supportedCustomMetrics()) {
            Object made =
                    Class.forName(metric.getClass().getName()).getConstructor().newInstance();

            assertThat(((CustomMetric) made).name()).isEqualTo(metric.name());
            assertThat(metric.description()).isNotBlank();
        }
    }

    @Test
    void tasksReportEveryMetricOfTheScan() {
        ShardRange range = ShardRange.of(
                        "shardId-000000000000", null, ShardOffset.reading("1", ShardPosition.after("2"), Instant.EPOCH))
                .orElseThrow();
        ManualClock clock = new ManualClock();
        ShardRecords records = new ShardRecords(
                new FakeKinesis(clock, 1),
                new CallStatistics(),
                range,
                new DataLossPolicy(OPTIONS),
                Duration.ofSeconds(1),
                clock);

        assertThat(new ShardRangeReader("orders", records, new ReadTotals()).currentMetricsValues())
                .extracting(CustomTaskMetric::name)
                .isEqualTo(Arrays.stream(new KinesisScan(OPTIONS).supportedCustomMetrics())
                        .map(CustomMetric::name)
                        .toList());
    }

    @Test
    void sumsAreAddedAndTheLargestLagIsShown() {
        assertThat(new SourceTaskMetrics.RecordsRead().aggregateTaskMetrics(new long[] {1, 2, 3}))
                .isEqualTo("6");
        assertThat(new SourceTaskMetrics.MillisBehindLatest().aggregateTaskMetrics(new long[] {1, 9, 3}))
                .isEqualTo("9");
        assertThat(new SourceTaskMetrics.MillisBehindLatest().aggregateTaskMetrics(new long[0]))
                .isEqualTo("0");
    }

    @Test
    void progressTellsTheTriggerThatBeganLast() {
        CallStatistics planning = new CallStatistics();
        ReadTotals reading = new ReadTotals();
        SourceMetrics metrics = new SourceMetrics(planning, new DataLossPolicy(OPTIONS), reading);
        planning.call(KinesisAction.LIST_SHARDS);
        reading.add(new ReadCounts(100, 1_000, 3, 1, 0, 0));
        metrics.beginTrigger();
        planning.call(KinesisAction.GET_RECORDS);
        planning.throttle();
        planning.received(2, 20);
        reading.add(new ReadCounts(10, 100, 2, 1, 1, 1));
        metrics.planned(new PlanSummary(KinesisOffset.initial("orders"), 3, 70));

        assertThat(metrics.sinceTriggerBegan())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("recordsRead", "10"),
                        Map.entry("bytesRead", "100"),
                        Map.entry("readCalls", "2"),
                        Map.entry("planningRecords", "2"),
                        Map.entry("planningBytes", "20"),
                        Map.entry("planningCalls", "1"),
                        Map.entry("throttles", "2"),
                        Map.entry("failedCalls", "1"),
                        Map.entry("dataLosses", "1"),
                        Map.entry("millisBehindLatest", "70"),
                        Map.entry("shardsOpen", "3")));
        assertThat(metrics.sinceStart())
                .containsEntry("recordsRead", "110")
                .containsEntry("bytesRead", "1100")
                .containsEntry("readCalls", "5")
                .containsEntry("planningCalls", "2")
                .containsEntry("throttles", "3")
                .containsEntry("millisBehindLatest", "70");
    }

    @Test
    void totalsOfTasksAddUp() {
        ReadTotals totals = new ReadTotals();
        assertThat(totals.isZero()).isTrue();
        totals.add(new ReadCounts(1, 2, 3, 4, 5, 6));
        ReadTotals copy = (ReadTotals) totals.copy();
        copy.merge(totals);

        assertThat(copy.value()).isEqualTo(new ReadCounts(2, 4, 6, 8, 10, 12));
        assertThat(totals.value()).isEqualTo(new ReadCounts(1, 2, 3, 4, 5, 6));
        copy.reset();
        assertThat(copy.isZero()).isTrue();
    }
}
