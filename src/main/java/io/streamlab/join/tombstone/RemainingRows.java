package io.streamlab.join.tombstone;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows of a batch that no former delete supersedes. */
public final class RemainingRows implements AutoCloseable {
    private final Dataset<Row> rows;
    private final long superseded;
    private final Optional<Dataset<Row>> held;

    private RemainingRows(Dataset<Row> rows, long superseded, Optional<Dataset<Row>> held) {
        this.rows = rows;
        this.superseded = superseded;
        this.held = held;
    }

    /** Returns all rows: no delete supersedes one. */
    public static RemainingRows all(Dataset<Row> rows) {
        return new RemainingRows(rows, 0, Optional.empty());
    }

    /** @param held what the rows are made of, held in memory until closed */
    static RemainingRows of(Dataset<Row> rows, long superseded, Dataset<Row> held) {
        return new RemainingRows(rows, superseded, Optional.of(held));
    }

    public Dataset<Row> rows() {
        return rows;
    }

    /** Returns how many rows of the batch are left out. */
    public long superseded() {
        return superseded;
    }

    @Override
    public void close() {
        held.ifPresent(Dataset::unpersist);
    }
}
