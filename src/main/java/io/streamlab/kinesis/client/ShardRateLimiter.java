package io.streamlab.kinesis.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Delays the calls on one shard where they would exceed the limits of Kinesis: five GetRecords and five
 * GetShardIterator a second, 2 MB a second. All readers of a stream share these limits, so the limiter makes refusals
 * rarer and does not rule them out.
 *
 * <p>The limiter counts every call. It delays three kinds:
 *
 * <ul>
 *   <li>a call that waits for records, which goes on where an answer was empty;
 *   <li>an iterator for planning, where planning would take more than {@link #PLANNING_CALLS_PER_SECOND} for long;
 *   <li>for {@link #CAUTION} after a refusal, every call.
 * </ul>
 *
 * <p>Other calls go through: Kinesis may be a stand-in without limits, and the calls of one batch are few.
 *
 * @see <a href="https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html">Quotas and limits</a>
 */
public final class ShardRateLimiter {

    private static final double CALLS_PER_SECOND = 5;

    /**
     * Iterators that planning may take in a second. Each search for a batch's end begins with one, and mostly makes one
     * GetRecords. So two of a shard's five calls are left to other readers, whose calls Kinesis would refuse. A busy shard
     * takes one iterator a plan. An idle shard takes none.
     */
    private static final double PLANNING_CALLS_PER_SECOND = 3;

    /** A plan that searches makes so many calls at once: other readers repeat a refused call for two seconds easily. */
    private static final double PLANNING_CALLS_AT_ONCE = 10;

    private static final double BYTES_PER_SECOND = 2_000_000;

    /** One answer of full size is allowed at once; Kinesis then refuses to answer until its share of time has passed. */
    private static final double BYTES_AT_ONCE = 10_000_000;

    static final Duration CAUTION = Duration.ofMinutes(10);

    private final Allowance getRecords;
    private final Allowance getShardIterator;
    private final Allowance planningGetShardIterator;
    private final Allowance bytes;
    private final Clock clock;
    private final Sleeper pause;
    private volatile Instant cautiousUntil = Instant.MIN;
    private volatile Instant lastUsed;

    /** The next iterator of the last empty answer. */
    private volatile String afterEmptyAnswer;

    public ShardRateLimiter(Clock clock, Sleeper pause) {
        this.getRecords = new Allowance(clock, CALLS_PER_SECOND, CALLS_PER_SECOND);
        this.getShardIterator = new Allowance(clock, CALLS_PER_SECOND, CALLS_PER_SECOND);
        this.planningGetShardIterator = new Allowance(clock, PLANNING_CALLS_PER_SECOND, PLANNING_CALLS_AT_ONCE);
        this.bytes = new Allowance(clock, BYTES_PER_SECOND, BYTES_AT_ONCE);
        this.clock = clock;
        this.pause = pause;
        this.lastUsed = clock.instant();
    }

    /** Returns whether nobody has called for so long that the limiter is like a new one. */
    boolean isAtRest() {
        return lastUsed.plus(CAUTION).isBefore(clock.instant());
    }

    /** Leaves calls to other readers. Comes before {@link #beforeGetShardIterator} of a call that plans. */
    void beforePlanningGetShardIterator() {
        waitFor(planningGetShardIterator.take(1));
    }

    void beforeGetShardIterator() {
        lastUsed = clock.instant();
        Duration untilAllowed = getShardIterator.take(1);
        if (isCautious()) {
            waitFor(untilAllowed);
        }
    }

    void beforeGetRecords(String iterator) {
        lastUsed = clock.instant();
        // An answer's size is known only afterwards: this call waits for what the last answer took too much.
        Duration untilBytesAreThere = bytes.take(0);
        Duration untilAllowed = getRecords.take(1);
        if (isCautious()) {
            waitFor(Durations.longer(untilBytesAreThere, untilAllowed));
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

    /** Notes that Kinesis refused a call because of a limit. */
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

    /** Allows so many units a second. As many as are allowed at once can be saved up, and owed. */
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

        /** Takes the units, and returns how long to wait until they are earned. */
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
