package io.streamlab.join.record;

import io.streamlab.join.config.BatchConfig;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** Fails a batch with so many rejected records that the configuration or the source must be wrong. */
public final class RejectionLimit {
    private final Optional<BigDecimal> maxPercent;
    private final String rejectedPath;

    public RejectionLimit(BatchConfig config) {
        this.maxPercent = config.maxRejectedPercent();
        this.rejectedPath = config.rejectedPath().toString();
    }

    /**
     * Checks the share of rejected records. Called when they are kept and nothing of the batch is in the table.
     *
     * @throws TooManyRejectedRecordsException when the share is too large
     */
    public void check(ParsedBatch batch, long batchId) {
        if (maxPercent.isPresent() && exceeds(batch, maxPercent.get())) {
            throw new TooManyRejectedRecordsException(String.format(
                    Locale.ROOT,
                    "Batch %d: %d of its %d records were rejected, %.1f %%, where --max_rejected_percent is %s. %s. They are "
                            + "kept in %s, and nothing of the batch is in the table. The batch is tried again at the next "
                            + "start: with a higher limit, or once the catalog and the options fit its records",
                    batchId,
                    batch.rejectedCount(),
                    batch.readCount(),
                    100.0 * batch.rejectedCount() / batch.readCount(),
                    maxPercent.get(),
                    batch.mostFrequentRejection(),
                    rejectedPath));
        }
    }

    private static boolean exceeds(ParsedBatch batch, BigDecimal percent) {
        return BigDecimal.valueOf(100 * batch.rejectedCount())
                        .compareTo(percent.multiply(BigDecimal.valueOf(batch.readCount())))
                > 0;
    }
}
