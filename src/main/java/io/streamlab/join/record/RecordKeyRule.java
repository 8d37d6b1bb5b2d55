package io.streamlab.join.record;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/** Decides which record keys the table cannot have. */
@FunctionalInterface
public interface RecordKeyRule extends Serializable {
    /** Any table but those that were made before there was a column for the key. */
    RecordKeyRule NONE = row -> null;

    /**
     * Returns a sentence on a key that the table cannot have; null for any other.
     *
     * @param row with the columns of the source table in their order
     */
    String problem(Row row);
}
