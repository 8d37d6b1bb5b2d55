package io.streamlab.join.record;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import io.streamlab.join.config.JobColumns;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The records of one batch, parsed and held until the batch is done. */
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
    static final String PARTITION_KEY = "partition_key";
    static final String ARRIVAL_TIME = "arrival_time";

    private final Dataset<Row> records;
    private final long read;
    private final long rejected;
    private final Instant oldestArrival;

    private ParsedBatch(Dataset<Row> records) {
        this.records = records;
        Row totals = records.agg(count(lit(1)), count(col(REASON)), expr("unix_millis(min(" + ARRIVAL_TIME + "))"))
                .head();
        this.read = totals.getLong(0);
        this.rejected = totals.getLong(1);
        this.oldestArrival = read == 0 ? null : Instant.ofEpochMilli(totals.getLong(2));
    }

    /**
     * Evaluates the records and holds them: everything after this reads what is held, so that the stream is read once,
     * and every reader sees the same records whatever the source does.
     */
    static ParsedBatch persist(Dataset<Row> records) {
        Dataset<Row> held = records.persist();
        try {
            return new ParsedBatch(held);
        } catch (Exception e) {
            // Not RuntimeException: Spark tells of a failed task by a checked exception that Scala need not declare.
            held.unpersist();
            throw e;
        }
    }

    /** How many records the batch has, rejected ones included. */
    public long readCount() {
        return read;
    }

    /** How many of them can become rows. */
    public long acceptedCount() {
        return read - rejected;
    }

    /** How many of them are rejected. */
    public long rejectedCount() {
        return rejected;
    }

    /**
     * When the record that has waited longest came into the stream; to the millisecond.
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

    /** Those that can become rows, with the columns of {@link RecordParser#parsedSchema}. */
    public Dataset<Row> accepted() {
        return records.where(col(REASON).isNull()).select(col(EVENT_ORDER).as(JobColumns.EVENT_ORDER), col(ROW + ".*"));
    }

    /** The others, with the columns of {@link RejectedRecords#schema()} but the last two, which tell the batch. */
    public Dataset<Row> rejected() {
        return records.where(col(REASON).isNotNull()).drop(ROW, EVENT_ORDER);
    }

    /** A sentence on the reason that most of the rejected records have; there must be some. */
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
