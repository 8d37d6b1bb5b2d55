package io.streamlab.join.hudi;

import static java.util.stream.Collectors.joining;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
    /** Of each column the place in a record; -1 for the date of a partition, which no record has. */
    private final int[] positions;

    /**
     * @param columns those that Hudi makes its key of
     * @param record the columns of the records that are looked at
     */
    KeyLimit(BucketsOfHudi buckets, List<String> columns, StructType record) {
        this.buckets = buckets;
        this.names = columns.toArray(new String[0]);
        List<String> existing = Arrays.asList(record.fieldNames());
        this.positions = columns.stream().mapToInt(existing::indexOf).toArray();
    }

    /** Returns a sentence on a key that cannot be in the table; null for any other. */
    public String problem(Row record) {
        boolean isTakenApart = names.length > 1 || part(record, 0).indexOf(':') >= 0;
        if (!isTakenApart || buckets.has(key(record))) {
            return null;
        }
        return "the record key '" + inWords(record)
                + "' cannot be written by this version of Hudi into a table without the column '"
                + "_record_key': copy the table with --migrate_from";
    }

    /** Returns the text that Hudi takes apart. */
    private String key(Row record) {
        if (names.length == 1) {
            return part(record, 0);
        }
        return IntStream.range(0, names.length)
                .mapToObj(i -> names[i] + ":" + part(record, i))
                .collect(joining(","));
    }

    /** Returns a column's part of the text. Only texts can have what Hudi takes apart: any number stands for other values. */
    private String part(Row record, int i) {
        Object value = positions[i] < 0 ? null : record.get(positions[i]);
        return value instanceof String ? (String) value : "1";
    }

    private String inWords(Row record) {
        return IntStream.range(0, names.length)
                .filter(i -> positions[i] >= 0)
                .mapToObj(i -> String.valueOf(record.get(positions[i])))
                .collect(joining("', '"));
    }
}
