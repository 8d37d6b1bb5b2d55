package io.streamlab.join.record;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.streamlab.join.columns.StreamColumns;
import io.streamlab.join.config.JobColumns;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The records of one batch, parsed and held until the batch is done. Each object of a payload counts as a record. */
public final class ParsedBatch implements AutoCloseable {
    static final String ROW = "row";
    static final String EVENT_ORDER = "event_order";
    static final String REASON = "reason";
    static final String MESSAGE = "message";
    static final String PAYLOAD = "payload";
    static final String STREAM = "stream";
    static final String SHARD = "shard_id";
    static final String SEQUENCE_NUMBER = "sequence_number";
    static final String SUB_SEQUENCE_NUMBER = "sub_sequence_number";
    static final String OBJECT_NUMBER = "object_number";
    static final String PARTITION_KEY = "partition_key";
    static final String ARRIVAL_TIME = "arrival_time";

    private final Dataset<Row> records;
    private final long read;
    private final long rejected;
    private final long unwritable;
    private final Instant oldestArrival;

    private ParsedBatch(Dataset<Row> records) {
        this.records = records;
        Row totals = records.agg(
                        count(lit(1)),
                        count(col(REASON)),
                        count(when(col(REASON).equalTo(RejectionReason.UNWRITABLE.name()), lit(1))),
                        expr("unix_millis(min(" + ARRIVAL_TIME + "))"))
                .head();
        this.read = totals.getLong(0);
        this.rejected = totals.getLong(1);
        this.unwritable = totals.getLong(2);
        this.oldestArrival = read == 0 ? null : Instant.ofEpochMilli(totals.getLong(3));
    }

    /**
     * Evaluates the records and holds them in memory. So the stream is read once, and every step sees the same records, whatever
     * the source does.
     */
    static ParsedBatch persist(Dataset<Row> records) {
        Dataset<Row> held = records.persist();
        try {
            return new ParsedBatch(held);
        } catch (Exception e) {
            // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
            held.unpersist();
            throw e;
        }
    }

    /** Returns how many records the batch has, rejected ones included. */
    public long readCount() {
        return read;
    }

    /** Returns how many records can become rows. */
    public long acceptedCount() {
        return read - rejected;
    }

    /** Returns how many records are rejected. */
    public long rejectedCount() {
        return rejected;
    }

    /** Returns how many of the rejected records Hudi cannot write. */
    public long unwritableCount() {
        return unwritable;
    }

    /**
     * Returns when the record that has waited longest came into the stream, to the millisecond.
     *
     * @throws IllegalStateException when the batch is empty
     */
    public Instant oldestArrival() {
        if (oldestArrival == null) {
            throw new IllegalStateException("a batch without records has no oldest one");
        }
        return oldestArrival;
    }

    public boolean isEmpty() {
        return read == 0;
    }

    /** Returns the records that can become rows, with the columns of {@link StreamColumns#all}. */
    public Dataset<Row> accepted() {
        return records.where(col(REASON).isNull()).select(col(EVENT_ORDER).as(JobColumns.EVENT_ORDER), col(ROW + ".*"));
    }

    /** Returns the others, with the columns of {@link RejectedRecords#schema()} but the last two, which name the batch. */
    public Dataset<Row> rejected() {
        return records.where(col(REASON).isNotNull()).drop(ROW, EVENT_ORDER);
    }

    /** Returns a sentence on the most frequent reason. Called for a batch with rejected records. */
    String mostFrequentRejection() {
        Row most = rejected()
                .groupBy(col(REASON))
                .agg(count(lit(1)).as("records"), min(col(MESSAGE)))
                .orderBy(desc("records"), col(REASON))
                .head();
        return "Most of them, " + most.getLong(1) + ", for " + most.getString(0) + ", such as: " + most.getString(2);
    }

    @Override
    public void close() {
        records.unpersist();
    }
}
