package io.streamlab.kinesis.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListedShardsTest {

    private static final String SHARD = "shardId-000000000000";
    private static final String CHILD = "shardId-000000000001";

    private final FakeKinesis kinesis = new FakeKinesis(new ManualClock(), 1);
    private final ListedShards shards = new ListedShards(kinesis);

    @Test
    void shardThatWasListedCostsNoCall() {
        shards.listShards();
        kinesis.takeCalls();

        assertThat(shards.shard(SHARD, List.of(SHARD))).isPresent();
        assertThat(kinesis.takeCalls()).isEmpty();
    }

    @Test
    void shardsAreListedForOneThatNoListHasShown() {
        assertThat(shards.shard(SHARD, List.of(SHARD))).isPresent();
        assertThat(kinesis.takeCalls()).containsExactly("ListShards");

        kinesis.split(SHARD);
        assertThat(shards.shard(CHILD, List.of(SHARD, CHILD))).isPresent();
        assertThat(shards.shard(SHARD, List.of(SHARD, CHILD))).isPresent();
        assertThat(kinesis.takeCalls()).containsExactly("ListShards");
    }

    @Test
    void shardThatIsNotListedIsSoughtOnce() {
        List<String> ids = List.of(SHARD, "shardId-000000000077");
        for (int i = 0; i < 3; i++) {
            assertThat(shards.shard("shardId-000000000077", ids)).isEmpty();
        }

        assertThat(kinesis.takeCalls()).containsExactly("ListShards");
    }
}
