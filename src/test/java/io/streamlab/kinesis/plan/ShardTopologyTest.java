package io.streamlab.kinesis.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Shard;

class ShardTopologyTest {

    private static final ShardOffset ENDED = ShardOffset.of(ShardPosition.SHARD_END, Instant.EPOCH);
    private static final ShardOffset BEGUN = ShardOffset.of(ShardPosition.TRIM_HORIZON, Instant.EPOCH);

    private final List<Shard> shards = new ArrayList<>();

    @Test
    void rootsStartFirst() {
        closed("p", null, null);
        open("a", "p", null);
        open("b", "p", null);
        open("q", null, null);

        assertThat(topology().startable(Set.of(), Set.of())).containsExactly("p", "q");
    }

    @Test
    void childrenStartWhenTheirParentEnded() {
        closed("p", null, null);
        open("a", "p", null);
        open("b", "p", null);

        assertThat(topology().startable(Set.of("p"), Set.of())).isEmpty();
        assertThat(topology().startable(Set.of("p"), Set.of("p"))).containsExactly("a", "b");
    }

    @Test
    void childOfAMergeStartsWhenBothParentsEnded() {
        closed("p", null, null);
        closed("q", null, null);
        open("a", "p", "q");

        assertThat(topology().startable(Set.of("p", "q"), Set.of("p"))).isEmpty();
        assertThat(topology().startable(Set.of("p", "q"), Set.of("q"))).isEmpty();
        assertThat(topology().startable(Set.of("p", "q"), Set.of("p", "q"))).containsExactly("a");
    }

    @Test
    void shardWhoseParentIsGoneFromTheStreamIsARoot() {
        open("a", "trimmed", null);

        assertThat(topology().startable(Set.of(), Set.of())).containsExactly("a");
    }

    @Test
    void ancestorsOfAStartedShardAreNotStartedAgain() {
        closed("p", null, null);
        closed("a", "p", null);
        open("b", "p", null);
        open("c", "a", null);
        open("d", "a", null);

        assertThat(topology().startable(Set.of("c", "d"), Set.of())).containsExactly("b");
    }

    @Test
    void endedShardLeavesTheFrontierWithItsChildrenStarted() {
        closed("p", null, null);
        open("a", "p", null);
        open("b", "p", null);

        assertThat(topology().frontier(Map.of("p", ENDED, "a", BEGUN))).containsOnlyKeys("p", "a");
        assertThat(topology().frontier(Map.of("p", ENDED, "a", BEGUN, "b", BEGUN)))
                .containsOnlyKeys("a", "b");
    }

    @Test
    void endedShardWithoutKnownChildrenStaysInTheFrontier() {
        closed("p", null, null);

        assertThat(topology().hasChildren("p")).isFalse();
        assertThat(topology().frontier(Map.of("p", ENDED))).containsOnlyKeys("p");
    }

    @Test
    void recordsFromBeforeTheShardAreNotItsOwn() {
        open("a", null, null);

        assertThat(topology().mayHold("a", "999")).isFalse();
        assertThat(topology().mayHold("a", "1000")).isTrue();
        assertThat(topology().mayHold("a", "1001")).isTrue();
    }

    private ShardTopology topology() {
        return new ShardTopology(shards);
    }

    private void open(String id, String parent, String adjacentParent) {
        shards.add(shard(id, parent, adjacentParent, null));
    }

    private void closed(String id, String parent, String adjacentParent) {
        shards.add(shard(id, parent, adjacentParent, "2000"));
    }

    private static Shard shard(String id, String parent, String adjacentParent, String end) {
        return Shard.builder()
                .shardId(id)
                .parentShardId(parent)
                .adjacentParentShardId(adjacentParent)
                .sequenceNumberRange(
                        range -> range.startingSequenceNumber("1000").endingSequenceNumber(end))
                .build();
    }
}
