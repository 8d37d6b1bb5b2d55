package io.streamlab.verify.benchmark.upsert;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** One way of writing batches into a table of its own. */
interface Arm {
    /**
     * Writes one batch.
     *
     * @param records with the columns of the Kinesis source
     * @return how long it took, in seconds
     */
    double write(Dataset<Row> records) throws Exception;

    /** Returns the table as it is now, with the columns of the example's table. */
    Dataset<Row> table();
}
