package io.streamlab.join.hudi;

import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows of which each has only to be compared with the row of the same key in the same partition. */
final class MovedRows implements AutoCloseable {
    private final Dataset<Row> rows;
    private final long moved;
    private final List<Dataset<Row>> held;

    private MovedRows(Dataset<Row> rows, long moved, List<Dataset<Row>> held) {
        this.rows = rows;
        this.moved = moved;
        this.held = held;
    }

    /** Rows that are so already. */
    static MovedRows of(Dataset<Row> rows) {
        return new MovedRows(rows, 0, Collections.emptyList());
    }

    /**
     * @param moved how many of them take a row out of its former partition
     * @param held what they are made of, and is held in memory until closed
     */
    static MovedRows of(Dataset<Row> rows, long moved, List<Dataset<Row>> held) {
        return new MovedRows(rows, moved, held);
    }

    Dataset<Row> rows() {
        return rows;
    }

    /** How many of them take a row out of its former partition, which is written in another one. */
    long moved() {
        return moved;
    }

    @Override
    public void close() {
        held.forEach(Dataset::unpersist);
    }
}
