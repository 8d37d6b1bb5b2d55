package io.streamlab.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.ManualClock;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;

/**
 * Whatever happens to the stream and to the query: the batches together hold every record once, each shard's in its
 * order, each partition key's in the order they were put, and a batch read again holds the same.
 */
class ExactlyOnceTest {

    private static final int KEYS = 17;

    @Property(tries = 400)
    void batchesHoldEveryRecordOnceInOrder(
            @ForAll("stories") List<Event> story, @ForAll("behaviours") Behaviour behaviour, @ForAll long seed) {
        run(story, behaviour, new Random(seed));
    }

    @Property(tries = 150)
    void batchesHoldEveryRecordOnceInOrderThoughCallsFail(
            @ForAll("stories") List<Event> story, @ForAll("behaviours") Behaviour behaviour, @ForAll long seed) {
        Random random = new Random(seed);
        run(story, behaviour.failing(failures(random)), random);
    }

    @Property(tries = 200)
    void drainingTakesWhatStoodAtItsStartAndEnds(
            @ForAll("stories") List<Event> story,
            @ForAll("behaviours") Behaviour behaviour,
            @ForAll @IntRange(min = 1, max = 60) int cap,
            @ForAll long seed) {
        Scene scene = new Scene(behaviour, new Random(seed));
        story.stream().filter(event -> event != Event.RESTART).forEach(scene::play);
        List<String> stood = scene.sent();

        scene.query.restart();
        scene.query.drainOnly();
        for (Optional<SimulatedQuery.Batch> batch = scene.query.plan(cap);
                batch.isPresent();
                batch = scene.query.plan(cap)) {
            scene.batches.add(batch.get());
            scene.play(Event.PUT);
            scene.play(Event.RESHARD);
        }

        assertThat(scene.planned()).containsAll(stood).doesNotHaveDuplicates();
        scene.drain();
        scene.query.restart();
        scene.drain();
        scene.verify();
        scene.close();
    }

    private static void run(List<Event> story, Behaviour behaviour, Random random) {
        Scene scene = new Scene(behaviour, random);
        story.forEach(scene::play);
        scene.drain();
        scene.verify();
        scene.close();
    }

    enum Event {
        PUT,
        PUT_MANY,
        WAIT,
        WAIT_LONG,
        RESHARD,
        PLAN,
        PLAN_CAPPED,
        READ_AGAIN,
        RESTART
    }

    /** How Kinesis answers. */
    record Behaviour(
            int shards,
            boolean timesAreOff,
            int emptyAnswers,
            boolean likeAnEmulator,
            Function<String, Optional<SdkException>> failures) {

        Behaviour failing(Function<String, Optional<SdkException>> supplier) {
            return new Behaviour(shards, timesAreOff, emptyAnswers, likeAnEmulator, supplier);
        }
    }

    @Provide
    Arbitrary<List<Event>> stories() {
        return Arbitraries.of(Event.class).list().ofMinSize(1).ofMaxSize(60);
    }

    @Provide
    Arbitrary<Behaviour> behaviours() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(true, false),
                        Arbitraries.of(0, 0, 1, 3),
                        Arbitraries.of(true, false))
                .as((shards, off, empty, emulator) ->
                        new Behaviour(shards, off, empty, emulator, call -> Optional.empty()));
    }

    private static Function<String, Optional<SdkException>> failures(Random random) {
        return call -> switch (random.nextInt(40)) {
            case 0 ->
                Optional.of(ProvisionedThroughputExceededException.builder()
                        .message("Rate exceeded")
                        .build());
            case 1 ->
                Optional.of(KinesisException.builder()
                        .statusCode(500)
                        .message("Internal failure")
                        .build());
            case 2 ->
                Optional.of(SdkClientException.create("Connection reset", new SocketException("Connection reset")));
            case 3 ->
                Optional.<SdkException>of(ExpiredIteratorException.builder()
                                .message("Iterator expired")
                                .build())
                        .filter(failure -> call.equals("GetRecords"));
            default -> Optional.empty();
        };
    }

    /** A stream, a query on it, and what was put. */
    private static final class Scene {

        private final ManualClock clock = new ManualClock();
        private final FakeKinesis kinesis;
        private final SimulatedQuery query;
        private final Random random;
        private final Map<String, List<String>> sentByShard = new HashMap<>();
        private final Map<String, List<String>> sentByKey = new HashMap<>();
        private final List<SimulatedQuery.Batch> batches = new ArrayList<>();
        private int next;

        Scene(Behaviour behaviour, Random random) {
            this.random = random;
            this.kinesis = new FakeKinesis(clock, behaviour.shards());
            if (behaviour.timesAreOff()) {
                kinesis.setArrivalError(Duration.ofSeconds(7));
            }
            kinesis.setEmptyAnswersBeforeRecords(behaviour.emptyAnswers());
            kinesis.setMissingRecordsAreErrors(behaviour.likeAnEmulator());
            kinesis.setBehindNewestRecord(behaviour.likeAnEmulator());
            kinesis.setFailures(behaviour.failures());
            this.query = new SimulatedQuery(kinesis, clock, Map.of());
        }

        void play(Event event) {
            switch (event) {
                case PUT -> put(1 + random.nextInt(5), Duration.ofMillis(random.nextInt(300)));
                case PUT_MANY -> put(200, Duration.ofMillis(random.nextInt(5)));
                case WAIT -> clock.advance(Duration.ofMillis(random.nextInt(5_000)));
                case WAIT_LONG -> clock.advance(Duration.ofMinutes(1 + random.nextInt(10)));
                case RESHARD -> reshard();
                case PLAN -> query.plan().ifPresent(batches::add);
                case PLAN_CAPPED -> query.plan(1 + random.nextInt(100)).ifPresent(batches::add);
                case READ_AGAIN -> readAgain();
                case RESTART -> query.restart();
            }
        }

        private void put(int count, Duration apart) {
            for (int i = 0; i < count; i++) {
                String key = "key " + random.nextInt(KEYS);
                String text = key + " record " + next++;
                FakeKinesis.PutRecord put = kinesis.put(key, text);
                sentByShard
                        .computeIfAbsent(put.shardId(), id -> new ArrayList<>())
                        .add(text);
                sentByKey.computeIfAbsent(key, id -> new ArrayList<>()).add(text);
                clock.advance(apart);
            }
        }

        private void reshard() {
            List<String> open = kinesis.openShards();
            String shard = open.get(random.nextInt(open.size()));
            Optional<String> neighbour = kinesis.neighbour(shard);
            if (neighbour.isPresent() && random.nextBoolean()) {
                kinesis.merge(shard, neighbour.get());
            } else if (open.size() < 8) {
                kinesis.split(shard);
            }
        }

        private void readAgain() {
            if (!batches.isEmpty()) {
                SimulatedQuery.Batch batch = batches.get(random.nextInt(batches.size()));
                assertThat(batch.texts()).isEqualTo(batch.texts());
            }
        }

        /** Triggers until several in a row found nothing: one may find only empty answers, and go on from them. */
        void drain() {
            for (int idle = 0; idle < 5; idle++) {
                Optional<SimulatedQuery.Batch> batch = query.plan();
                if (batch.isPresent()) {
                    batches.add(batch.get());
                    idle = 0;
                }
            }
        }

        List<String> sent() {
            return sentByShard.values().stream().flatMap(List::stream).toList();
        }

        List<String> planned() {
            return batches.stream().flatMap(batch -> batch.texts().stream()).toList();
        }

        void verify() {
            Map<String, List<String>> readByShard = new LinkedHashMap<>();
            Map<String, List<String>> readByKey = new LinkedHashMap<>();
            for (SimulatedQuery.Batch batch : batches) {
                batch.read()
                        .forEach((shard, records) -> records.forEach(record -> {
                            String text = SimulatedQuery.text(record);
                            readByShard
                                    .computeIfAbsent(shard, id -> new ArrayList<>())
                                    .add(text);
                            readByKey
                                    .computeIfAbsent(record.partitionKey(), key -> new ArrayList<>())
                                    .add(text);
                        }));
            }
            assertThat(readByShard).isEqualTo(sentByShard);
            assertThat(readByKey).isEqualTo(sentByKey);
            assertThat(query.planningCounts().dataLosses()).isZero();
            Set<String> open = Set.copyOf(kinesis.openShards());
            assertThat(query.lastOffset().shards().keySet()).isEqualTo(open);
        }

        void close() {
            query.close();
        }
    }
}
