package io.streamlab.join.reenrich;

import io.streamlab.join.hudi.BatchProvenance;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** The table, as far as re-enrichment reads it. */
interface RowSource<R extends RevisedRows> {
    /** Whether its newest commit is of the same query; if not, others may have written what they know of. */
    boolean isLastWrittenBy(BatchProvenance origin);

    /**
     * The rows of these keys that differ.
     *
     * @param keys the first ones first
     * @param reference the attributes of each key that has an item
     * @param limit how many rows at most, at least 1
     */
    R ofKeys(List<String> keys, Map<String, Row> reference, int limit);

    /** The rows that differ, of all rows that have a join key. */
    R ofAllKeys(Map<String, Row> reference, int limit);
}
