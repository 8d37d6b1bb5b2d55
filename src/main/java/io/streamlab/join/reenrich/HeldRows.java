package io.streamlab.join.reenrich;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Revised rows in Spark's memory. */
final class HeldRows implements RevisedRows {
    /** The place of a row's key among the pending keys. */
    static final String RANK = "_rank";

    private final Optional<Dataset<Row>> held;
    private final long count;
    private final long backlog;
    private final int keysDone;

    private HeldRows(Optional<Dataset<Row>> held, long count, long backlog, int keysDone) {
        this.held = held;
        this.count = count;
        this.backlog = backlog;
        this.keysDone = keysDone;
    }

    /** @param keys how many keys there are */
    static HeldRows none(int keys) {
        return new HeldRows(Optional.empty(), 0, 0, keys);
    }

    /**
     * Evaluates the rows and holds as many as there may be.
     *
     * @param differing with the place of each row's key as {@link #RANK}
     * @param keys how many keys there are
     */
    static HeldRows hold(Dataset<Row> differing, int keys, int limit) {
        Dataset<Row> held = differing.orderBy(RANK).limit(limit).persist();
        try {
            Row totals = held.agg(functions.count(lit(1)), max(RANK)).head();
            long count = totals.getLong(0);
            // Only if there may be more, a second look tells how many.
            long backlog = count < limit ? 0 : differing.count() - count;
            return new HeldRows(Optional.of(held), count, backlog, backlog == 0 ? keys : totals.getInt(1));
        } catch (Exception e) {
            // Not RuntimeException: Spark tells of a failed task by a checked exception that Scala need not declare.
            held.unpersist();
            throw e;
        }
    }

    /** With the columns of the joined rows, if there are any. */
    Optional<Dataset<Row>> rows() {
        return count == 0 ? Optional.empty() : held.map(rows -> rows.drop(RANK));
    }

    @Override
    public long count() {
        return count;
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
        held.ifPresent(Dataset::unpersist);
    }
}
