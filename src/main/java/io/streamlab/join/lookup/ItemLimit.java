package io.streamlab.join.lookup;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the items of one read over all its parts, and ends the read before it fills the memory. */
final class ItemLimit {
    private final int maxItems;
    private final AtomicInteger items = new AtomicInteger();

    ItemLimit(int maxItems) {
        this.maxItems = maxItems;
    }

    /** @throws TooManyReferenceItemsException when the read has more items than it may have */
    void add(int count) {
        if (items.addAndGet(count) > maxItems) {
            throw new TooManyReferenceItemsException(maxItems);
        }
    }
}
