package io.streamlab.kinesis.plan;

import java.util.Optional;
import java.util.function.Supplier;

/** Where a batch would end in a shard without a bound. Searched for only if that matters. */
final class UnboundedEnd {

    private final Supplier<BatchEnd> search;
    private BatchEnd end;

    private UnboundedEnd(Supplier<BatchEnd> search, BatchEnd end) {
        this.search = search;
        this.end = end;
    }

    static UnboundedEnd known(BatchEnd end) {
        return new UnboundedEnd(null, end);
    }

    static UnboundedEnd searched(Supplier<BatchEnd> search) {
        return new UnboundedEnd(search, null);
    }

    /** Returns the end if it is known so far. */
    Optional<BatchEnd> known() {
        return Optional.ofNullable(end);
    }

    /** Returns the end, after the search for it if need be. */
    BatchEnd find() {
        if (end == null) {
            end = search.get();
        }
        return end;
    }
}
