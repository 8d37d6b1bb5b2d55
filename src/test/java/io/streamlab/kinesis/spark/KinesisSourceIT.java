package io.streamlab.kinesis.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.RecordOracle;
import io.streamlab.kinesis.record.AggregatedRecordWriter;
import io.streamlab.kinesis.record.ReadRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** The source in a Spark query on a Kinesis emulator. {@code -Dlong.tests=true} runs each test at its full length. */
class KinesisSourceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static SparkSession spark;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startSpark() {
        spark = LocalSpark.replace(SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.streaming.noDataProgressEventInterval", "100")
                .config("spark.sql.streaming.numRecentProgressUpdates", "10000"));
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @Test
    void exampleStreamIsConsumedExactly() throws Exception {
        try (EmulatedStream stream = EmulatedStream.create(4);
                SourceQuery query = query(stream)) {
            RecordOracle oracle = new RecordOracle(stream);
            oracle.send(2_000);
            query.start(Trigger.ProcessingTime("200 milliseconds")).awaitRecords(2_000);
            oracle.send(500);
            query.awaitRecords(2_500);

            oracle.verify(query.records());
        }
    }

    @Test
    void batchEvaluatedTwiceGivesTheSameRecords() throws Exception {
        int seconds = TestLength.of(5, 60);
        try (EmulatedStream stream = EmulatedStream.create(2);
                SourceQuery query = query(stream)) {
            RecordOracle oracle = new RecordOracle(stream);
            List<List<ReadRecord>> first = Collections.synchronizedList(new ArrayList<>());
            List<List<ReadRecord>> second = Collections.synchronizedList(new ArrayList<>());
            query.sink((batch, id) -> {
                first.add(ReadRecord.of(batch));
                second.add(ReadRecord.of(batch));
                query.keep(batch, id);
            });
            BackgroundProducer.sendWhile(oracle, 40, Duration.ofMillis(100), () -> {
                query.start(Trigger.ProcessingTime("300 milliseconds"));
                Awaitility.await().atMost(PATIENCE.multipliedBy(2)).until(() -> oracle.sent() >= seconds * 400);
            });
            query.awaitRecords(oracle.sent());

            assertThat(second).isEqualTo(first);
            assertThat(first).hasSizeGreaterThan(3);
            oracle.verify(query.records());
        }
    }

    @Test
    void watchShowsTheFiguresOfAllTriggersWithinABatchAndAfterTheEnd() throws Exception {
        String checkpoint = directory.toUri().toString();
        try (EmulatedStream stream = EmulatedStream.create(2);
                SourceWatch watch = SourceWatch.ofQuery(checkpoint);
                SourceQuery query = query(stream).option("maxRecordsPerShard", 100)) {
            RecordOracle oracle = new RecordOracle(stream);
            oracle.send(1_000);
            List<Long> withinBatches = new ArrayList<>();
            query.sink((batch, id) -> {
                query.keep(batch, id);
                withinBatches.add(Long.parseLong(watch.figures().get("recordsRead")));
            });
            assertThat(watch.figures()).isEmpty();

            query.start(Trigger.AvailableNow()).awaitTermination();

            oracle.verify(query.records());
            assertThat(withinBatches).hasSizeGreaterThan(3).isSorted().last().isEqualTo(1_000L);
            assertThat(watch.figures()).containsEntry("recordsRead", "1000").containsEntry("dataLosses", "0");
        }
    }

    @Test
    void reshardedStreamIsConsumed() throws Exception {
        int reshards = TestLength.of(3, 10);
        Random random = new Random(7);
        try (EmulatedStream stream = EmulatedStream.create(2);
                SourceQuery query = query(stream)) {
            RecordOracle oracle = new RecordOracle(stream);
            query.start(Trigger.ProcessingTime("200 milliseconds"));
            BackgroundProducer.sendWhile(oracle, 25, Duration.ofMillis(100), () -> {
                for (int i = 0; i < reshards; i++) {
                    int before = oracle.sent();
                    Awaitility.await().atMost(PATIENCE).until(() -> oracle.sent() > before + 150);
                    stream.reshard(random);
                }
            });
            query.awaitRecords(oracle.sent());

            oracle.verify(query.records());
            assertThat(shardsOf(query.records())).hasSizeGreaterThan(2);
        }
    }

    @Test
    void restartFromCheckpointLosesNothing() throws Exception {
        int restarts = TestLength.of(4, 20);
        Random random = new Random(11);
        try (EmulatedStream stream = EmulatedStream.create(2);
                SourceQuery query = query(stream)) {
            RecordOracle oracle = new RecordOracle(stream);
            BackgroundProducer.sendWhile(oracle, 50, Duration.ofMillis(100), () -> {
                for (int i = 0; i < restarts; i++) {
                    int enough = query.records().size() + 1 + random.nextInt(400);
                    query.start(Trigger.ProcessingTime("100 milliseconds")).awaitRecords(enough);
                    query.stop();
                }
            });
            query.start(Trigger.ProcessingTime("100 milliseconds")).awaitRecords(oracle.sent());

            oracle.verify(query.records());
        }
    }

    @Test
    void batchThatFailedIsTheSameAfterARestart() throws Exception {
        try (EmulatedStream stream = EmulatedStream.create(2);
                SourceQuery query = query(stream)) {
            RecordOracle oracle = new RecordOracle(stream);
            oracle.send(300);
            List<ReadRecord> seen = new ArrayList<>();
            query.sink((batch, id) -> {
                seen.addAll(ReadRecord.of(batch));
                throw new IllegalStateException("the sink failed");
            });
            assertThatThrownBy(() -> query.start(Trigger.AvailableNow()).awaitTermination())
                    .hasMessageContaining("the sink failed");
            oracle.send(300);

            query.sink(query::keep);
            query.start(Trigger.AvailableNow()).awaitTermination();

            assertThat(query.batches().get(0L)).isEqualTo(seen).hasSize(300);
            oracle.verify(query.records());
        }
    }

    @Test
    void availableNowDrainsBacklogAndStops() throws Exception {
        int backlog = TestLength.of(6_000, 100_000);
        int cap = TestLength.of(700, 5_000);
        int shards = 4;
        try (EmulatedStream stream = EmulatedStream.create(shards);
                SourceQuery query = query(stream).option("maxRecordsPerShard", cap)) {
            RecordOracle oracle = new RecordOracle(stream);
            oracle.send(backlog);
            query.start(Trigger.AvailableNow()).awaitTermination();

            oracle.verify(query.records());
            assertThat(query.batches().values())
                    .hasSizeGreaterThanOrEqualTo(backlog / (cap * shards))
                    .allSatisfy(
                            batch -> assertThat(countByShard(batch).values()).allMatch(count -> count <= cap));
        }
    }

    @Test
    void availableNowEndsThoughRecordsKeepComing() throws Exception {
        try (EmulatedStream stream = EmulatedStream.create(2);
                SourceQuery query = query(stream).option("maxRecordsPerShard", 200)) {
            RecordOracle oracle = new RecordOracle(stream);
            oracle.send(1_000);
            BackgroundProducer.sendWhile(oracle, 50, Duration.ofMillis(50), () -> {
                query.start(Trigger.AvailableNow()).awaitTermination();
            });
            assertThat(query.records()).hasSizeBetween(1_000, oracle.sent());

            query.start(Trigger.AvailableNow()).awaitTermination();
            oracle.verify(query.records());
        }
    }

    @Test
    void latestStartsAfterWhatIsThere() throws Exception {
        try (EmulatedStream stream = EmulatedStream.create(2);
                SourceQuery query = query(stream).option("startingPosition", "LATEST")) {
            new RecordOracle(stream).send(200);
            query.start(Trigger.ProcessingTime("100 milliseconds"));
            Awaitility.await().atMost(PATIENCE).until(() -> query.batches().containsKey(0L));
            query.stop();
            RecordOracle oracle = new RecordOracle(stream);
            oracle.send(100);
            query.start(Trigger.ProcessingTime("100 milliseconds")).awaitRecords(100);

            oracle.verify(query.records());
        }
    }

    @Test
    void atTimestampStartsAtThatTime() throws Exception {
        try (EmulatedStream stream = EmulatedStream.create(2)) {
            new RecordOracle(stream).send(200);
            Instant end = Instant.now().plusMillis(50);
            Awaitility.await().until(() -> Instant.now().isAfter(end));
            Instant from = Instant.now();
            RecordOracle oracle = new RecordOracle(stream);
            oracle.send(100);
            try (SourceQuery query =
                    query(stream).option("startingPosition", "AT_TIMESTAMP").option("startingTimestamp", from)) {
                query.start(Trigger.AvailableNow()).awaitTermination();

                oracle.verify(query.records());
            }
        }
    }

    @Test
    void idleShardCostsAtMostTwoCalls() throws Exception {
        int triggers = TestLength.of(10, 180);
        try (EmulatedStream stream = EmulatedStream.create(1);
                FaultyKinesisProxy proxy = FaultyKinesisProxy.start(EmulatedStream.endpoint(), 0, 0);
                SourceQuery query = query(stream).option("endpointUrl", proxy.endpoint())) {
            RecordOracle oracle = new RecordOracle(stream);
            oracle.send(100);
            query.start(Trigger.ProcessingTime(TestLength.of(250, 500))).awaitRecords(100);
            Awaitility.await("an idle trigger").atMost(PATIENCE).until(() -> isIdle(query));
            int callsBefore =
                    proxy.calls().values().stream().mapToInt(Integer::intValue).sum();
            int progressBefore = query.query().recentProgress().length;

            Awaitility.await("idle triggers")
                    .atMost(PATIENCE.multipliedBy(3))
                    .until(() -> query.query().recentProgress().length >= progressBefore + triggers);

            int calls =
                    proxy.calls().values().stream().mapToInt(Integer::intValue).sum() - callsBefore;
            int triggered = query.query().recentProgress().length - progressBefore;
            assertThat(calls).isLessThanOrEqualTo(2 * (triggered + 1));
            oracle.send(10);
            query.awaitRecords(110);
            oracle.verify(query.records());
        }
    }

    /** A source that waits for an idle shard would never end its first batch. */
    @Test
    void batchesEndWhileRecordsTrickleIn() throws Exception {
        int batches = TestLength.of(4, 90);
        try (EmulatedStream stream = EmulatedStream.create(1);
                SourceQuery query = query(stream)) {
            RecordOracle oracle = new RecordOracle(stream);
            query.start(Trigger.ProcessingTime("250 milliseconds"));
            // A slow machine may take longer than a second for a batch. Then a batch has two records.
            BackgroundProducer.sendWhile(oracle, 1, Duration.ofSeconds(1), () -> Awaitility.await()
                    .atMost(PATIENCE.multipliedBy(2))
                    .until(() -> filled(query) >= batches));
            query.awaitRecords(oracle.sent());

            oracle.verify(query.records());
        }
    }

    private static long filled(SourceQuery query) {
        return query.batches().values().stream()
                .filter(batch -> !batch.isEmpty())
                .count();
    }

    @Test
    void planningBytesStayUnderTenPercent() throws Exception {
        int records = TestLength.of(6_000, 40_000);
        try (EmulatedStream stream = EmulatedStream.create(1);
                SourceQuery query = query(stream)) {
            RecordOracle oracle = new RecordOracle(stream, 400);
            query.start(Trigger.ProcessingTime("1 second"));
            BackgroundProducer.sendWhile(oracle, 20, Duration.ofMillis(25), () -> {
                query.awaitRecords(1);
                Awaitility.await().atMost(PATIENCE.multipliedBy(3)).until(() -> oracle.sent() >= records);
            });
            query.awaitRecords(oracle.sent());

            oracle.verify(query.records());
            Awaitility.await("the last progress").until(() -> query.metric("recordsRead") == oracle.sent());
            assertThat(query.metric("planningBytes")).isPositive().isLessThan(query.metric("bytesRead") / 10);
        }
    }

    @Test
    void aggregatedRecordsAreSplit() throws Exception {
        try (EmulatedStream stream = EmulatedStream.create(1);
                SourceQuery query = query(stream)) {
            AggregatedRecordWriter aggregated =
                    new AggregatedRecordWriter().add("a", "one").add("b", "two").add("a", "three");
            stream.put(List.of(entry("outer", aggregated.bytes()), entry("plain", SdkBytes.fromUtf8String("four"))));
            query.start(Trigger.AvailableNow()).awaitTermination();

            List<ReadRecord> records = query.records();
            assertThat(records).extracting(ReadRecord::text).containsExactly("one", "two", "three", "four");
            assertThat(records).extracting(ReadRecord::partitionKey).containsExactly("a", "b", "a", "plain");
            assertThat(records).extracting(ReadRecord::subSequenceNumber).containsExactly(0L, 1L, 2L, 0L);
            assertThat(records.subList(0, 3))
                    .extracting(ReadRecord::sequenceNumber)
                    .containsOnly(records.get(0).sequenceNumber());
        }
    }

    @Test
    void misroutedRecordsOfAnAggregateAreCountedAndDroppedWhereThatIsWanted() throws Exception {
        try (EmulatedStream stream = EmulatedStream.create(2);
                SourceQuery keeping = query(stream);
                SourceQuery dropping = new SourceQuery(spark, directory.resolve("dropping"), stream.name())
                        .option("misroutedAggregates", "drop")) {
            // By their MD5, alpha belongs to the first of two shards and beta to the second.
            AggregatedRecordWriter aggregated = new AggregatedRecordWriter()
                    .add("alpha", "one")
                    .add("beta", "two")
                    .add("alpha", "three");
            stream.put(List.of(entry("alpha", aggregated.bytes()), entry("beta", SdkBytes.fromUtf8String("four"))));
            keeping.start(Trigger.AvailableNow()).awaitTermination();
            dropping.start(Trigger.AvailableNow()).awaitTermination();

            assertThat(keeping.records()).extracting(ReadRecord::text).containsExactly("one", "two", "three", "four");
            assertThat(dropping.records()).extracting(ReadRecord::text).containsExactly("one", "three", "four");
            assertThat(dropping.records())
                    .extracting(ReadRecord::subSequenceNumber)
                    .containsExactly(0L, 2L, 0L);
            assertThat(keeping.metric("misroutedRecords")).isOne();
            assertThat(dropping.metric("misroutedRecords")).isOne();
        }
    }

    @Test
    void recordsOfTheLargestSizeAreConsumed() throws Exception {
        int largest = 1024 * 1024;
        try (EmulatedStream stream = EmulatedStream.create(1);
                SourceQuery query = query(stream)) {
            AtomicInteger bytes = new AtomicInteger();
            query.sink((batch, id) -> {
                for (Row row : batch.select("data").collectAsList()) {
                    bytes.addAndGet(row.<byte[]>getAs(0).length);
                }
            });
            stream.put(List.of(entry("large", SdkBytes.fromByteArray(new byte[largest]))));
            stream.put(List.of(entry("large", SdkBytes.fromByteArray(new byte[largest]))));
            query.start(Trigger.AvailableNow()).awaitTermination();

            assertThat(bytes).hasValue(2 * largest);
        }
    }

    @Test
    void failingCallsLoseNothing() throws Exception {
        int records = TestLength.of(4_000, 60_000);
        try (EmulatedStream stream = EmulatedStream.create(3);
                FaultyKinesisProxy proxy = FaultyKinesisProxy.start(EmulatedStream.endpoint(), 0.1, 42);
                SourceQuery query = query(stream).option("endpointUrl", proxy.endpoint())) {
            RecordOracle oracle = new RecordOracle(stream);
            query.start(Trigger.ProcessingTime("200 milliseconds"));
            BackgroundProducer.sendWhile(oracle, 50, Duration.ofMillis(50), () -> {
                Awaitility.await("records, and a failure of each kind")
                        .atMost(PATIENCE.multipliedBy(3))
                        .until(() ->
                                oracle.sent() >= records && proxy.failures().size() == 4);
            });
            query.awaitRecords(oracle.sent());

            oracle.verify(query.records());
            assertThat(query.metric("throttles")).isPositive();
            assertThat(query.metric("failedCalls")).isPositive();
        }
    }

    @Test
    void streamMadeAgainFailsTheQuery() throws Exception {
        try (EmulatedStream stream = EmulatedStream.create(1);
                SourceQuery query = query(stream)) {
            new RecordOracle(stream).send(10);
            query.start(Trigger.AvailableNow()).awaitTermination();
            stream.delete();
            stream.createAgain(1);
            new RecordOracle(stream).send(10);

            assertThatThrownBy(() -> query.start(Trigger.AvailableNow()).awaitTermination())
                    .hasMessageContaining("Data loss in shard shardId-000000000000 of stream " + stream.name())
                    .hasMessageContaining("the stream was deleted and made again");
        }
    }

    @Test
    void missingStreamFailsTheQueryByItsName() throws Exception {
        try (SourceQuery query = new SourceQuery(spark, directory, "no-such-stream")) {
            assertThatThrownBy(() -> query.start(Trigger.AvailableNow()).awaitTermination())
                    .hasMessageContaining("Stream no-such-stream does not exist at " + EmulatedStream.endpoint());
        }
    }

    @Test
    void wrongOptionsFailTheLoad() {
        assertThatThrownBy(() -> spark.readStream()
                        .format(KinesisSourceOptions.SHORT_NAME)
                        .option("streamNmae", "orders")
                        .option("region", "us-east-1")
                        .load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("streamNmae = orders: unknown option");
    }

    @Test
    void progressTellsTheSourcesMetrics() throws Exception {
        try (EmulatedStream stream = EmulatedStream.create(2);
                SourceQuery query = query(stream)) {
            RecordOracle oracle = new RecordOracle(stream);
            oracle.send(100);
            query.start(Trigger.AvailableNow()).awaitTermination();

            StreamingQueryProgress progress = query.query().recentProgress()[0];
            Map<String, String> metrics = progress.sources()[0].metrics();
            assertThat(metrics)
                    .containsEntry("recordsRead", "100")
                    .containsEntry("shardsOpen", "2")
                    .containsEntry("throttles", "0")
                    .containsEntry("failedCalls", "0")
                    .containsEntry("dataLosses", "0")
                    .containsKeys(
                            "bytesRead",
                            "readCalls",
                            "planningCalls",
                            "planningRecords",
                            "planningBytes",
                            "millisBehindLatest");
            assertThat(progress.sources()[0].latestOffset()).contains(stream.name());
            assertThat(progress.sources()[0].description()).isEqualTo("exact-kinesis " + stream.name());
        }
    }

    private SourceQuery query(EmulatedStream stream) {
        return new SourceQuery(spark, directory, stream.name());
    }

    private static boolean isIdle(SourceQuery query) {
        StreamingQueryProgress last = query.query().lastProgress();
        return last != null && last.numInputRows() == 0 && query.query().recentProgress().length > 3;
    }

    private static Set<String> shardsOf(List<ReadRecord> records) {
        Set<String> shards = new HashSet<>();
        records.forEach(record -> shards.add(record.shardId()));
        return shards;
    }

    private static Map<String, Integer> countByShard(List<ReadRecord> records) {
        Map<String, Integer> counts = new HashMap<>();
        records.forEach(record -> counts.merge(record.shardId(), 1, Integer::sum));
        return counts;
    }

    private static PutRecordsRequestEntry entry(String partitionKey, SdkBytes data) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(partitionKey)
                .data(data)
                .build();
    }
}
