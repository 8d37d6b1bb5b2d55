package io.streamlab.kinesis.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.junit.jupiter.api.Test;

class MaxRecordsPerShardTest {

    @Test
    void ownLimitIsThatOfEachShard() {
        assertThat(MaxRecordsPerShard.of(new MaxRecordsPerShard(7), 4)).isEqualTo(7);
    }

    @Test
    void rowsAreSharedOutAmongShards() {
        assertThat(MaxRecordsPerShard.of(ReadLimit.maxRows(100), 4)).isEqualTo(25);
        assertThat(MaxRecordsPerShard.of(ReadLimit.maxRows(3), 4)).isOne();
        assertThat(MaxRecordsPerShard.of(ReadLimit.maxRows(100), 0)).isEqualTo(100);
        assertThat(MaxRecordsPerShard.of(ReadLimit.maxRows(Long.MAX_VALUE), 1)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void onceReadsAll() {
        assertThat(MaxRecordsPerShard.of(ReadLimit.allAvailable(), 4)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void strictestOfSeveralLimitsHolds() {
        ReadLimit limit = ReadLimit.compositeLimit(
                new ReadLimit[] {ReadLimit.minRows(500, 1_000), ReadLimit.maxRows(100), ReadLimit.maxRows(200)});

        assertThat(MaxRecordsPerShard.of(limit, 4)).isEqualTo(25);
    }
}
