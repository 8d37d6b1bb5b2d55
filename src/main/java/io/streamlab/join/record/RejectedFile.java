package io.streamlab.join.record;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file of rejected records.
 *
 * <pre>
 * {@code <query id>-<batch id>.parquet}                   of one batch
 * {@code <query id>-<batch id>-unwritable.parquet}        of one batch, the records that cannot be written
 * {@code <query id>-<first>-to-<last>.parquet}            of several batches: all that waited
 * </pre>
 */
final class RejectedFile {
    private static final Pattern OF_BATCH = Pattern.compile("([^._].*)-(\\d{1,18})(-unwritable)?\\.parquet");
    private static final Pattern OF_BATCHES = Pattern.compile("([^._].*)-(\\d{1,18})-to-(\\d{1,18})\\.parquet");

    private final String queryId;
    private final long first;
    private final long last;

    private RejectedFile(String queryId, long first, long last) {
        this.queryId = queryId;
        this.first = first;
        this.last = last;
    }

    static String nameOf(String queryId, long batchId, boolean unwritable) {
        return queryId + "-" + batchId + (unwritable ? "-unwritable" : "") + ".parquet";
    }

    static String nameOf(String queryId, long first, long last) {
        return queryId + "-" + first + "-to-" + last + ".parquet";
    }

    /** Reads the name of a file of one batch; empty for every other file. */
    static Optional<RejectedFile> ofBatch(String name) {
        if (OF_BATCHES.matcher(name).matches()) {
            return Optional.empty();
        }
        Matcher match = OF_BATCH.matcher(name);
        if (!match.matches()) {
            return Optional.empty();
        }
        long batch = Long.parseLong(match.group(2));
        return Optional.of(new RejectedFile(match.group(1), batch, batch));
    }

    /** Reads the name of a file of several batches; empty for every other file. */
    static Optional<RejectedFile> ofBatches(String name) {
        Matcher match = OF_BATCHES.matcher(name);
        return match.matches()
                ? Optional.of(new RejectedFile(
                        match.group(1), Long.parseLong(match.group(2)), Long.parseLong(match.group(3))))
                : Optional.empty();
    }

    String queryId() {
        return queryId;
    }

    /** Returns the batch; of several the last one. */
    long batchId() {
        return last;
    }

    /** Returns whether this file has all records of a batch that waited. */
    boolean has(String otherQueryId, long batchId) {
        return queryId.equals(otherQueryId) && first <= batchId && batchId <= last;
    }
}
