package io.streamlab.kinesis.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.kinesis.spark.KinesisMicroBatchStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class KinesisOffsetTest {

    private static final Instant AS_OF = Instant.parse("2026-01-31T08:00:00.250Z");

    /** The form in which checkpoints of every released version are kept: a change here needs a new version number. */
    private static final String VERSION_1 = "{\"version\":1,\"streamName\":\"orders\","
            + "\"startingTimestamp\":\"2026-01-30T00:00:00Z\",\"shards\":{"
            + "\"shardId-000000000000\":{\"position\":\"SHARD_END\",\"batchFirst\":\"4966\","
            + "\"asOf\":\"2026-01-31T08:00:00.250Z\"},"
            + "\"shardId-000000000001\":{\"position\":\"AFTER_SEQUENCE_NUMBER\",\"sequenceNumber\":\"4968\","
            + "\"batchFirst\":\"4967\",\"asOf\":\"2026-01-31T08:00:00.250Z\"},"
            + "\"shardId-000000000002\":{\"position\":\"TRIM_HORIZON\",\"asOf\":\"2026-01-31T08:00:00.250Z\"},"
            + "\"shardId-000000000003\":{\"position\":\"AT_TIMESTAMP\",\"timestamp\":\"2026-01-30T00:00:00Z\","
            + "\"asOf\":\"2026-01-31T08:00:00.250Z\"}}}";

    private static final String VERSION_2 = "{\"version\":2,\"streamName\":\"orders\",\"region\":\"eu-west-1\","
            + "\"account\":\"111122223333\",\"created\":\"2025-11-01T09:00:00Z\",\"retentionHours\":24,"
            + "\"startingTimestamp\":\"2026-01-30T00:00:00Z\",\"shards\":{"
            + "\"shardId-000000000000\":{\"position\":\"SHARD_END\",\"batchFirst\":\"4966\","
            + "\"asOf\":\"2026-01-31T08:00:00.250Z\"},"
            + "\"shardId-000000000001\":{\"position\":\"AFTER_SEQUENCE_NUMBER\",\"sequenceNumber\":\"4968\","
            + "\"batchFirst\":\"4967\",\"records\":2,\"arrival\":\"2026-01-31T07:59:58Z\","
            + "\"asOf\":\"2026-01-31T08:00:00.250Z\"},"
            + "\"shardId-000000000002\":{\"position\":\"TRIM_HORIZON\",\"asOf\":\"2026-01-31T08:00:00.250Z\"},"
            + "\"shardId-000000000003\":{\"position\":\"AT_TIMESTAMP\",\"timestamp\":\"2026-01-30T00:00:00Z\","
            + "\"asOf\":\"2026-01-31T08:00:00.250Z\"}}}";

    private static final ShardOffset READ = ShardOffset.reading("4967", ShardPosition.after("4968"), AS_OF);

    private static final KinesisOffset OFFSET = offset(
            new StreamIdentity("eu-west-1", "111122223333", Instant.parse("2025-11-01T09:00:00.5Z")),
            Duration.ofHours(24),
            READ.withRecords(OptionalLong.of(2)).withArrival(Instant.parse("2026-01-31T07:59:58Z")));

    private static KinesisOffset offset(StreamIdentity identity, Duration retention, ShardOffset read) {
        return new KinesisOffset(
                "orders",
                identity,
                retention,
                Instant.parse("2026-01-30T00:00:00Z"),
                Map.of(
                        "shardId-000000000003",
                        ShardOffset.of(ShardPosition.at(Instant.parse("2026-01-30T00:00:00Z")), AS_OF),
                        "shardId-000000000000",
                        ShardOffset.reading("4966", ShardPosition.SHARD_END, AS_OF),
                        "shardId-000000000002",
                        ShardOffset.of(ShardPosition.TRIM_HORIZON, AS_OF),
                        "shardId-000000000001",
                        read));
    }

    @Test
    void isWrittenInOneLineWithShardsInOrder() {
        assertThat(OFFSET.json()).isEqualTo(VERSION_2);
    }

    @Test
    void isReadAsItWasWritten() {
        KinesisOffset read = KinesisOffset.parse(VERSION_2);

        assertThat(read).isEqualTo(OFFSET);
        assertThat(read.shards()).isEqualTo(OFFSET.shards());
        assertThat(read.startingTimestamp()).isEqualTo(Instant.parse("2026-01-30T00:00:00Z"));
        assertThat(read.identity()).isEqualTo(OFFSET.identity());
        assertThat(read.retention()).contains(Duration.ofHours(24));
    }

    @Test
    void versionOneIsReadWithoutIdentity() {
        KinesisOffset read = KinesisOffset.parse(VERSION_1);

        assertThat(read).isEqualTo(offset(null, null, READ));
        assertThat(read.identity()).isEmpty();
        assertThat(read.retention()).isEmpty();
        assertThat(KinesisOffset.parse(read.json()).shards()).isEqualTo(read.shards());
    }

    @Test
    void initialOffsetIsItsOwn() {
        KinesisOffset initial = KinesisOffset.initial("orders");

        assertThat(initial.json()).isEqualTo("{\"version\":2,\"streamName\":\"orders\",\"shards\":{}}");
        assertThat(KinesisOffset.parse(initial.json()).isInitial()).isTrue();
        assertThat(OFFSET.isInitial()).isFalse();
    }

    @Test
    void laterVersionIsRefused() {
        assertThatThrownBy(() -> KinesisOffset.parse("{\"version\":3}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The checkpoint holds an offset of version 3, this source reads the versions 1 to 2: "
                        + "{\"version\":3}");
    }

    @Test
    void offsetOfAnotherSourceIsRefused() {
        assertThatThrownBy(() -> KinesisOffset.parse("{\"orders\":{\"0\":7}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The checkpoint holds an offset without version: {\"orders\":{\"0\":7}}");
        assertThatThrownBy(() -> KinesisOffset.parse("7-"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The checkpoint holds an offset that is not JSON: 7-");
    }

    @Test
    void offsetWithoutASequenceNumberIsRefused() {
        String json = VERSION_1.replace("\"sequenceNumber\":\"4968\",", "");

        assertThatThrownBy(() -> KinesisOffset.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The checkpoint holds an offset without sequenceNumber: " + json);
    }

    @Test
    void endTellsTheBatchByItself() {
        assertThat(KinesisMicroBatchStream.ranges(KinesisOffset.initial("orders"), OFFSET))
                .extracting(ShardRange::toString)
                .containsExactly(
                        "shardId-000000000000 from 4966 to SHARD_END", "shardId-000000000001 from 4967 to 4968");
    }

    @Test
    void batchBetweenEqualOffsetsIsEmpty() {
        assertThat(KinesisMicroBatchStream.ranges(OFFSET, OFFSET)).isEmpty();
    }
}
