package io.streamlab.join.config;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A batch that rejected records: its number, and the query's id where the number alone would name batches of several checkpoints. */
public final class RejectedBatch {
    private static final Pattern FORM = Pattern.compile("(?:([0-9A-Za-z-]{1,100})/)?([0-9]{1,18})");

    private final String queryId;
    private final long batchId;

    private RejectedBatch(String queryId, long batchId) {
        this.queryId = queryId;
        this.batchId = batchId;
    }

    /** @throws IllegalArgumentException when the text is no number, nor a query's id, a slash and a number */
    static RejectedBatch parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return new RejectedBatch(matcher.group(1), Long.parseLong(matcher.group(2)));
    }

    /** Returns the checkpoint's id; empty for the batches of this number of all checkpoints. */
    public Optional<String> queryId() {
        return Optional.ofNullable(queryId);
    }

    public long batchId() {
        return batchId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RejectedBatch
                && batchId == ((RejectedBatch) other).batchId
                && Objects.equals(queryId, ((RejectedBatch) other).queryId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(queryId, batchId);
    }

    @Override
    public String toString() {
        return queryId == null ? Long.toString(batchId) : queryId + "/" + batchId;
    }
}
