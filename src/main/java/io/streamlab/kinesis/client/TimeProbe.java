package io.streamlab.kinesis.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;

/**
 * The answer to the question which records of a shard arrived at or after a time.
 *
 * <p>A probe steers a search and never fails because of its time. Kinesis refuses a time that its clock has not reached:
 * the outcome is then {@link Outcome#FUTURE}.
 */
public final class TimeProbe {

    /** What a probe found. */
    public enum Outcome {
        /** Records: the page holds the first of them. */
        RECORDS,
        /** No record, up to the shard's tip. */
        NOTHING,
        /** No record, up to the end of a closed shard. */
        SHARD_END,
        /** The time lies in the future of Kinesis, so no record can have arrived then. */
        FUTURE,
        /** Only empty answers, none of them at the tip: records may follow. */
        UNCLEAR
    }

    private static final int MOST_REFUSED_ITERATORS = 10;
    private static final Duration FIRST_STEP_BACK = Duration.ofMinutes(1);
    private static final Duration LONGEST_STEP_BACK = Duration.ofDays(1);

    private final Outcome outcome;
    private final RecordPage page;
    private final String iterator;

    private TimeProbe(Outcome outcome, RecordPage page, String iterator) {
        this.outcome = outcome;
        this.page = page;
        this.iterator = iterator;
    }

    /**
     * Asks for the first records that arrived at or after a time.
     *
     * @param limit most records of the answer
     * @param mostAnswers how many empty answers to follow before the outcome is {@link Outcome#UNCLEAR}
     */
    public static TimeProbe at(KinesisCalls calls, String shardId, Instant time, int limit, int mostAnswers) {
        for (int refused = 0; refused < MOST_REFUSED_ITERATORS; refused++) {
            String iterator;
            try {
                iterator = calls.shardIterator(shardId, IteratorStart.at(time));
            } catch (InvalidArgumentException e) {
                return new TimeProbe(Outcome.FUTURE, null, null);
            }
            try {
                return asked(calls, shardId, iterator, limit, mostAnswers);
            } catch (ExpiredIteratorException | InvalidArgumentException e) {
                // A new iterator may do.
            }
        }
        return new TimeProbe(Outcome.UNCLEAR, null, null);
    }

    private static TimeProbe asked(
            KinesisCalls calls, String shardId, String firstIterator, int limit, int mostAnswers) {
        String iterator = firstIterator;
        RecordPage page = calls.records(shardId, iterator, limit);
        for (int answers = 1; page.isEmpty() && !page.reachesTip() && answers < mostAnswers; answers++) {
            iterator = page.nextIterator().orElseThrow(IllegalStateException::new);
            page = calls.records(shardId, iterator, limit);
        }
        return new TimeProbe(outcome(page), page, iterator);
    }

    private static Outcome outcome(RecordPage page) {
        if (!page.isEmpty()) {
            return Outcome.RECORDS;
        }
        if (page.endsShard()) {
            return Outcome.SHARD_END;
        }
        return page.reachesTip() ? Outcome.NOTHING : Outcome.UNCLEAR;
    }

    /**
     * Returns the latest of some times, the wanted one and earlier ones, that Kinesis accepts: the wanted time itself if the
     * clocks agree. Steps back by a minute, then by twice as long each time. Costs one GetShardIterator for each time.
     *
     * @throws IllegalStateException if Kinesis' clock is more than a day behind
     */
    public static Instant accepted(KinesisCalls calls, String shardId, Instant wanted) {
        Instant time = wanted;
        for (Duration step = FIRST_STEP_BACK; ; step = step.multipliedBy(2)) {
            try {
                calls.shardIterator(shardId, IteratorStart.at(time));
                return time;
            } catch (InvalidArgumentException e) {
                if (step.compareTo(LONGEST_STEP_BACK) > 0) {
                    throw new IllegalStateException(
                            "Kinesis refuses " + time + " as a time in its future: the clock of this machine is wrong",
                            e);
                }
                time = time.minus(step);
            }
        }
    }

    public Outcome outcome() {
        return outcome;
    }

    /** Returns the answer. Only for {@link Outcome#RECORDS}. */
    public RecordPage page() {
        return Objects.requireNonNull(page, "page");
    }

    /** Returns the iterator that {@link #page} was asked with: it points at the page's first record, or before it. */
    public String iterator() {
        return Objects.requireNonNull(iterator, "iterator");
    }
}
