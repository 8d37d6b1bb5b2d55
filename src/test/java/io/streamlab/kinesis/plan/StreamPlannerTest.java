package io.streamlab.kinesis.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.kinesis.DataLossException;
import io.streamlab.kinesis.DataLossPolicy;
import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.SimulatedQuery;
import io.streamlab.kinesis.client.Counter;
import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.ManualClock;
import io.streamlab.kinesis.offset.SequenceNumbers;
import io.streamlab.kinesis.offset.ShardPosition;
import io.streamlab.kinesis.record.UserRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;

class StreamPlannerTest {

    private final ManualClock clock = new ManualClock();
    private final List<SimulatedQuery> queries = new ArrayList<>();
    private FakeKinesis kinesis = new FakeKinesis(clock, 1);
    private int next;

    @AfterEach
    void closeQueries() {
        queries.forEach(SimulatedQuery::close);
    }

    @Nested
    class Planning {
        @Test
        void batchHoldsWhatWasPutBefore() {
            SimulatedQuery query = query();
            List<String> sent = put(3, Duration.ofSeconds(1));

            assertThat(query.plan().orElseThrow().texts()).isEqualTo(sent);
            assertThat(query.plan()).isEmpty();
        }

        @Test
        void batchReadLaterHoldsNoMore() {
            SimulatedQuery query = query();
            List<String> sent = put(3, Duration.ofSeconds(1));
            SimulatedQuery.Batch batch = query.plan().orElseThrow();
            put(3, Duration.ofSeconds(1));

            assertThat(batch.texts()).isEqualTo(sent);
            assertThat(batch.texts()).isEqualTo(sent);
        }

        @Test
        void idleShardCostsOneCall() {
            SimulatedQuery query = query();
            put(3, Duration.ofSeconds(1));
            query.drain();
            kinesis.takeCalls();

            clock.advance(Duration.ofSeconds(10));

            assertThat(query.plan()).isEmpty();
            assertThat(kinesis.takeCalls()).containsExactly("GetRecords");
        }

        @Test
        void idleShardCostsTwoCallsWhereTheTriggerOutlivesAnIterator() {
            SimulatedQuery query = query();
            put(3, Duration.ofSeconds(1));
            query.drain();
            clock.advance(Duration.ofMinutes(4));
            query.plan();
            kinesis.takeCalls();

            clock.advance(Duration.ofMinutes(5).minusSeconds(1));

            assertThat(query.plan()).isEmpty();
            assertThat(kinesis.takeCalls()).containsExactly("GetShardIterator", "GetRecords");
        }

        @Test
        void busyShardCostsThreeCallsAndTwoRecords() {
            SimulatedQuery query = query();
            put(1_000, Duration.ofMillis(2));
            query.plan();
            put(5_000, Duration.ofMillis(2));
            kinesis.takeCalls();
            long recordsBefore = query.planningCounts().of(Counter.RECORDS_FETCHED);

            SimulatedQuery.Batch batch = query.plan().orElseThrow();

            assertThat(kinesis.takeCalls()).containsExactly("GetRecords", "GetShardIterator", "GetRecords");
            assertThat(query.planningCounts().of(Counter.RECORDS_FETCHED) - recordsBefore)
                    .isEqualTo(2);
            assertThat(batch.texts()).hasSizeBetween(4_400, 5_100);
        }

        @Test
        void burstLongAgoIsTakenWhole() {
            SimulatedQuery query = query();
            List<String> sent = put(900, Duration.ofMillis(1));
            clock.advance(Duration.ofHours(3));

            assertThat(query.plan().orElseThrow().texts()).isEqualTo(sent);
            assertThat(query.planningCounts().calls()).isLessThan(50);
        }

        @Test
        void burstThatIsDenserThanKinesisTakesIsTakenWhole() {
            SimulatedQuery query = query();
            List<String> sent = put(30_000, Duration.ofNanos(100_000));
            clock.advance(Duration.ofSeconds(20));

            assertThat(query.plan().orElseThrow().texts()).isEqualTo(sent);
            assertThat(query.planningCounts().of(Counter.RECORDS_FETCHED)).isLessThan(sent.size() / 10);
        }

        @Test
        void recordsOfOneMillisecondAreTakenWhole() {
            SimulatedQuery query = query();
            kinesis.setBehindNewestRecord(true);
            List<String> sent = put(500, Duration.ZERO);

            assertThat(query.plan().orElseThrow().texts()).isEqualTo(sent);
        }
    }

    @Nested
    class StartingPositions {
        @Test
        void latestIsPinnedAtTheFirstPlan() {
            put(10, Duration.ofSeconds(1));
            SimulatedQuery query = query(Map.of("startingPosition", "LATEST"));

            assertThat(query.plan().orElseThrow().texts()).isEmpty();
            List<String> sent = put(3, Duration.ofSeconds(1));
            query.restart();

            assertThat(query.plan().orElseThrow().texts()).isEqualTo(sent);
        }

        @Test
        void latestOfAnIdleShardIsPinnedAtTheFirstPlan() {
            put(10, Duration.ofSeconds(1));
            clock.advance(Duration.ofMinutes(10));
            SimulatedQuery query = query(Map.of("startingPosition", "LATEST"));

            assertThat(query.plan().orElseThrow().texts()).isEmpty();
            clock.advance(Duration.ofMinutes(10));
            List<String> sent = put(3, Duration.ofSeconds(1));
            query.restart();

            assertThat(query.plan().orElseThrow().texts()).isEqualTo(sent);
        }

        @Test
        void latestLeavesOutClosedShards() {
            put(10, Duration.ofSeconds(1));
            kinesis.split("shardId-000000000000");
            SimulatedQuery query = query(Map.of("startingPosition", "LATEST"));

            assertThat(query.plan().orElseThrow().texts()).isEmpty();
            List<String> sent = put(10, Duration.ofSeconds(1));

            assertThat(query.plan().orElseThrow().texts()).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(query.lastOffset().shards()).containsOnlyKeys("shardId-000000000001", "shardId-000000000002");
        }

        @Test
        void atTimestampStartsAtTheFirstRecordOfThatTime() {
            put(10, Duration.ofSeconds(1));
            Instant from = clock.instant();
            List<String> sent = put(5, Duration.ofSeconds(1));
            kinesis.split("shardId-000000000000");
            sent.addAll(put(5, Duration.ofSeconds(1)));
            SimulatedQuery query =
                    query(Map.of("startingPosition", "AT_TIMESTAMP", "startingTimestamp", from.toString()));

            assertThat(query.drain()).extracting(SimulatedQuery::text).containsExactlyInAnyOrderElementsOf(sent);
        }

        @Test
        void atTimestampStepsOverShardsThatClosedBefore() {
            put(10, Duration.ofSeconds(1));
            kinesis.split("shardId-000000000000");
            put(10, Duration.ofSeconds(1));
            Instant from = clock.instant();
            List<String> sent = put(5, Duration.ofSeconds(1));
            SimulatedQuery query =
                    query(Map.of("startingPosition", "AT_TIMESTAMP", "startingTimestamp", from.toString()));

            assertThat(query.plan().orElseThrow().texts()).containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    @Nested
    class Resharding {
        @Test
        void childrenComeInABatchAfterTheirParents() {
            SimulatedQuery query = query();
            List<String> before = put(20, Duration.ofSeconds(1));
            kinesis.split("shardId-000000000000");
            List<String> after = put(20, Duration.ofSeconds(1));

            assertThat(query.plan().orElseThrow().texts()).isEqualTo(before);
            assertThat(query.plan().orElseThrow().texts()).containsExactlyInAnyOrderElementsOf(after);
            assertThat(query.lastOffset().shards()).containsOnlyKeys("shardId-000000000001", "shardId-000000000002");
        }

        @Test
        void childOfAMergeWaitsForBothParents() {
            kinesis = new FakeKinesis(clock, 2);
            SimulatedQuery query = query(Map.of("maxRecordsPerShard", "3"));
            List<String> before = put(20, Duration.ofSeconds(1));
            kinesis.merge("shardId-000000000000", "shardId-000000000001");
            List<String> after = put(3, Duration.ofSeconds(1));

            List<UserRecord> read = query.drain();

            assertThat(read).extracting(SimulatedQuery::text).hasSize(23);
            assertThat(read.subList(0, 20))
                    .extracting(SimulatedQuery::text)
                    .containsExactlyInAnyOrderElementsOf(before);
            assertThat(read.subList(20, 23)).extracting(SimulatedQuery::text).isEqualTo(after);
        }
    }

    @Nested
    class BoundsAndDraining {
        @Test
        void cappedBatchTellsHowFarItsEndLiesBehind() {
            SimulatedQuery query = query(Map.of("maxRecordsPerShard", "100"));
            put(400, Duration.ofSeconds(1));

            query.plan();
            assertThat(query.summary().millisBehindLatest()).isBetween(298_000L, 310_000L);
            assertThat(query.summary().shardsOpen()).isOne();

            query.drain();
            assertThat(query.summary().millisBehindLatest()).isZero();
        }

        @Test
        void tipsTellThatMoreIsThereThanACapTakes() {
            SimulatedQuery query = query(Map.of("maxRecordsPerShard", "10"));
            put(100, Duration.ofMillis(10));

            query.plan();

            String shard = "shardId-000000000000";
            ShardPosition tip = query.summary().tips().shards().get(shard).position();
            ShardPosition end = query.lastOffset().shards().get(shard).position();
            assertThat(SequenceNumbers.isAfter(tip.sequenceNumber(), end.sequenceNumber()))
                    .isTrue();
        }

        @Test
        void drainingEndsWithWhatStoodAtItsStart() {
            SimulatedQuery query = query(Map.of("maxRecordsPerShard", "100"));
            List<String> sent = put(250, Duration.ofMillis(3));
            query.drainOnly();

            List<String> read = new ArrayList<>(query.plan().orElseThrow().texts());
            put(250, Duration.ofMillis(3));
            query.drain().forEach(record -> read.add(SimulatedQuery.text(record)));

            assertThat(read).isEqualTo(sent);
        }

        @Test
        void drainingGoesThroughTheChildrenThatStoodAtItsStart() {
            SimulatedQuery query = query();
            List<String> sent = put(50, Duration.ofMillis(3));
            kinesis.split("shardId-000000000000");
            sent.addAll(put(50, Duration.ofMillis(3)));
            query.drainOnly();

            List<String> read = new ArrayList<>(query.plan().orElseThrow().texts());
            kinesis.split("shardId-000000000001");
            put(50, Duration.ofMillis(3));
            query.drain().forEach(record -> read.add(SimulatedQuery.text(record)));

            assertThat(read).containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    @Nested
    class Loss {
        @Test
        void recordsTrimmedBeforeTheyWereReadAreALoss() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            query.drain();
            put(10, Duration.ofSeconds(1));
            clock.advance(Duration.ofHours(25));
            kinesis.trim();
            put(1, Duration.ofSeconds(1));
            query.restart();

            assertThatThrownBy(query::plan)
                    .isInstanceOf(DataLossException.class)
                    .hasMessageContaining(
                            "Data loss in shard shardId-000000000000 of stream simulated: the records after"
                                    + " AFTER_SEQUENCE_NUMBER "
                                    + query.lastOffset()
                                            .shards()
                                            .get("shardId-000000000000")
                                            .position()
                                            .sequenceNumber())
                    .hasMessageContaining("were not read within the stream's retention of 24 hours")
                    .hasMessageContaining("Set failOnDataLoss to false");
        }

        @Test
        void lossIsCountedWhereItIsAllowed() {
            SimulatedQuery query = query(Map.of("failOnDataLoss", "false"));
            put(10, Duration.ofSeconds(1));
            query.drain();
            put(10, Duration.ofSeconds(1));
            clock.advance(Duration.ofHours(25));
            kinesis.trim();
            List<String> left = put(3, Duration.ofSeconds(1));
            query.restart();

            assertThat(query.plan().orElseThrow().texts()).isEqualTo(left);
            assertThat(query.planningCounts().dataLosses()).isOne();
        }

        @Test
        void idleShardOutlivingItsRetentionIsNoLoss() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            query.drain();
            int batches = 0;
            for (int hour = 0; hour < 72; hour++) {
                clock.advance(Duration.ofHours(1));
                kinesis.trim();
                batches += query.plan().isPresent() ? 1 : 0;
            }
            query.restart();
            List<String> sent = put(3, Duration.ofSeconds(1));

            assertThat(query.plan().orElseThrow().texts()).isEqualTo(sent);
            assertThat(batches).isBetween(1, 12);
        }

        @Test
        void replayOfABatchThatWasTrimmedIsALoss() {
            SimulatedQuery query = query();
            put(10, Duration.ofHours(1));
            SimulatedQuery.Batch batch = query.plan().orElseThrow();
            clock.advance(Duration.ofHours(18));
            kinesis.trim();

            assertThatThrownBy(batch::texts)
                    .isInstanceOf(DataLossException.class)
                    .hasMessageContaining(
                            "the batch's records from " + batch.ranges().get(0).first() + " up to "
                                    + batch.ranges().get(0).last().orElseThrow() + ": the oldest record left is ");
        }

        @Test
        void streamMadeAgainIsALoss() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            query.drain();
            kinesis.deleteAndCreate(1);
            put(1, Duration.ofSeconds(1));

            assertThatThrownBy(query::plan)
                    .isInstanceOf(DataLossException.class)
                    .hasMessageContaining("the stream was deleted and made again");
        }

        @Test
        void streamMadeAgainIsReadFromItsBeginningWhereLossIsAllowed() {
            kinesis = new FakeKinesis(clock, 2);
            SimulatedQuery query = query(Map.of("failOnDataLoss", "false"));
            put(10, Duration.ofSeconds(1));
            query.drain();
            kinesis.deleteAndCreate(1);
            List<String> sent = put(10, Duration.ofSeconds(1));

            assertThat(query.drain()).extracting(SimulatedQuery::text).isEqualTo(sent);
            assertThat(query.planningCounts().dataLosses()).isEqualTo(2);
        }

        @Test
        void shardGoneFromTheStreamIsALoss() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            query.drain();
            kinesis.split("shardId-000000000000");
            clock.advance(Duration.ofHours(25));
            kinesis.trim();
            query.restart();

            assertThatThrownBy(query::plan)
                    .isInstanceOf(DataLossException.class)
                    .hasMessageContaining("shard shardId-000000000000")
                    .hasMessageContaining("the shard is gone from the stream");
        }

        @Test
        void checkpointOfAnotherStreamIsRefused() {
            SimulatedQuery query = query();
            KinesisSourceOptions other =
                    KinesisSourceOptions.parse(Map.of("streamName", "other", "region", "us-east-1"));
            StreamPlanner planner = new StreamPlanner(
                    other, kinesis, kinesis, new ParallelShards("other", 1), new DataLossPolicy(other), clock, clock);

            assertThatThrownBy(() -> planner.plan(query.lastOffset(), BatchLimit.NONE))
                    .hasMessage("The checkpoint belongs to stream simulated, the option streamName names other");
        }

        @Test
        void drainingFindsALossInAShardThatHoldsNothing() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            query.drain();
            clock.advance(Duration.ofHours(25));
            kinesis.trim();
            query.restart();
            query.drainOnly();

            assertThatThrownBy(query::plan)
                    .isInstanceOf(DataLossException.class)
                    .hasMessageContaining(
                            "were not read within the stream's retention of 24 hours; the oldest one left is none");
        }

        @Test
        void drainingNowAndThenKeepsAnIdleShardFromLookingLost() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            query.drain();
            for (int run = 0; run < 10; run++) {
                clock.advance(Duration.ofHours(7));
                kinesis.trim();
                query.restart();
                query.drainOnly();
                assertThat(query.drain()).isEmpty();
            }
        }

        @Test
        void lossFoundWhileRunningIsCountedOnce() {
            SimulatedQuery query = query(Map.of("failOnDataLoss", "false"));
            put(10, Duration.ofSeconds(1));
            query.drain();
            put(10, Duration.ofSeconds(1));
            clock.advance(Duration.ofHours(25));
            kinesis.trim();
            List<String> left = put(3, Duration.ofSeconds(1));

            assertThat(query.plan().orElseThrow().texts()).isEqualTo(left);
            assertThat(query.planningCounts().dataLosses()).isOne();
        }
    }

    /** Whatever happened to the stream while the query stood, a gap is an error, and no gap is none. */
    @Nested
    class Continuity {

        private static final String SHARD = "shardId-000000000000";

        @Test
        void retentionRaisedAfterRecordsWereTrimmedIsALoss() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            query.drain();
            put(10, Duration.ofHours(1));
            clock.advance(Duration.ofHours(20));
            kinesis.trim();
            kinesis.setRetention(Duration.ofDays(7));
            put(1, Duration.ofSeconds(1));
            query.restart();

            assertLoss(query, SHARD, "were not read within the stream's retention of 24 hours");
        }

        @Test
        void retentionRaisedBeforeAnythingWasTrimmedIsNoLoss() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            query.drain();
            List<String> sent = put(10, Duration.ofHours(1));
            kinesis.setRetention(Duration.ofDays(7));
            clock.advance(Duration.ofDays(3));
            kinesis.trim();
            query.restart();

            assertThat(query.drain()).extracting(SimulatedQuery::text).isEqualTo(sent);
        }

        @Test
        void retentionLoweredAndRaisedWhileTheQueryStoodIsALoss() {
            kinesis.setRetention(Duration.ofDays(7));
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            query.drain();
            put(10, Duration.ofHours(1));
            clock.advance(Duration.ofHours(30));
            kinesis.setRetention(Duration.ofHours(24));
            kinesis.trim();
            kinesis.setRetention(Duration.ofDays(7));
            put(1, Duration.ofSeconds(1));
            query.restart();

            assertLoss(query, SHARD, "were not read within");
        }

        @Test
        void idleShardWithALongRetentionIsNoLoss() {
            kinesis.setRetention(Duration.ofDays(7));
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            for (int day = 0; day < 10; day++) {
                clock.advance(Duration.ofDays(1));
                kinesis.trim();
                query.plan();
            }
            clock.advance(Duration.ofDays(3));
            query.restart();
            List<String> sent = put(3, Duration.ofSeconds(1));

            assertThat(query.drain()).extracting(SimulatedQuery::text).isEqualTo(sent);
        }

        /** As a job that runs twice a day. */
        @ParameterizedTest
        @CsvSource({"3, 1000000", "3, 3", "300, 1000000", "300, 300"})
        void allThatWasReadBeforeAStopIsNoLossOnceItIsTrimmed(int records, int bound) {
            SimulatedQuery query = query();
            put(records, Duration.ofSeconds(1));
            clock.advance(Duration.ofHours(14));
            query.drainOnly();
            assertThat(query.plan(bound).orElseThrow().texts()).hasSize(records);
            clock.advance(Duration.ofHours(5));
            List<String> sent = put(3, Duration.ofSeconds(1));
            clock.advance(Duration.ofHours(6));
            kinesis.trim();
            query.restart();

            assertThat(query.drain()).extracting(SimulatedQuery::text).isEqualTo(sent);
        }

        @Test
        void whatArrivedAfterAStopIsALossOnceItIsTrimmed() {
            SimulatedQuery query = query();
            put(3, Duration.ofSeconds(1));
            clock.advance(Duration.ofHours(14));
            query.plan();
            put(3, Duration.ofSeconds(1));
            clock.advance(Duration.ofHours(25));
            kinesis.trim();
            put(3, Duration.ofSeconds(1));
            query.restart();

            assertLoss(query, SHARD, "were not read within");
        }

        @Test
        void childrenOfAParentReadLongAfterItWasClosedAreALoss() {
            SimulatedQuery query = query(Map.of("failOnDataLoss", "false"));
            kinesis.setRetention(Duration.ofDays(3));
            put(10, Duration.ofSeconds(1));
            kinesis.split(SHARD);
            put(10, Duration.ofSeconds(1));
            clock.advance(Duration.ofHours(40));
            query.plan();
            clock.advance(Duration.ofHours(40));
            kinesis.trim();
            put(10, Duration.ofSeconds(1));
            query.restart();
            query.drain();

            assertThat(query.reportedLosses())
                    .extracting(loss -> loss.replaceAll(" of stream.*", ""))
                    .containsExactlyInAnyOrder(
                            "Data loss in shard shardId-000000000001", "Data loss in shard shardId-000000000002");
        }

        @Test
        void childrenOfAParentReadToItsEndBeforeALongStopAreALoss() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            kinesis.split(SHARD);
            query.plan();
            put(10, Duration.ofSeconds(1));
            clock.advance(Duration.ofHours(25));
            kinesis.trim();
            put(1, Duration.ofSeconds(1));
            query.restart();

            assertLoss(query, "shardId-00000000000", "which arrived from");
        }

        @Test
        void childrenAreCountedOnceWhereLossIsAllowed() {
            SimulatedQuery query = query(Map.of("failOnDataLoss", "false"));
            put(10, Duration.ofSeconds(1));
            kinesis.split(SHARD);
            query.plan();
            put(10, Duration.ofSeconds(1));
            clock.advance(Duration.ofHours(25));
            kinesis.trim();
            List<String> left = put(10, Duration.ofSeconds(1));
            query.restart();

            assertThat(query.drain()).extracting(SimulatedQuery::text).containsExactlyInAnyOrderElementsOf(left);
            query.plan();
            query.restart();
            query.plan();
            assertThat(query.planningCounts().dataLosses()).isEqualTo(2);
        }

        @Test
        void childrenOfAParentThatStillHoldsARecordLostNothing() {
            SimulatedQuery query = query();
            put(1, Duration.ofSeconds(1));
            clock.advance(Duration.ofHours(23));
            put(100, Duration.ofSeconds(1));
            kinesis.split(SHARD);
            List<String> sent = put(10, Duration.ofSeconds(1));
            query.plan();
            clock.advance(Duration.ofHours(2));
            kinesis.trim();
            query.restart();

            assertThat(query.drain()).extracting(SimulatedQuery::text).containsExactlyInAnyOrderElementsOf(sent);
        }

        @Test
        void generationThatCameAndWentWhileTheQueryStoodIsALoss() {
            SimulatedQuery query = query();
            splitTwiceAroundALongStop(query);

            assertLoss(query, "shardId-00000000000", "left the stream before they were read");
        }

        @Test
        void generationThatIsGoneIsCountedAndForgottenWhereLossIsAllowed() {
            SimulatedQuery query = query(Map.of("failOnDataLoss", "false"));
            splitTwiceAroundALongStop(query);
            List<String> left = put(10, Duration.ofSeconds(1));

            assertThat(query.drain()).extracting(SimulatedQuery::text).containsAll(left);
            assertThat(query.planningCounts().dataLosses()).isEqualTo(4);
            assertThat(query.lastOffset().shards().keySet()).isEqualTo(Set.copyOf(kinesis.openShards()));
            kinesis.takeCalls();
            query.plan();
            assertThat(kinesis.takeCalls()).containsOnly("GetRecords");
        }

        private void splitTwiceAroundALongStop(SimulatedQuery query) {
            put(10, Duration.ofSeconds(1));
            kinesis.split(SHARD);
            query.plan();
            put(10, Duration.ofSeconds(1));
            kinesis.split("shardId-000000000001");
            kinesis.split("shardId-000000000002");
            clock.advance(Duration.ofHours(25));
            kinesis.trim();
            put(1, Duration.ofSeconds(1));
            query.restart();
        }

        @Test
        void streamMadeAgainAfterItsShardWasReadToTheEndIsALoss() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            kinesis.split(SHARD);
            query.plan();
            kinesis.deleteAndCreate(1);
            put(10, Duration.ofSeconds(1));
            query.restart();

            assertLoss(query, SHARD, "deleted and made again");
        }

        @Test
        void streamMadeAgainIsReadWholeWhereLossIsAllowed() {
            SimulatedQuery query = query(Map.of("failOnDataLoss", "false"));
            put(10, Duration.ofSeconds(1));
            kinesis.split(SHARD);
            query.plan();
            kinesis.deleteAndCreate(2);
            List<String> sent = put(10, Duration.ofSeconds(1));
            query.restart();

            assertThat(query.drain()).extracting(SimulatedQuery::text).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(query.planningCounts().dataLosses()).isOne();
        }

        @Test
        void streamMadeAgainWhileTheQueryRunsIsALoss() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            query.drain();
            query.plan();
            clock.advance(Duration.ofMinutes(1));
            kinesis.deleteAndCreate(3);
            put(10, Duration.ofSeconds(1));

            assertLoss(query, SHARD, "deleted and made again");
        }

        /** The search for a batch's end has seen the next records, so the next plan asks Kinesis nothing. */
        @Test
        void streamMadeAgainWhileThePlannerHoldsTheNextRecordsIsReadOnce() {
            SimulatedQuery query = query(Map.of("failOnDataLoss", "false"));
            put(60, Duration.ofMillis(10));
            query.plan(20).orElseThrow().texts();
            clock.advance(Duration.ofSeconds(2));
            kinesis.deleteAndCreate(1);
            List<String> sent = new ArrayList<>(put(3, Duration.ofSeconds(1)));
            List<String> read = new ArrayList<>(query.plan().orElseThrow().texts());
            sent.addAll(put(3, Duration.ofSeconds(1)));
            query.drain().forEach(record -> read.add(SimulatedQuery.text(record)));
            query.restart();
            query.drain().forEach(record -> read.add(SimulatedQuery.text(record)));

            assertThat(read).isEqualTo(sent);
            assertThat(query.reportedLosses())
                    .hasSize(2)
                    .allMatch(loss -> loss.startsWith("Data loss in shard " + SHARD))
                    .anyMatch(loss -> loss.contains("the batch's records from"))
                    .anyMatch(loss -> loss.contains("deleted and made again"));
        }

        @Test
        void streamOfTheSameNameElsewhereIsRefusedWhetherOlderOrNewer() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            query.drain();
            String checkpoint = query.lastOffset().json();
            for (Duration age : List.of(Duration.ofDays(-30), Duration.ZERO, Duration.ofDays(30))) {
                for (boolean errors : List.of(true, false)) {
                    FakeKinesis other = new FakeKinesis(clock, 1);
                    other.setIdentity(
                            "us-west-2", "000000000000", clock.instant().plus(age));
                    other.setMissingRecordsAreErrors(errors);
                    other.put("key", "foreign");

                    assertLoss(queryFrom(checkpoint, other), SHARD, "us-west-2");
                }
            }
        }

        @Test
        void replayOfABatchOfAnotherStreamIsALoss() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            SimulatedQuery.Batch batch = query.plan().orElseThrow();
            kinesis.deleteAndCreate(1);
            put(30, Duration.ofSeconds(1));
            query.restart();

            assertThatThrownBy(() -> query.holds(batch))
                    .isInstanceOf(DataLossException.class)
                    .hasMessageContaining("deleted and made again");
        }

        @Test
        void checkpointOfVersionOneGoesOn() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            query.drain();
            String versionOne = versionOne(query);
            List<String> sent = put(10, Duration.ofSeconds(1));
            SimulatedQuery later = queryFrom(versionOne, kinesis);

            assertThat(later.drain()).extracting(SimulatedQuery::text).isEqualTo(sent);
            assertThat(later.lastOffset().identity()).isPresent();
        }

        @Test
        void checkpointOfVersionOneNoticesAStreamMadeAgain() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            kinesis.split(SHARD);
            query.plan();
            String versionOne = versionOne(query);
            clock.advance(Duration.ofHours(1));
            kinesis.deleteAndCreate(1);
            put(10, Duration.ofSeconds(1));

            assertLoss(queryFrom(versionOne, kinesis), SHARD, "made again");
        }

        private String versionOne(SimulatedQuery query) {
            return query.lastOffset()
                    .json()
                    .replace("\"version\":2", "\"version\":1")
                    .replaceAll("\"region\":[^{]*\"retentionHours\":24,", "")
                    .replaceAll("\"(arrival|records)\":(\"[^\"]*\"|\\d+),", "");
        }

        @Test
        void childThatAListMissesIsReadAllTheSame() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            query.drain();
            kinesis.split(SHARD);
            List<String> sent = put(20, Duration.ofSeconds(1));
            // A plan that needs a list asks three times.
            kinesis.hideFromLists(7, "shardId-000000000002");
            List<String> read = new ArrayList<>();
            for (int trigger = 0; trigger < 8; trigger++) {
                clock.advance(Duration.ofSeconds(10));
                query.plan().ifPresent(batch -> read.addAll(batch.texts()));
            }

            assertThat(read).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(query.lastOffset().shards().keySet()).isEqualTo(Set.copyOf(kinesis.openShards()));
        }

        @Test
        void parentThatAListMissesIsReadBeforeItsChildren() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            query.drain();
            kinesis.split(SHARD);
            List<String> sent = put(20, Duration.ofSeconds(1));
            kinesis.split("shardId-000000000001");
            kinesis.split("shardId-000000000002");
            sent.addAll(put(20, Duration.ofSeconds(1)));
            kinesis.hideFromLists(2, "shardId-000000000001");
            List<String> read = new ArrayList<>();
            for (int trigger = 0; trigger < 6; trigger++) {
                query.plan().ifPresent(batch -> read.addAll(batch.texts()));
            }

            assertThat(read).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(query.planningCounts().dataLosses()).isZero();
        }

        @Test
        void ancestorIsNotReadAgainBecauseAListMissesTheShardBetween() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            kinesis.split(SHARD);
            put(10, Duration.ofSeconds(1));
            kinesis.split("shardId-000000000001");
            query.drain();
            query.drain();
            kinesis.hideFromLists(3, "shardId-000000000001");
            kinesis.hideFromLists(3, "shardId-000000000002");
            List<String> sent = put(20, Duration.ofSeconds(1));
            query.restart();

            assertThat(query.drain()).extracting(SimulatedQuery::text).containsExactlyInAnyOrderElementsOf(sent);
        }

        @Test
        void coldShardIsListedAndDescribedNoMoreThanOthers() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            for (int hour = 0; hour < 72; hour++) {
                clock.advance(Duration.ofHours(1));
                kinesis.trim();
                query.plan();
            }
            query.restart();
            query.plan();
            kinesis.takeCalls();
            clock.advance(Duration.ofSeconds(10));
            query.plan();

            assertThat(kinesis.takeCalls()).containsExactly("GetRecords");
        }

        @Test
        void retentionIsAskedOncePerPlanWhateverTheShards() {
            kinesis = new FakeKinesis(clock, 50);
            kinesis.setRetention(Duration.ofDays(7));
            SimulatedQuery query = query();
            put(2_000, Duration.ofMinutes(2));
            query.plan(10);
            clock.advance(Duration.ofDays(1));
            kinesis.takeCalls();
            query.plan(10);

            assertThat(kinesis.takeCalls())
                    .filteredOn("DescribeStreamSummary"::equals)
                    .hasSizeLessThanOrEqualTo(1);
        }

        private void assertLoss(SimulatedQuery query, String shard, String cause) {
            assertThatThrownBy(query::drain)
                    .isInstanceOf(DataLossException.class)
                    .hasMessageContaining("Data loss in shard " + shard)
                    .hasMessageContaining(cause);
        }

        private SimulatedQuery queryFrom(String checkpoint, FakeKinesis other) {
            SimulatedQuery query = new SimulatedQuery(other, clock, Map.of(), List.of(checkpoint));
            queries.add(query);
            return query;
        }
    }

    /** What goes wrong for a while stops nothing and loses nothing. */
    @Nested
    class Patience {

        @Test
        void driverClockAheadOfKinesisIsNoFailure() {
            put(10, Duration.ofSeconds(1));
            kinesis.setClockBehind(Duration.ofMinutes(7));
            SimulatedQuery query = query(Map.of("startingPosition", "LATEST"));

            assertThat(query.plan().orElseThrow().texts()).isEmpty();
            List<String> sent = put(3, Duration.ofSeconds(1));
            assertThat(query.plan().orElseThrow().texts()).isEqualTo(sent);
        }

        @Test
        void startingTimestampThatIsNotThereYetIsWaitedFor() {
            kinesis.setClockBehind(Duration.ofMinutes(2));
            SimulatedQuery query = query(Map.of(
                    "startingPosition",
                    "AT_TIMESTAMP",
                    "startingTimestamp",
                    clock.instant().toString()));

            assertThat(query.plan().orElseThrow().texts()).isEmpty();
            put(1, Duration.ofSeconds(1));
            assertThat(query.plan()).isEmpty();
            clock.advance(Duration.ofMinutes(3));
            List<String> sent = put(3, Duration.ofSeconds(1));
            assertThat(query.plan().orElseThrow().texts()).isEqualTo(sent);
        }

        @Test
        void shardThatIsRefusedKeepsItsPositionAndTheOthersAreRead() {
            kinesis = new FakeKinesis(clock, 2);
            SimulatedQuery query = query();
            List<String> sent = put(400, Duration.ofSeconds(1));
            refuse("shardId-000000000001", throttle());

            List<String> read = new ArrayList<>(query.plan().orElseThrow().texts());
            assertThat(read).isNotEmpty().hasSizeLessThan(400);
            assertThat(query.summary().shardsSkipped()).isOne();
            assertThat(query.lastOffset().shards().get("shardId-000000000001").position())
                    .isEqualTo(ShardPosition.TRIM_HORIZON);

            kinesis.setShardFailures((call, shard) -> Optional.empty());
            query.plan().ifPresent(batch -> read.addAll(batch.texts()));
            assertThat(read).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(query.summary().shardsSkipped()).isZero();
        }

        @Test
        void shardThatIsRefusedForLongerThanTheBoundFailsTheQuery() {
            kinesis = new FakeKinesis(clock, 2);
            SimulatedQuery query = query(Map.of("shardFailureTimeoutSeconds", "300"));
            put(400, Duration.ofSeconds(1));
            query.drain();
            refuse("shardId-000000000001", throttle());
            Instant refused = clock.instant();

            assertThatThrownBy(() -> {
                        for (int trigger = 0; trigger < 100; trigger++) {
                            clock.advance(Duration.ofSeconds(10));
                            query.plan();
                        }
                    })
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Shard shardId-000000000001 of stream simulated could not be read for")
                    .hasMessageContaining("shardFailureTimeoutSeconds");
            assertThat(Duration.between(refused, clock.instant()))
                    .isBetween(Duration.ofSeconds(300), Duration.ofSeconds(450));
        }

        /** Only a clock that stands still while the machine sleeps can tell a sleep from an hour of refusals. */
        @Test
        void machineThatSleepsWhileAShardIsRefusedFailsNoQuery() {
            kinesis = new FakeKinesis(clock, 2);
            ManualClock awake = new ManualClock();
            SimulatedQuery query = query(Map.of("shardFailureTimeoutSeconds", "300"), awake);
            put(400, Duration.ofSeconds(1));
            query.drain();
            refuse("shardId-000000000001", throttle());
            query.plan();

            clock.advance(Duration.ofHours(1));
            query.plan();
            clock.advance(Duration.ofHours(-1));
            query.plan();
            awake.advance(Duration.ofSeconds(299));
            query.plan();

            awake.advance(Duration.ofSeconds(1));
            assertThatThrownBy(query::plan).hasMessageContaining("could not be read for 300 s");
        }

        @Test
        void listThatFailsLeavesTheQueryWithTheShardsItKnows() {
            SimulatedQuery query = query();
            put(10, Duration.ofSeconds(1));
            query.drain();
            clock.advance(Duration.ofMinutes(20));
            kinesis.setFailures(call -> call.equals("ListShards") ? Optional.of(throttle()) : Optional.empty());
            List<String> sent = put(10, Duration.ofSeconds(1));

            assertThat(query.plan().orElseThrow().texts()).isEqualTo(sent);
        }

        @Test
        void drainingEndsOnlyOnceTheRefusedShardIsRead() {
            kinesis = new FakeKinesis(clock, 2);
            SimulatedQuery query = query();
            List<String> sent = put(400, Duration.ofSeconds(1));
            query.drainOnly();
            Optional<SimulatedQuery.Batch> first = query.plan(3);
            List<String> read = new ArrayList<>(first.orElseThrow().texts());
            Instant until = clock.instant().plus(Duration.ofMinutes(5));
            kinesis.setShardFailures((call, shard) ->
                    shard.equals("shardId-000000000001") && clock.instant().isBefore(until)
                            ? Optional.of(throttle())
                            : Optional.empty());
            query.drain().forEach(record -> read.add(SimulatedQuery.text(record)));

            assertThat(read).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(clock.instant()).isAfter(until);
        }

        @Test
        void drainingCrossesAStretchOfThousandsOfEmptyAnswers() {
            SimulatedQuery query = query();
            put(3, Duration.ofSeconds(1));
            query.drain();
            clock.advance(Duration.ofHours(12));
            List<String> sent = put(3, Duration.ofSeconds(1));
            kinesis.setEmptyAnswersBeforeRecords(3_000);
            query.restart();
            query.drainOnly();

            assertThat(query.drain()).extracting(SimulatedQuery::text).isEqualTo(sent);
        }

        private void refuse(String shardId, SdkException failure) {
            kinesis.setShardFailures((call, shard) -> shard.equals(shardId) ? Optional.of(failure) : Optional.empty());
        }

        private SdkException throttle() {
            return ProvisionedThroughputExceededException.builder()
                    .message("Rate exceeded")
                    .build();
        }
    }

    /** How late the query is, also where it cannot see its records yet. */
    @Nested
    class Lag {

        @Test
        void closedParentIsAsLateAsItsChildrenAreUnread() {
            SimulatedQuery query = query();
            put(100, Duration.ofSeconds(1));
            kinesis.split("shardId-000000000000");
            put(100, Duration.ofSeconds(1));
            clock.advance(Duration.ofHours(20));
            query.plan();

            assertThat(Duration.ofMillis(query.summary().millisBehindLatest()))
                    .isBetween(Duration.ofHours(20), Duration.ofHours(20).plusMinutes(5));
            query.drain();
            query.plan();
            assertThat(query.summary().millisBehindLatest()).isZero();
        }

        @Test
        void worstShardsComeFirst() {
            kinesis = new FakeKinesis(clock, 4);
            SimulatedQuery query = query();
            put(400, Duration.ofSeconds(1));
            query.plan(5);

            List<Long> worst = List.copyOf(query.summary().worstShards(3).values());

            assertThat(worst).hasSize(3).isSortedAccordingTo(Comparator.reverseOrder());
            assertThat(worst.get(0)).isEqualTo(query.summary().millisBehindLatest());
        }
    }

    @Nested
    class EmptyAnswers {
        @Test
        void emptyAnswersDoNotEndAShard() {
            kinesis.setEmptyAnswersBeforeRecords(7);
            SimulatedQuery query = query();
            List<String> sent = put(100, Duration.ofSeconds(1));

            assertThat(query.drain()).extracting(SimulatedQuery::text).isEqualTo(sent);
        }

        @Test
        void longStretchWithoutRecordsIsCrossedWithinALongRetention() {
            kinesis.setRetention(Duration.ofDays(7));
            SimulatedQuery query = query();
            put(3, Duration.ofSeconds(1));
            query.drain();
            clock.advance(Duration.ofHours(30));
            List<String> sent = put(3, Duration.ofSeconds(1));
            kinesis.setEmptyAnswersBeforeRecords(50);
            query.restart();

            assertThat(query.plan()).isEmpty();
            assertThat(query.plan()).isEmpty();
            assertThat(query.plan().orElseThrow().texts()).isEqualTo(sent);
        }

        @Test
        void stretchWithoutRecordsIsCrossedOverSeveralPlans() {
            SimulatedQuery query = query();
            put(3, Duration.ofSeconds(1));
            query.drain();
            clock.advance(Duration.ofHours(10));
            List<String> sent = put(3, Duration.ofSeconds(1));
            kinesis.setEmptyAnswersBeforeRecords(50);
            query.restart();

            assertThat(query.plan()).isEmpty();
            assertThat(query.plan()).isEmpty();
            assertThat(query.plan().orElseThrow().texts()).isEqualTo(sent);
        }

        @Test
        void longStretchWithoutRecordsIsCrossedWhereRecordsAreAboutToBeTrimmed() {
            SimulatedQuery query = query();
            put(3, Duration.ofSeconds(1));
            query.drain();
            clock.advance(Duration.ofHours(24).minusMinutes(5));
            List<String> sent = put(3, Duration.ofSeconds(1));
            kinesis.setEmptyAnswersBeforeRecords(50);
            query.restart();

            assertThat(query.plan()).isEmpty();
            assertThat(query.plan()).isEmpty();
            assertThat(query.plan().orElseThrow().texts()).isEqualTo(sent);
        }

        @Test
        void longStretchIsCrossedThoughTheTriggersOutliveTheIterators() {
            SimulatedQuery query = query();
            put(3, Duration.ofSeconds(1));
            query.drain();
            clock.advance(Duration.ofHours(10));
            List<String> sent = put(3, Duration.ofSeconds(1));
            kinesis.setEmptyAnswersBeforeRecords(300);
            query.restart();

            assertThat(query.plan()).isEmpty();
            clock.advance(Duration.ofMinutes(10));
            assertThat(query.plan().orElseThrow().texts()).isEqualTo(sent);
        }

        @Test
        void iteratorThatExpiresBeforeEmptyAnswersRepeatsNothing() {
            SimulatedQuery query = query();
            put(3, Duration.ofSeconds(1));
            query.drain();
            query.plan();
            List<String> sent = put(2, Duration.ofSeconds(1));
            kinesis.setEmptyAnswersBeforeRecords(3);
            AtomicBoolean expired = new AtomicBoolean();
            kinesis.setFailures(call -> call.equals("GetRecords") && expired.compareAndSet(false, true)
                    ? Optional.of(ExpiredIteratorException.builder().build())
                    : Optional.empty());

            // The refused iterator stood at the tip. The look begins again at the position, and so may meet a stretch.
            assertThat(query.plan().orElseThrow().texts()).isEqualTo(sent);
            assertThat(query.plan()).isEmpty();
        }
    }

    private SimulatedQuery query() {
        return query(Map.of());
    }

    private SimulatedQuery query(Map<String, String> options) {
        return query(options, clock);
    }

    private SimulatedQuery query(Map<String, String> options, ManualClock awake) {
        SimulatedQuery query = new SimulatedQuery(kinesis, clock, awake, options);
        queries.add(query);
        return query;
    }

    /** Puts records with rising texts, the clock moving on after each. */
    private List<String> put(int count, Duration apart) {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = "record " + next++;
            kinesis.put(text, text);
            sent.add(text);
            clock.advance(apart);
        }
        return sent;
    }
}
