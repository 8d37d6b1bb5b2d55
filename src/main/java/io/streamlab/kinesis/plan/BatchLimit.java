package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.KinesisSourceOptions;
import java.util.Objects;
import org.apache.spark.sql.connector.read.streaming.CompositeReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadMaxRows;

/** The bounds of a batch: one for each shard, and one for all shards together. */
public final class BatchLimit implements ReadLimit {

    /** The limit of {@code Trigger.Once}: a batch takes all there is. */
    public static final BatchLimit NONE = new BatchLimit(Bound.NONE, Bound.NONE);

    private final Bound perShard;
    private final Bound perTrigger;

    public BatchLimit(Bound perShard, Bound perTrigger) {
        this.perShard = Objects.requireNonNull(perShard, "perShard");
        this.perTrigger = Objects.requireNonNull(perTrigger, "perTrigger");
    }

    /** Returns the limit that the source's options set. */
    public static BatchLimit of(KinesisSourceOptions options) {
        return new BatchLimit(
                new Bound(options.maxRecordsPerShard(), options.maxBytesPerShard()),
                new Bound(options.maxRecordsPerTrigger(), options.maxBytesPerTrigger()));
    }

    /**
     * Returns the bounds that a limit of Spark sets: the source's own limit as it is, Spark's rows for all shards together,
     * and of several limits the strictest. Other limits (files, fewest rows) do not apply to this source.
     */
    public static BatchLimit of(ReadLimit limit) {
        if (limit instanceof BatchLimit) {
            return (BatchLimit) limit;
        }
        if (limit instanceof ReadMaxRows) {
            long rows = Math.max(1, ((ReadMaxRows) limit).maxRows());
            return new BatchLimit(Bound.NONE, Bound.ofRecords(rows));
        }
        if (limit instanceof CompositeReadLimit) {
            BatchLimit strictest = NONE;
            for (ReadLimit part : ((CompositeReadLimit) limit).getReadLimits()) {
                strictest = strictest.and(of(part));
            }
            return strictest;
        }
        return NONE;
    }

    private BatchLimit and(BatchLimit other) {
        return new BatchLimit(perShard.and(other.perShard), perTrigger.and(other.perTrigger));
    }

    /** Returns the bound of each shard in a batch. */
    public Bound perShard() {
        return perShard;
    }

    /** Returns the bound of all shards of a batch together. */
    public Bound perTrigger() {
        return perTrigger;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BatchLimit
                && perShard.equals(((BatchLimit) other).perShard)
                && perTrigger.equals(((BatchLimit) other).perTrigger);
    }

    @Override
    public int hashCode() {
        return Objects.hash(perShard, perTrigger);
    }

    @Override
    public String toString() {
        return "BatchLimit: of each shard " + perShard + "; of a batch " + perTrigger;
    }
}
