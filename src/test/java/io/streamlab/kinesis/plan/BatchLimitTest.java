package io.streamlab.kinesis.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.KinesisSourceOptions;
import java.util.Map;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.junit.jupiter.api.Test;

class BatchLimitTest {

    private static final BatchLimit OWN = new BatchLimit(new Bound(7, 700), new Bound(100, 10_000));

    @Test
    void ownLimitHoldsAsItIs() {
        assertThat(BatchLimit.of(OWN)).isEqualTo(OWN);
    }

    @Test
    void optionsBoundEachShardAndEachTrigger() {
        KinesisSourceOptions options = KinesisSourceOptions.parse(Map.of(
                "streamName", "orders",
                "region", "us-east-1",
                "maxRecordsPerShard", "7",
                "maxBytesPerShard", "700",
                "maxRecordsPerTrigger", "100",
                "maxBytesPerTrigger", "10000"));

        assertThat(BatchLimit.of(options)).isEqualTo(OWN);
    }

    @Test
    void rowsOfSparkBoundTheTrigger() {
        assertThat(BatchLimit.of(ReadLimit.maxRows(100))).isEqualTo(new BatchLimit(Bound.NONE, Bound.ofRecords(100)));
        assertThat(BatchLimit.of(ReadLimit.maxRows(0)).perTrigger().records()).isOne();
    }

    @Test
    void onceReadsAll() {
        assertThat(BatchLimit.of(ReadLimit.allAvailable())).isEqualTo(BatchLimit.NONE);
    }

    @Test
    void strictestOfSeveralLimitsHolds() {
        ReadLimit limit = ReadLimit.compositeLimit(
                new ReadLimit[] {ReadLimit.minRows(500, 1_000), OWN, ReadLimit.maxRows(60), ReadLimit.maxRows(200)});

        assertThat(BatchLimit.of(limit)).isEqualTo(new BatchLimit(new Bound(7, 700), new Bound(60, 10_000)));
    }

    @Test
    void everyShardGetsARecordOfASharedBound() {
        assertThat(new Bound(100, 1_000).sharedBy(4)).isEqualTo(new Bound(25, 250));
        assertThat(new Bound(3, 3).sharedBy(4)).isEqualTo(new Bound(1, 1));
        assertThat(new Bound(3, 3).sharedBy(0)).isEqualTo(new Bound(3, 3));
        assertThat(Bound.NONE.sharedBy(4).isNone()).isTrue();
    }
}
