package io.streamlab.verify.benchmark.source;

import io.streamlab.local.common.CommandException;
import java.time.Duration;

/**
 * How much is measured.
 *
 * @param records in the backlog
 * @param rounds how often each connector reads the backlog
 * @param seconds how long records flow where their delay is measured
 */
record SourceWorkload(long records, int rounds, int seconds) {
    static final int SHARDS = 4;

    /** A hundred a second and shard: a steadily busy one, which the emulator takes with ease. */
    static final int RECORDS_PER_SECOND = 400;

    /** Of a reader, before what counts: enough for its classes to be loaded and its loops to be compiled. */
    static final int WARM_UP_RECORDS = 5_000;

    /** The delays of the records of this time do not count: the first batches start a query's machinery. */
    static final Duration SETTLING = Duration.ofSeconds(5);

    static final Duration DOUBLE_EVALUATION = Duration.ofSeconds(20);

    SourceWorkload {
        if (records < 1 || records > Integer.MAX_VALUE) {
            throw new CommandException("--records is " + records + ": it must lie between 1 and " + Integer.MAX_VALUE);
        }
        if (rounds < 1) {
            throw new CommandException("--rounds is " + rounds + ": it must be at least 1");
        }
        if (seconds <= SETTLING.toSeconds()) {
            throw new CommandException("--seconds is " + seconds + ": the first " + SETTLING.toSeconds()
                    + " do not count, so there must be more");
        }
    }
}
