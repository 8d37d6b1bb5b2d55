package io.streamlab.join.hudi;

import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows to write, each to be compared only with the row of the same key in the same partition. */
final class MovedRows implements AutoCloseable {
    private final Dataset<Row> rows;
    private final long moved;
    private final long late;
    private final List<Dataset<Row>> held;

    private MovedRows(Dataset<Row> rows, long moved, long late, List<Dataset<Row>> held) {
        this.rows = rows;
        this.moved = moved;
        this.late = late;
        this.held = held;
    }

    /** Returns rows that all stay in their partition. */
    static MovedRows of(Dataset<Row> rows) {
        return new MovedRows(rows, 0, 0, Collections.emptyList());
    }

    /**
     * @param moved how many rows are taken out of their former partition
     * @param late how many rows are left out, since the table has a row of a later event in another partition
     * @param held what the rows are made of, held in memory until closed
     */
    static MovedRows of(Dataset<Row> rows, long moved, long late, List<Dataset<Row>> held) {
        return new MovedRows(rows, moved, late, held);
    }

    Dataset<Row> rows() {
        return rows;
    }

    /** Returns how many rows leave their former partition for another one. */
    long moved() {
        return moved;
    }

    /** Returns how many rows are left out, since the table has a row of a later event in another partition. */
    long late() {
        return late;
    }

    @Override
    public void close() {
        held.forEach(Dataset::unpersist);
    }
}
