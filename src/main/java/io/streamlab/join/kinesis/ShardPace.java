package io.streamlab.join.kinesis;

import java.time.Clock;
import java.time.Duration;

/**
 * Holds the calls on one shard within the limits of Kinesis, so that they need not be refused: GetRecords and
 * GetShardIterator five times a second each, 2 MB a second. All readers of a stream share these limits, so the pace
 * lowers the number of refusals and does not rule them out.
 *
 * @see <a href="https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html">Quotas and limits</a>
 */
final class ShardPace {

    private static final double CALLS_PER_SECOND = 5;
    private static final double BYTES_PER_SECOND = 2_000_000;

    /** One answer of full size is allowed at once; Kinesis then refuses to answer until its share of time has passed. */
    private static final double BYTES_AT_ONCE = 10_000_000;

    private final Allowance getRecords;
    private final Allowance getShardIterator;
    private final Allowance bytes;
    private final Pause pause;

    ShardPace(Clock clock, Pause pause) {
        this.getRecords = new Allowance(clock, CALLS_PER_SECOND, CALLS_PER_SECOND);
        this.getShardIterator = new Allowance(clock, CALLS_PER_SECOND, CALLS_PER_SECOND);
        this.bytes = new Allowance(clock, BYTES_PER_SECOND, BYTES_AT_ONCE);
        this.pause = pause;
    }

    void beforeGetShardIterator() {
        waitFor(getShardIterator.take(1));
    }

    void beforeGetRecords() {
        // The size of an answer is known afterwards: what the last one took too much is waited for now.
        waitFor(bytes.take(0));
        waitFor(getRecords.take(1));
    }

    void afterGetRecords(long byteCount) {
        bytes.take(byteCount);
    }

    private void waitFor(Duration duration) {
        if (!duration.isZero()) {
            pause.of(duration);
        }
    }

    /** So many units a second, of which a number may be taken at once after a rest. May run into debt. */
    private static final class Allowance {

        private static final double MILLIS_PER_SECOND = 1000;

        private final Clock clock;
        private final double perSecond;
        private final double atOnce;
        private double available;
        private long countedAtMillis;

        Allowance(Clock clock, double perSecond, double atOnce) {
            this.clock = clock;
            this.perSecond = perSecond;
            this.atOnce = atOnce;
            this.available = atOnce;
            this.countedAtMillis = clock.millis();
        }

        /** Takes the units, and tells how long to wait until they are really there. */
        synchronized Duration take(double units) {
            long now = clock.millis();
            double elapsedMillis = Math.max(0, now - countedAtMillis);
            available = Math.min(atOnce, available + elapsedMillis * perSecond / MILLIS_PER_SECOND) - units;
            countedAtMillis = now;
            return available >= 0
                    ? Duration.ZERO
                    : Duration.ofMillis((long) Math.ceil(-available / perSecond * MILLIS_PER_SECOND));
        }
    }
}
