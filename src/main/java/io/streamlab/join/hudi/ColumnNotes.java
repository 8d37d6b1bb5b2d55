package io.streamlab.join.hudi;

import io.streamlab.join.config.JobColumns;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What columns that the job adds are made of. Their comments tell it, and each commit notes it, since values of another
 * definition cannot be compared with those that the table has.
 */
final class ColumnNotes {
    /** Such as {@code orderdate as a point in time}. */
    static final String EVENT_ORDER = CommitOrigin.PREFIX + "event_order";

    /** Such as {@code country STRING, exact}. */
    static final String JOIN_KEY = CommitOrigin.PREFIX + "join_key";

    private ColumnNotes() {}

    /** @return the comments of these columns, where there are any, by the keys of their notes */
    static Map<String, String> of(StructType rows) {
        Map<String, String> notes = new LinkedHashMap<>();
        note(EVENT_ORDER, JobColumns.EVENT_ORDER, rows, notes);
        note(JOIN_KEY, JobColumns.JOIN_KEY, rows, notes);
        return notes;
    }

    private static void note(String key, String column, StructType rows, Map<String, String> notes) {
        Arrays.stream(rows.fields())
                .filter(field -> field.name().equals(column))
                .map(StructField::getComment)
                .filter(comment -> comment.isDefined())
                .forEach(comment -> notes.put(key, comment.get()));
    }
}
