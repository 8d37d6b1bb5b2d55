package io.streamlab.kinesis.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.offset.ShardOffset;
import io.streamlab.kinesis.offset.ShardPosition;
import java.math.BigInteger;
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
        closed("p", null, null, 0, 4);
        open("a", "p", null, 0, 2);
        open("b", "p", null, 2, 4);
        open("q", null, null, 4, 8);

        assertThat(topology().startable(Set.of(), Set.of())).containsExactly("p", "q");
    }

    @Test
    void childrenStartWhenTheirParentEnded() {
        closed("p", null, null, 0, 4);
        open("a", "p", null, 0, 2);
        open("b", "p", null, 2, 4);

        assertThat(topology().startable(Set.of("p"), Set.of())).isEmpty();
        assertThat(topology().startable(Set.of("p"), Set.of("p"))).containsExactly("a", "b");
    }

    @Test
    void childOfAMergeStartsWhenBothParentsEnded() {
        closed("p", null, null, 0, 4);
        closed("q", null, null, 4, 8);
        open("a", "p", "q", 0, 8);

        assertThat(topology().startable(Set.of("p", "q"), Set.of("p"))).isEmpty();
        assertThat(topology().startable(Set.of("p", "q"), Set.of("q"))).isEmpty();
        assertThat(topology().startable(Set.of("p", "q"), Set.of("p", "q"))).containsExactly("a");
    }

    @Test
    void shardWhoseParentIsGoneFromTheStreamIsARoot() {
        open("a", "trimmed", null, 0, 2);

        assertThat(topology().startable(Set.of(), Set.of())).containsExactly("a");
    }

    @Test
    void ancestorsOfAStartedShardAreNotStartedAgain() {
        closed("p", null, null, 0, 4);
        closed("a", "p", null, 0, 2);
        open("b", "p", null, 2, 4);
        open("c", "a", null, 0, 1);
        open("d", "a", null, 1, 2);

        assertThat(topology().startable(Set.of("c", "d"), Set.of())).containsExactly("b");
    }

    @Test
    void endedShardLeavesTheFrontierWithItsChildrenStarted() {
        closed("p", null, null, 0, 4);
        open("a", "p", null, 0, 2);
        open("b", "p", null, 2, 4);

        assertThat(topology().frontier(Map.of("p", ENDED, "a", BEGUN), shard -> true))
                .containsOnlyKeys("p", "a");
        assertThat(topology().frontier(Map.of("p", ENDED, "a", BEGUN, "b", BEGUN), shard -> true))
                .containsOnlyKeys("a", "b");
    }

    @Test
    void endedShardWithoutKnownChildrenStaysInTheFrontier() {
        closed("p", null, null, 0, 4);

        assertThat(topology().hasChildren("p")).isFalse();
        assertThat(topology().frontier(Map.of("p", ENDED), shard -> true)).containsOnlyKeys("p");
    }

    @Test
    void endedShardStaysInTheFrontierWhileAChildIsMissingFromTheList() {
        closed("p", null, null, 0, 4);
        open("a", "p", null, 0, 2);
        open("q", null, null, 4, 8);

        assertThat(topology().hasAllChildren("p")).isFalse();
        assertThat(topology().isComplete()).isFalse();
        assertThat(topology().frontier(Map.of("p", ENDED, "a", BEGUN, "q", BEGUN), shard -> true))
                .containsOnlyKeys("p", "a", "q");
    }

    @Test
    void endedShardThatLeftWithItsChildrenLeavesTheFrontier() {
        open("c", "a", null, 0, 4);
        open("d", "a", null, 4, 8);

        assertThat(topology().frontier(Map.of("p", ENDED, "c", BEGUN, "d", BEGUN), shard -> true))
                .containsOnlyKeys("c", "d");
        assertThat(topology().frontier(Map.of("p", ENDED), shard -> true)).containsOnlyKeys("p");
    }

    @Test
    void listIsCompleteIfTheOpenShardsCoverAllHashKeys() {
        closed("p", null, null, 0, 4);
        open("q", null, null, 4, 8);
        open("b", "p", null, 2, 4);
        assertThat(topology().isComplete()).isFalse();

        open("a", "p", null, 0, 2);
        assertThat(topology().isComplete()).isTrue();
    }

    @Test
    void childMissedByAListStartsOnceItIsListed() {
        closed("p", null, null, 0, 4);
        open("a", "p", null, 0, 2);
        open("b", "p", null, 2, 4);

        assertThat(topology().startable(Set.of("a"), Set.of())).containsExactly("b");
        assertThat(topology().descendsFrom("b", Set.of("a"))).isTrue();
    }

    @Test
    void shardBeforeAGenerationThatTheListMissesIsOlderThanTheOneBeingRead() {
        shards.add(shard("p", null, null, "1000", "2000", 0, 8));
        shards.add(shard("c", "a", null, "3000", null, 0, 4));

        assertThat(topology().startable(Set.of("c"), Set.of())).containsExactly("p");
        assertThat(topology().descendsFrom("p", Set.of("c"))).isFalse();
        assertThat(topology().isOlderThanStarted("p", Set.of("c"))).isTrue();
        assertThat(topology().isOlderThanStarted("c", Set.of("p"))).isFalse();
    }

    @Test
    void ancestorsAreFoundAcrossGenerations() {
        closed("p", null, null, 0, 8);
        closed("a", "p", null, 0, 4);
        open("b", "p", null, 4, 8);
        open("c", "a", null, 0, 2);
        open("d", "a", null, 2, 4);

        assertThat(topology().descendsFrom("b", Set.of("c"))).isTrue();
        assertThat(topology().descendsFrom("d", Set.of("c"))).isTrue();
        assertThat(topology().descendsFrom("d", Set.of("b"))).isFalse();
        assertThat(topology().descendsFrom("p", Set.of("c"))).isFalse();
    }

    @Test
    void onlyAShardWithCommonHashKeysIsOlder() {
        shards.add(shard("p", null, null, "1000", "2000", 0, 8));
        shards.add(shard("q", null, null, "1500", "2000", 2, 4));
        shards.add(shard("c", "a", null, "3000", null, 0, 2));
        shards.add(shard("d", "b", null, "4000", null, 4, 8));

        assertThat(topology().isOlderThanStarted("p", Set.of("c"))).isTrue();
        assertThat(topology().isOlderThanStarted("p", Set.of("d"))).isTrue();
        assertThat(topology().isOlderThanStarted("p", Set.of("q"))).isTrue();
        assertThat(topology().isOlderThanStarted("q", Set.of("c", "d"))).isFalse();
        assertThat(topology().isOlderThanStarted("q", Set.of("p"))).isFalse();
        assertThat(topology().isOlderThanStarted("c", Set.of("d"))).isFalse();
    }

    private ShardTopology topology() {
        return new ShardTopology(shards);
    }

    /** @param from the first of eight parts of the hash keys
     * @param end the part after the last */
    private void open(String id, String parent, String adjacentParent, int from, int end) {
        shards.add(shard(id, parent, adjacentParent, "1000", null, from, end));
    }

    private void closed(String id, String parent, String adjacentParent, int from, int end) {
        shards.add(shard(id, parent, adjacentParent, "1000", "2000", from, end));
    }

    private static Shard shard(
            String id, String parent, String adjacentParent, String start, String end, int fromPart, int endPart) {
        return Shard.builder()
                .shardId(id)
                .parentShardId(parent)
                .adjacentParentShardId(adjacentParent)
                .hashKeyRange(range -> range.startingHashKey(eighths(fromPart).toString())
                        .endingHashKey(eighths(endPart).subtract(BigInteger.ONE).toString()))
                .sequenceNumberRange(
                        range -> range.startingSequenceNumber(start).endingSequenceNumber(end))
                .build();
    }

    private static BigInteger eighths(int count) {
        return BigInteger.valueOf(count).shiftLeft(125);
    }
}
