package io.streamlab.kinesis.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Holds the calls on one shard to the limits of Kinesis where they would meet them: GetRecords and GetShardIterator five
 * times a second each, 2 MB a second. All readers of a stream share these limits, so the pace lowers the number of
 * refusals and does not rule them out.
 *
 * <p>Calls are counted always. Held back are those that wait for records, going on where an answer was empty, and for
 * {@link #CAUTION} after a refusal all of them. Until then Kinesis may be a stand-in without limits, or the shard may not
 * have been read for a while, and a batch needs few enough calls.
 *
 * @see <a href="https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html">Quotas and limits</a>
 */
public final class ShardRateLimiter {

    private static final double CALLS_PER_SECOND = 5;
    private static final double BYTES_PER_SECOND = 2_000_000;

    /** One answer of full size is allowed at once; Kinesis then refuses to answer until its share of time has passed. */
    private static final double BYTES_AT_ONCE = 10_000_000;

    private static final Duration CAUTION = Duration.ofMinutes(10);

    private final Allowance getRecords;
    private final Allowance getShardIterator;
    private final Allowance bytes;
    private final Clock clock;
    private final Sleeper pause;
    private volatile Instant cautiousUntil = Instant.MIN;

    /** The iterator that came with the last empty answer. */
    private volatile String afterEmptyAnswer;

    public ShardRateLimiter(Clock clock, Sleeper pause) {
        this.getRecords = new Allowance(clock, CALLS_PER_SECOND, CALLS_PER_SECOND);
        this.getShardIterator = new Allowance(clock, CALLS_PER_SECOND, CALLS_PER_SECOND);
        this.bytes = new Allowance(clock, BYTES_PER_SECOND, BYTES_AT_ONCE);
        this.clock = clock;
        this.pause = pause;
    }

    void beforeGetShardIterator() {
        Duration untilAllowed = getShardIterator.take(1);
        if (isCautious()) {
            waitFor(untilAllowed);
        }
    }

    void beforeGetRecords(String iterator) {
        // The size of an answer is known afterwards: what the last one took too much is waited for now.
        Duration untilBytesAreThere = bytes.take(0);
        Duration untilAllowed = getRecords.take(1);
        if (isCautious()) {
            waitFor(longer(untilBytesAreThere, untilAllowed));
        } else if (iterator.equals(afterEmptyAnswer)) {
            waitFor(untilAllowed);
        }
    }

    void afterGetRecords(RecordPage answer) {
        bytes.take(answer.bytes());
        if (answer.isEmpty()) {
            afterEmptyAnswer = answer.nextIterator().orElse(null);
        }
    }

    /** To be called when Kinesis refused a call because of a limit. */
    void refused() {
        cautiousUntil = clock.instant().plus(CAUTION);
    }

    private boolean isCautious() {
        return clock.instant().isBefore(cautiousUntil);
    }

    private void waitFor(Duration duration) {
        if (!duration.isZero()) {
            pause.of(duration);
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** So many units a second; as many as are allowed at once can be left over, and owed. */
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
            double earned = Math.max(0, now - countedAtMillis) * perSecond / MILLIS_PER_SECOND;
            available = Math.max(-atOnce, Math.min(atOnce, available + earned) - units);
            countedAtMillis = now;
            return available >= 0
                    ? Duration.ZERO
                    : Duration.ofMillis((long) Math.ceil(-available / perSecond * MILLIS_PER_SECOND));
        }
    }
}
