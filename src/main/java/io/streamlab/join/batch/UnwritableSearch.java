package io.streamlab.join.batch;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftright;
import static org.apache.spark.sql.functions.xxhash64;

import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.JobColumns;
import io.streamlab.join.hudi.ForeignCommitException;
import io.streamlab.join.hudi.ImpossibleCountsException;
import io.streamlab.join.hudi.TableInUseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the records that make the write of a batch fail:
 *
 * <ol>
 *   <li>Writes the batch a second time, into a table of its own.
 *   <li>If that fails in the same way, writes each half of the batch into a table of its own.
 *   <li>Halves each half that fails, down to single records.
 * </ol>
 *
 * <p>So nothing of the search gets into the table.
 *
 * <p>Storage that does not answer makes a write fail as well. So the search blames no record
 *
 * <ul>
 *   <li>if the second write succeeds: the cause lies in the table, or is over;
 *   <li>if a write without records fails, too;
 *   <li>if the first {@value #MOST_WITHOUT_SUCCESS} single records all fail, and no part of the batch could be written;
 *   <li>if the write was interrupted, as a stop does.
 * </ul>
 */
final class UnwritableSearch {
    static final int MOST_WITHOUT_SUCCESS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(UnwritableSearch.class);

    /** Of the hash that decides which half a record belongs to. */
    private static final int BITS = 64;

    private static final int LONGEST_CAUSE = 500;

    private final Trial trial;
    private final Map<String, String> found = new LinkedHashMap<>();
    private int written;

    UnwritableSearch(Trial trial) {
        this.trial = trial;
    }

    /** Writes records apart from the table. */
    interface Trial {
        /**
         * Returns why the records cannot be written; empty if they can. A suppressed exception says more on a single record.
         */
        Optional<Exception> failureOf(Dataset<Row> records);
    }

    /**
     * Returns the records that cannot be written, by their event order, each with a sentence that has the cause; empty if no
     * record is to blame.
     *
     * @param records at least one, with {@link JobColumns#EVENT_ORDER}; evaluated often
     * @param failure of the write into the table
     */
    Map<String, String> find(Dataset<Row> records, Exception failure) {
        if (!mayBeOfRecords(failure)) {
            return new LinkedHashMap<>();
        }
        Optional<Exception> second = trial.failureOf(records);
        if (!second.isPresent()
                || ExceptionUtils.getRootCause(second.get()).getClass()
                        != ExceptionUtils.getRootCause(failure).getClass()) {
            return new LinkedHashMap<>();
        }
        LOG.warn(
                "A batch has failed twice in the same way, so it is searched for the records that cannot be written",
                failure);
        boolean isOfRecords = search(records, records.count(), 0, second.get());
        return isOfRecords ? found : new LinkedHashMap<>();
    }

    private static boolean mayBeOfRecords(Exception failure) {
        return !(failure instanceof ForeignCommitException
                || failure instanceof TableInUseException
                || failure instanceof ImpossibleCountsException
                || failure instanceof InvalidConfigException
                || ExceptionUtils.getRootCause(failure) instanceof InterruptedException);
    }

    /**
     * Searches records that cannot be written together.
     *
     * @param count their number
     * @param bits the number of bits of the hash that they have in common
     * @param failure theirs
     * @return false when no record is to blame
     */
    private boolean search(Dataset<Row> records, long count, int bits, Exception failure) {
        if (count == 1 || bits == BITS) {
            return blame(records, failure);
        }
        for (int bit = 0; bit <= 1; bit++) {
            Dataset<Row> half = records.where(shiftright(xxhash64(col(JobColumns.EVENT_ORDER)), bits)
                    .bitwiseAND(lit(1L))
                    .equalTo(lit((long) bit)));
            long size = half.count();
            Optional<Exception> ofHalf =
                    size == count ? Optional.of(failure) : size == 0 ? Optional.empty() : trial.failureOf(half);
            if (ofHalf.isPresent()) {
                if (!search(half, size, bits + 1, ofHalf.get())) {
                    return false;
                }
            } else if (size > 0) {
                written++;
            }
        }
        return true;
    }

    private boolean blame(Dataset<Row> records, Exception failure) {
        Optional<Exception> withoutRecords = trial.failureOf(records.limit(0));
        if (withoutRecords.isPresent()) {
            LOG.warn("A write of no record fails as well, so no record is to blame", withoutRecords.get());
            return false;
        }
        String sentence = "Hudi cannot write the record's row: " + inWords(causeOf(failure));
        for (Row record : records.select(JobColumns.EVENT_ORDER).collectAsList()) {
            found.put(record.getString(0), sentence);
        }
        LOG.warn("Record {} that cannot be written: {}", found.size(), sentence);
        if (written == 0 && found.size() >= MOST_WITHOUT_SUCCESS) {
            LOG.warn("None of {} records can be written, so no record is to blame", found.size());
            return false;
        }
        return true;
    }

    private static Throwable causeOf(Exception failure) {
        Throwable[] suppressed = failure.getSuppressed();
        return ExceptionUtils.getRootCause(suppressed.length == 0 ? failure : suppressed[0]);
    }

    private static String inWords(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).trim().split("\\R", 2)[0];
        String text = cause.getClass().getName() + ": " + message;
        return text.length() <= LONGEST_CAUSE ? text : text.substring(0, LONGEST_CAUSE) + "...";
    }
}
