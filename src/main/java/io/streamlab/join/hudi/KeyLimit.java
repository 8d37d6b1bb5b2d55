package io.streamlab.join.hudi;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Tells which keys cannot be in a table without {@link io.streamlab.join.config.JobColumns#RECORD_KEY}: Hudi would fail with
 * them, or never end.
 */
public final class KeyLimit implements Serializable {
    private static final long serialVersionUID = 1L;

    private final BucketsOfHudi buckets;
    private final String[] names;
    private final int[] positions;

    /** @param record the columns of the rows that are looked at */
    KeyLimit(BucketsOfHudi buckets, List<String> recordKey, StructType record) {
        this.buckets = buckets;
        this.names = recordKey.toArray(new String[0]);
        this.positions = recordKey.stream().mapToInt(record::fieldIndex).toArray();
    }

    /** Returns a sentence on a key that cannot be in the table; null for any other. */
    public String problem(Row record) {
        boolean isTakenApart = names.length > 1;
        for (int position : positions) {
            Object value = record.get(position);
            isTakenApart |= value instanceof String && ((String) value).indexOf(':') >= 0;
        }
        if (!isTakenApart || buckets.has(key(record))) {
            return null;
        }
        return "the record key '" + key(record)
                + "' cannot be written by this version of Hudi into a table without the column '"
                + "_record_key': copy the table with --migrate_from";
    }

    /** Returns the text that Hudi makes. Only texts can have what it takes apart, so any text of other values does. */
    private String key(Row record) {
        if (names.length == 1) {
            return String.valueOf(record.get(positions[0]));
        }
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            Object value = record.get(positions[i]);
            key.append(i == 0 ? "" : ",").append(names[i]).append(':').append(value instanceof String ? value : "1");
        }
        return key.toString();
    }
}
