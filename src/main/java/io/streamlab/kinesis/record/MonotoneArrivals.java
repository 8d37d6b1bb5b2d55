package io.streamlab.kinesis.record;

import java.time.Instant;
import java.util.Optional;

/**
 * Raises the arrival times of a range's records so that they never run backwards within a shard, nor from batch to batch,
 * and are the same whenever the range is read again. Kinesis does not promise that arrival times follow the order of the
 * records. So the raw time must not decide which of two records is the later one:
 *
 * <ol>
 *   <li>A producer puts version 1 and then version 2 of a row, in this order, into one shard.
 *   <li>Kinesis notes an arrival of 8:00:00.005 for version 1 and of 8:00:00.004 for version 2.
 *   <li>By the raw times version 1 is the later one, and would win for ever.
 * </ol>
 *
 * <p>A record gets the latest arrival so far, at least the floor, at most the ceiling. The ceiling of a range is the floor
 * of the shard's next range.
 */
final class MonotoneArrivals {

    private final Instant floor;
    private final Optional<Instant> ceiling;
    private Instant latest = Instant.MIN;

    /**
     * @param floor what no record of the range may be earlier than, if there is a range before
     * @param ceiling what no record of the range may be later than, if a range follows
     */
    MonotoneArrivals(Optional<Instant> floor, Optional<Instant> ceiling) {
        this.floor = floor.orElse(Instant.MIN);
        this.ceiling = ceiling;
    }

    /** Returns the time of the next record in the shard's order. */
    Instant next(Instant arrival) {
        latest = later(latest, arrival);
        Instant bounded = ceiling.isPresent() && latest.isAfter(ceiling.get()) ? ceiling.get() : latest;
        return later(bounded, floor);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
