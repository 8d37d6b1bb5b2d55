package io.streamlab.kinesis.plan;

import java.util.Objects;
import org.apache.spark.sql.connector.read.streaming.CompositeReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadMaxRows;

/** A limit on the Kinesis records that a batch takes from each shard. */
public final class MaxRecordsPerShard implements ReadLimit {

    /** What stands for no cap at all. */
    static final int NO_CAP = Integer.MAX_VALUE;

    private final int records;

    public MaxRecordsPerShard(int records) {
        this.records = records;
    }

    /**
     * Returns the cap that a limit of Spark sets for each shard: no cap with {@code Trigger.Once}, an equal share of the
     * rows where Spark limits rows. Other limits (files, minimum rows) do not apply to this source.
     */
    public static int of(ReadLimit limit, int shards) {
        if (limit instanceof MaxRecordsPerShard) {
            return ((MaxRecordsPerShard) limit).records;
        }
        if (limit instanceof ReadMaxRows) {
            long share = ((ReadMaxRows) limit).maxRows() / Math.max(1, shards);
            return (int) Math.max(1, Math.min(share, NO_CAP));
        }
        if (limit instanceof CompositeReadLimit) {
            int cap = NO_CAP;
            for (ReadLimit part : ((CompositeReadLimit) limit).getReadLimits()) {
                cap = Math.min(cap, of(part, shards));
            }
            return cap;
        }
        return NO_CAP;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MaxRecordsPerShard && records == ((MaxRecordsPerShard) other).records;
    }

    @Override
    public int hashCode() {
        return Objects.hash(records);
    }

    @Override
    public String toString() {
        return "MaxRecordsPerShard: " + records;
    }
}
