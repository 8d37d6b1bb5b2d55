package io.streamlab.kinesis.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.ManualClock;
import io.streamlab.kinesis.client.ServiceLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;

/**
 * How fast a full shard's backlog is read in small batches, where Kinesis refuses more than five GetRecords and 2 MB a
 * second. Calls and batches take no time of their own.
 */
class BoundedReadingSpeedTest {

    private static final int SECONDS = 100;

    private static final double BYTES_PER_SECOND = 2_000_000;

    @Test
    void smallBatchesOfRecordsOfAKilobyteAreReadAsFastAsKinesisGivesThem() {
        double bounded = recordsPerSecond(1_000, Bound.ofRecords(1_000));

        assertThat(bounded).isGreaterThan(0.9 * BYTES_PER_SECOND / 1_000);
        assertThat(bounded).isGreaterThan(0.9 * recordsPerSecond(1_000, Bound.NONE));
    }

    /**
     * A batch of 1,000 records of 400 bytes is 0.2 seconds of 2 MB a second. A batch costs two GetRecords, one to find its
     * end and one to read it. Five GetRecords a second make 2,500 records a second: half of what 2 MB a second allow, and
     * two and a half times what a shard takes in.
     */
    @Test
    void smallBatchesOfSmallRecordsAreReadAsFastAsFiveCallsASecondAllow() {
        double bounded = recordsPerSecond(400, Bound.ofRecords(1_000));

        assertThat(bounded).isGreaterThan(0.95 * 2_500);
    }

    @Test
    void batchesOfTwoThousandSmallRecordsAreReadAsFastAsKinesisGivesThem() {
        double bounded = recordsPerSecond(400, Bound.ofRecords(2_000));

        assertThat(bounded).isGreaterThan(0.9 * BYTES_PER_SECOND / 400);
    }

    private static double recordsPerSecond(int bytes, Bound bound) {
        ManualClock clock = new ManualClock();
        FakeKinesis kinesis = new FakeKinesis(clock, 1);
        SdkBytes data = SdkBytes.fromByteArray(new byte[bytes - "key".length()]);
        for (int i = 0; i < SECONDS * 1_000; i++) {
            kinesis.put("key", data);
            clock.advance(Duration.ofMillis(1));
        }
        ServiceLimits service = new ServiceLimits(kinesis, clock);
        Instant begin = clock.instant();
        List<BoundedReading.Batch> batches = new BoundedReading(service, "shardId-000000000000", clock).all(bound);
        double seconds = Duration.between(begin, clock.instant()).toMillis() / 1_000.0;
        long records =
                batches.stream().mapToLong(batch -> batch.records().size()).sum();
        assertThat(records).isEqualTo(SECONDS * 1_000);
        return records / seconds;
    }
}
