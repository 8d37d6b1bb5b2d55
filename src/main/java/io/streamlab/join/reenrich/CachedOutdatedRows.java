package io.streamlab.join.reenrich;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Outdated rows in Spark's cache. */
final class CachedOutdatedRows implements OutdatedRows {
    /** The place of a row's key among the pending keys. */
    static final String RANK = "_rank";

    private final Optional<Dataset<Row>> cached;
    private final long count;
    private final long backlog;
    private final int keysDone;

    private CachedOutdatedRows(Optional<Dataset<Row>> cached, long count, long backlog, int keysDone) {
        this.cached = cached;
        this.count = count;
        this.backlog = backlog;
        this.keysDone = keysDone;
    }

    /** @param keys how many keys were searched for */
    static CachedOutdatedRows none(int keys) {
        return new CachedOutdatedRows(Optional.empty(), 0, 0, keys);
    }

    /**
     * Evaluates the rows, and caches the first of them.
     *
     * @param outdated with the place of each row's key as {@link #RANK}
     * @param keys how many keys were searched for
     * @param limit how many rows to cache at most
     */
    static CachedOutdatedRows of(Dataset<Row> outdated, int keys, int limit) {
        Dataset<Row> cached = outdated.orderBy(RANK).limit(limit).persist();
        try {
            Row totals = cached.agg(functions.count(lit(1)), max(RANK)).head();
            long count = totals.getLong(0);
            // A second pass counts the rest, but only where there may be a rest.
            long backlog = count < limit ? 0 : outdated.count() - count;
            return new CachedOutdatedRows(Optional.of(cached), count, backlog, backlog == 0 ? keys : totals.getInt(1));
        } catch (Exception e) {
            // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
            cached.unpersist();
            throw e;
        }
    }

    @Override
    public Optional<Dataset<Row>> rows() {
        return count == 0 ? Optional.empty() : cached.map(rows -> rows.drop(RANK));
    }

    @Override
    public long backlog() {
        return backlog;
    }

    @Override
    public int keysDone() {
        return keysDone;
    }

    @Override
    public void close() {
        cached.ifPresent(Dataset::unpersist);
    }
}
