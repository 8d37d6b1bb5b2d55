package io.streamlab.kinesis.plan;

import java.util.Optional;

/** What the search for the newest record of a shard came to. */
final class NewestRecord {

    /** The shard holds no record after the place where the search began. */
    static final NewestRecord NOTHING = new NewestRecord(null, true);

    /** Kinesis answered without records and without progress: whether the shard holds any is not known. */
    static final NewestRecord NOT_REACHED = new NewestRecord(null, false);

    private final BatchEnd end;
    private final boolean reached;

    private NewestRecord(BatchEnd end, boolean reached) {
        this.end = end;
        this.reached = reached;
    }

    static NewestRecord found(BatchEnd end) {
        return new NewestRecord(end, true);
    }

    /** Returns the result of a search that found records, and then answers without progress before the tip. */
    static NewestRecord notReachedAfter(BatchEnd end) {
        return new NewestRecord(end, false);
    }

    /** Returns the end after the last record that was found, if any was. */
    Optional<BatchEnd> end() {
        return Optional.ofNullable(end);
    }

    /** Returns whether the search came to the tip: what {@link #end} says is then all that was in the shard. */
    boolean isReached() {
        return reached;
    }
}
