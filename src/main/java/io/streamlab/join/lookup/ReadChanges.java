package io.streamlab.join.lookup;

import java.time.Duration;

/** What was read of the reference table's stream for one batch. */
public final class ReadChanges {
    /** Where nothing was read of a stream. */
    static final ReadChanges NONE = new ReadChanges(0, Duration.ZERO, 0);

    /** For a scan because changes may be missing. */
    static final ReadChanges GAP = new ReadChanges(0, Duration.ZERO, 1);

    private final int count;
    private final Duration oldest;
    private final int gaps;

    ReadChanges(int count, Duration oldest, int gaps) {
        this.count = count;
        this.oldest = oldest;
        this.gaps = gaps;
    }

    /** Returns the changes of both reads, with the age of the older ones. */
    public ReadChanges plus(ReadChanges other) {
        return new ReadChanges(
                count + other.count, oldest.compareTo(other.oldest) > 0 ? oldest : other.oldest, gaps + other.gaps);
    }

    /** Returns how many changes of items were applied. */
    public int count() {
        return count;
    }

    /** Returns how long ago the oldest of these changes was written; zero without changes. */
    public Duration oldest() {
        return oldest;
    }

    /** Returns how often the table was scanned because changes could not be followed. */
    public int gaps() {
        return gaps;
    }
}
