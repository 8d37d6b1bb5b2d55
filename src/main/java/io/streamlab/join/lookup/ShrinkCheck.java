package io.streamlab.join.lookup;

import io.streamlab.join.config.LookupConfig;
import io.streamlab.join.config.ShrunkLookup;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a scan from being used that found far fewer items than the last one: somebody reloads the table. Rows that are joined
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

    /** Between two scans. A scan costs read capacity, which the reload may need, too. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    /** With the pauses ten minutes, which is as long as the job bears one shard without an answer. */
    static final int MOST_SCANS = 60;

    /** The scans between two lines in the log. */
    private static final int SCANS_OF_A_LINE = 6;

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final LookupConfig lookup;
    private final Pause pause;

    /** Of the last scan that was used, by this run of the job or by the run before; empty if neither is known. */
    private OptionalInt lastItems = OptionalInt.empty();

    ShrinkCheck(LookupConfig lookup, Pause pause) {
        this.lookup = lookup;
        this.pause = pause;
    }

    /** Waits for some time. */
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    /** Notes how many items the last scan found that was used. */
    void noteUsed(int items) {
        lastItems = OptionalInt.of(items);
    }

    /**
     * Returns what a scan finds. With {@code lookup_shrink wait} scans again while the table lacks items.
     *
     * @throws ReferenceTableException when the table lacks items, and does not get them in time
     */
    ReferenceSnapshot check(Supplier<ReferenceSnapshot> scan) {
        ReferenceSnapshot first = scan.get();
        Optional<String> shrunk = describeLoss(first.items());
        if (!shrunk.isPresent()) {
            return first;
        }
        if (lookup.shrunkLookup() == ShrunkLookup.WAIT) {
            return await(scan, first);
        }
        throw new ReferenceTableException(
                lookup.table(), shrunk.get() + wayOut("wait for the reload with --lookup_shrink wait"));
    }

    /** Scans until the table has its items and gets no more: half of a table is no complete one either. */
    private ReferenceSnapshot await(Supplier<ReferenceSnapshot> scan, ReferenceSnapshot first) {
        ReferenceSnapshot latest = first;
        long start = System.nanoTime();
        for (int scans = 0; scans < MOST_SCANS; scans++) {
            if (scans % SCANS_OF_A_LINE == 0) {
                LOG.warn(
                        "Reference table {}: {}. The batch waits for the table (--lookup_shrink wait)",
                        lookup.table(),
                        describeLoss(latest.items()).orElse("its number of items still grows, to " + latest.items()));
            }
            sleep();
            ReferenceSnapshot next = scan.get();
            boolean isComplete = !describeLoss(next.items()).isPresent() && !grows(latest.items(), next.items());
            latest = next.afterWait(latest, Duration.ofNanos(System.nanoTime() - start));
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
                describeLoss(latest.items()).orElse("its number of items still grows, to " + latest.items())
                        + ". The batch has waited for "
                        + Duration.ofNanos(System.nanoTime() - start).getSeconds() + " s, with " + MOST_SCANS + " scans"
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

    /** Returns what is wrong with so few items; empty if nothing is. */
    private Optional<String> describeLoss(int items) {
        int before = lastItems.orElse(0);
        long lost = (long) before - items;
        if (before < SMALLEST_TABLE || lost <= 0) {
            return Optional.empty();
        }
        return lookup.maxShrinkPercent()
                .filter(percent -> BigDecimal.valueOf(lost)
                                .multiply(HUNDRED)
                                .compareTo(percent.multiply(BigDecimal.valueOf(before)))
                        > 0)
                .map(percent -> "the scan found " + items + " items, and the last one found " + before
                        + ". That is a loss of more than " + percent.toPlainString()
                        + " percent (--max_lookup_shrink_percent)");
    }

    private static String wayOut(String first) {
        return ". The table seems to be reloaded, and rows written meanwhile would lose their reference data. Nothing is "
                + "lost: the batch is repeated at the next start. Start the job when the table is complete, or " + first
                + ". If the items were removed on purpose, start the job with --max_lookup_shrink_percent none: its first "
                + "batch notes the new number of items";
    }
}
