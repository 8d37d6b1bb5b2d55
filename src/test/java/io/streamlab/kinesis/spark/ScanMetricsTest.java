package io.streamlab.kinesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.client.CallStatistics;
import io.streamlab.kinesis.client.Counter;
import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.KinesisAction;
import io.streamlab.kinesis.client.ManualClock;
import io.streamlab.kinesis.client.ReadCounts;
import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.offset.KinesisOffset;
import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import io.streamlab.kinesis.offset.ShardRange;
import io.streamlab.kinesis.plan.PlanSummary;
import io.streamlab.kinesis.record.ShardRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;

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
        RangeGroup group = new RangeGroup(List.of(new PlannedRange(range, Optional.empty())));
        ShardRangeReader reader = new ShardRangeReader(
                "orders",
                group,
                planned -> new ShardRecords(
                        new FakeKinesis(clock, 1),
                        new CallStatistics(),
                        planned.range(),
                        new DataLossPolicy(OPTIONS),
                        Duration.ofSeconds(1),
                        clock),
                new ReadTotals());

        assertThat(reader.currentMetricsValues())
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
        reading.add(counts(100, 1_000, 3, 1, 0, 0));
        metrics.beginTrigger();
        planning.call(KinesisAction.GET_RECORDS);
        planning.throttle();
        planning.call(KinesisAction.LIST_SHARDS);
        planning.call(KinesisAction.LIST_SHARDS);
        planning.call(KinesisAction.DESCRIBE_STREAM_SUMMARY);
        planning.received(new RecordPage(List.of(record("key", 7), record("key", 7)), "next", 0, false));
        planning.received(new RecordPage(List.of(), "next", 0, false));
        reading.add(counts(10, 100, 2, 1, 1, 1));
        reading.add(ReadCounts.NONE
                .with(Counter.RECORDS_FETCHED, 12)
                .with(Counter.BYTES_FETCHED, 120)
                .with(Counter.EMPTY_ANSWERS, 5)
                .with(Counter.LIST_SHARDS_CALLS, 1)
                .with(Counter.MISROUTED_RECORDS, 4));
        metrics.planned(
                new PlanSummary(
                        KinesisOffset.initial("orders"),
                        3,
                        2,
                        false,
                        Map.of("shard-0", 70L, "shard-1", 7L, "shard-2", 0L)),
                Duration.ofMillis(250));

        assertThat(metrics.sinceTriggerBegan())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("recordsRead", "10"),
                        Map.entry("bytesRead", "100"),
                        Map.entry("recordsFetched", "12"),
                        Map.entry("bytesFetched", "120"),
                        Map.entry("readCalls", "3"),
                        Map.entry("emptyAnswers", "6"),
                        Map.entry("planningRecords", "2"),
                        Map.entry("planningBytes", "20"),
                        Map.entry("planningCalls", "4"),
                        Map.entry("listCalls", "3"),
                        Map.entry("describeCalls", "1"),
                        Map.entry("planningMillis", "250"),
                        Map.entry("throttles", "2"),
                        Map.entry("failedCalls", "1"),
                        Map.entry("dataLosses", "1"),
                        Map.entry("shardsSkipped", "2"),
                        Map.entry("misroutedRecords", "4"),
                        Map.entry("worstShards", "shard-0=70, shard-1=7"),
                        Map.entry("millisBehindLatest", "70"),
                        Map.entry("shardsOpen", "3")));
        assertThat(metrics.sinceStart())
                .containsEntry("recordsRead", "110")
                .containsEntry("bytesRead", "1100")
                .containsEntry("readCalls", "6")
                .containsEntry("planningCalls", "5")
                .containsEntry("throttles", "3")
                .containsEntry("shardsSkipped", "2")
                .containsEntry("millisBehindLatest", "70");
    }

    @Test
    void skippedShardsAddUpFromTriggerToTrigger() {
        SourceMetrics metrics = new SourceMetrics(new CallStatistics(), new DataLossPolicy(OPTIONS), new ReadTotals());
        for (int skipped : new int[] {2, 0, 1}) {
            metrics.beginTrigger();
            metrics.planned(
                    new PlanSummary(KinesisOffset.initial("orders"), 3, skipped, false, Map.of()), Duration.ZERO);
        }

        assertThat(metrics.sinceTriggerBegan()).containsEntry("shardsSkipped", "1");
        assertThat(metrics.sinceStart()).containsEntry("shardsSkipped", "3");
    }

    @Test
    void tenShardsThatAreFurthestBehindAreNamed() {
        SourceMetrics metrics = new SourceMetrics(new CallStatistics(), new DataLossPolicy(OPTIONS), new ReadTotals());
        Map<String, Long> behind = new TreeMap<>();
        for (long i = 0; i < 4_000; i++) {
            behind.put("shard-" + i, i);
        }
        metrics.planned(new PlanSummary(KinesisOffset.initial("orders"), 4_000, 0, false, behind), Duration.ZERO);

        assertThat(metrics.sinceStart().get("worstShards"))
                .startsWith("shard-3999=3999, shard-3998=3998, ")
                .endsWith(", shard-3990=3990");
    }

    @Test
    void documentNamesTheMetricsThatAreReported() throws IOException {
        String page = Files.readString(Path.of("docs/KINESIS_SOURCE.md"));
        String section = page.substring(page.indexOf("## Metrics"), page.indexOf("## Calls, limits"));
        List<String> documented = section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[1])
                .flatMap(
                        names -> Pattern.compile("`([A-Za-z]+)`").matcher(names).results())
                .map(name -> name.group(1))
                .toList();
        Set<String> reported = new SourceMetrics(new CallStatistics(), new DataLossPolicy(OPTIONS), new ReadTotals())
                .sinceTriggerBegan()
                .keySet();

        assertThat(documented).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(reported);
        assertThat(new KinesisScan(OPTIONS).supportedCustomMetrics())
                .extracting(CustomMetric::name)
                .isSubsetOf(reported);
    }

    @Test
    void totalsOfTasksAddUp() {
        ReadTotals totals = new ReadTotals();
        assertThat(totals.isZero()).isTrue();
        totals.add(counts(1, 2, 3, 4, 5, 6));
        ReadTotals copy = (ReadTotals) totals.copy();
        copy.merge(totals);

        assertThat(copy.value()).isEqualTo(counts(2, 4, 6, 8, 10, 12));
        assertThat(totals.value()).isEqualTo(counts(1, 2, 3, 4, 5, 6));
        copy.reset();
        assertThat(copy.isZero()).isTrue();
    }

    private static ReadCounts counts(
            long records, long bytes, long calls, long throttles, long failures, long dataLosses) {
        return ReadCounts.NONE
                .with(Counter.RECORDS_USED, records)
                .with(Counter.BYTES_USED, bytes)
                .with(Counter.GET_RECORDS_CALLS, calls)
                .with(Counter.THROTTLES, throttles)
                .with(Counter.FAILURES, failures)
                .with(Counter.DATA_LOSSES, dataLosses);
    }

    private static Record record(String partitionKey, int bytes) {
        return Record.builder()
                .partitionKey(partitionKey)
                .data(SdkBytes.fromByteArray(new byte[bytes]))
                .build();
    }
}
