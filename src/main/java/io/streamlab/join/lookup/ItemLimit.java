package io.streamlab.join.lookup;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the items of one scan over all its segments, so that it ends before memory does. */
final class ItemLimit {
    private final int maxItems;
    private final AtomicInteger items = new AtomicInteger();

    ItemLimit(int maxItems) {
        this.maxItems = maxItems;
    }

    /** @throws TooManyReferenceItemsException when there are more now than may be */
    void add(int count) {
        if (items.addAndGet(count) > maxItems) {
            throw new TooManyReferenceItemsException(maxItems);
        }
    }
}
