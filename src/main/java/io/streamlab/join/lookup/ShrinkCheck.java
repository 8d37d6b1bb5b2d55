package io.streamlab.join.lookup;

import io.streamlab.join.config.LookupConfig;
import io.streamlab.join.config.ShrunkLookup;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a read from being used that found far fewer items than the last one: somebody reloads the table. Rows that are joined
 * meanwhile would lose their reference data:
 *
 * <ol>
 *   <li>A reload removes all items and writes them again, which takes minutes.
 *   <li>A batch scans the table, and finds a tenth of the items.
 *   <li>Its records match nothing. Their rows get NULL, and keep it after the reload.
 * </ol>
 */
final class ShrinkCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ShrinkCheck.class);

    /** In a smaller table a person removes half of the items with a few deletes. */
    static final int SMALLEST_TABLE = 10;

    /** Between two reads. A scan costs read capacity, which the reload may need, too. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    /** With the pauses ten minutes, which is as long as the job bears one shard without an answer. */
    static final int MOST_READS = 60;

    /** The reads between two lines in the log. */
    private static final int READS_OF_A_LINE = 6;

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final LookupConfig lookup;
    private final Pause pause;

    ShrinkCheck(LookupConfig lookup, Pause pause) {
        this.lookup = lookup;
        this.pause = pause;
    }

    /** Waits for some time. */
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    /** How many items there were before and are now. */
    static final class Items {
        private final int before;
        private final int now;
        private final String description;

        /** @param description both numbers in a clause */
        Items(int before, int now, String description) {
            this.before = before;
            this.now = now;
            this.description = description;
        }

        /** Where nothing is known of before. */
        static Items none() {
            return new Items(0, 0, "");
        }
    }

    /**
     * Returns what a read finds. With {@code lookup_shrink wait} reads again while the table lacks items.
     *
     * @param counting compares what a read finds with the items before
     * @throws ReferenceTableException when the table lacks items, and does not get them in time
     */
    ReferenceSnapshot check(Supplier<ReferenceSnapshot> read, Function<ReferenceSnapshot, Items> counting) {
        ReferenceSnapshot first = read.get();
        Items items = counting.apply(first);
        if (!isLoss(items)) {
            return first;
        }
        if (lookup.shrunkLookup() == ShrunkLookup.WAIT) {
            return await(read, counting, first, items);
        }
        throw new ReferenceTableException(
                lookup.table(), describe(items) + wayOut("wait for the reload with --lookup_shrink wait"));
    }

    /** Reads until the table has its items and gets no more: half of a table is no complete one either. */
    private ReferenceSnapshot await(
            Supplier<ReferenceSnapshot> read,
            Function<ReferenceSnapshot, Items> counting,
            ReferenceSnapshot first,
            Items firstItems) {
        ReferenceSnapshot latest = first;
        Items items = firstItems;
        long start = System.nanoTime();
        for (int reads = 0; reads < MOST_READS; reads++) {
            if (reads % READS_OF_A_LINE == 0) {
                LOG.warn(
                        "Reference table {}: {}. The batch waits for the table (--lookup_shrink wait)",
                        lookup.table(),
                        describe(items));
            }
            sleep();
            ReferenceSnapshot next = read.get();
            Items nextItems = counting.apply(next);
            boolean isComplete = !isLoss(nextItems) && !grows(latest.items(), next.items());
            latest = next.afterWait(latest, Duration.ofNanos(System.nanoTime() - start));
            items = nextItems;
            if (isComplete) {
                LOG.info(
                        "Reference table {}: it has {} items again, after {} ms",
                        lookup.table(),
                        latest.items(),
                        latest.waited().toMillis());
                return latest;
            }
        }
        throw new ReferenceTableException(
                lookup.table(),
                describe(items) + ". The batch has waited for "
                        + Duration.ofNanos(System.nanoTime() - start).getSeconds() + " s, with " + MOST_READS + " reads"
                        + wayOut("look why the reload takes so long"));
    }

    private void sleep() {
        try {
            pause.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReferenceTableException(lookup.table(), e);
        }
    }

    /** Returns false for a thousandth more: a table that is in use grows that much in a pause, one that is loaded grows faster. */
    private static boolean grows(int before, int now) {
        return (now - before) * 1_000L > before;
    }

    private boolean isLoss(Items items) {
        long lost = (long) items.before - items.now;
        return items.before >= SMALLEST_TABLE
                && lost > 0
                && lookup.maxShrinkPercent()
                        .filter(percent -> BigDecimal.valueOf(lost)
                                        .multiply(HUNDRED)
                                        .compareTo(percent.multiply(BigDecimal.valueOf(items.before)))
                                > 0)
                        .isPresent();
    }

    /** Returns what is wrong with a table that lacks items, or gets items still. */
    private String describe(Items items) {
        if (!isLoss(items)) {
            return "its number of items still grows";
        }
        return items.description + ". That is a loss of more than "
                + lookup.maxShrinkPercent().map(BigDecimal::toPlainString).orElse("?")
                + " percent (--max_lookup_shrink_percent)";
    }

    private static String wayOut(String first) {
        return ". The table seems to be reloaded, and rows written meanwhile would lose their reference data. Nothing is "
                + "lost: the batch is repeated at the next start. Start the job when the table is complete, or " + first
                + ". If the items were removed on purpose, start the job with --max_lookup_shrink_percent none: its first "
                + "batch notes the new number of items";
    }
}
