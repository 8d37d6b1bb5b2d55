package io.streamlab.join.batch;

import java.net.URI;
import org.apache.spark.sql.SaveMode;

/** The records that never reach the table, kept as Parquet files in one folder for each batch. */
public final class RejectedRecords {
    private final String path;

    public RejectedRecords(URI path) {
        this.path = path.toString().replaceAll("/+$", "");
    }

    /** Keeps the batch's rejected records, if any; a batch that is replayed replaces what it wrote before. */
    void keep(ParsedBatch batch, long batchId) {
        if (batch.rejectedCount() > 0) {
            batch.rejected().coalesce(1).write().mode(SaveMode.Overwrite).parquet(path + "/batch_id=" + batchId);
        }
    }
}
