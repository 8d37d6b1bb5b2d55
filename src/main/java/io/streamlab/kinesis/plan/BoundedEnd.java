package io.streamlab.kinesis.plan;

import java.util.Optional;
import java.util.OptionalLong;

/** The end of a batch in one shard that keeps a bound, and what the search for the end learned. */
final class BoundedEnd {

    private final BatchEnd end;
    private final Long expectedRecords;
    private final boolean counted;
    private final Density density;

    private BoundedEnd(BatchEnd end, Long expectedRecords, boolean counted, Density density) {
        this.end = end;
        this.expectedRecords = expectedRecords;
        this.counted = counted;
        this.density = density;
    }

    static BoundedEnd counted(BatchEnd end, long records, Optional<Density> density) {
        return new BoundedEnd(end, records, true, density.orElse(null));
    }

    static BoundedEnd estimated(BatchEnd end, double records, Optional<Density> density) {
        return new BoundedEnd(end, Math.max(1, Math.round(records)), false, density.orElse(null));
    }

    static BoundedEnd of(BatchEnd end, Optional<Density> density) {
        return new BoundedEnd(end, null, false, density.orElse(null));
    }

    BatchEnd end() {
        return end;
    }

    /** Returns how many records the batch holds, or an estimate: a task need not ask for many more. */
    OptionalLong expectedRecords() {
        return expectedRecords == null ? OptionalLong.empty() : OptionalLong.of(expectedRecords);
    }

    /** Returns whether {@link #expectedRecords} are exactly the batch's. */
    boolean isCounted() {
        return counted;
    }

    /** Returns what the next plan of the shard need not find out again. */
    Optional<Density> density() {
        return Optional.ofNullable(density);
    }
}
