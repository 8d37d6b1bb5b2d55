package io.streamlab.join.hudi;

import io.streamlab.join.config.JobColumns;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What columns that the job adds are made of. Their comments tell it, and each commit notes it, since values of another
 * definition cannot be compared with those that the table has.
 */
final class ColumnNotes {
    private static final List<String> COLUMNS =
            Collections.unmodifiableList(Arrays.asList(JobColumns.EVENT_ORDER, JobColumns.JOIN_KEY));

    private ColumnNotes() {}

    /** The key of a column's note, such as {@code _streaming_join.join_key} of {@code _join_key}. */
    static String key(String column) {
        return CommitMetadata.PREFIX + column.substring(1);
    }

    /** @return the comments of these columns, where there are any, by the keys of their notes */
    static Map<String, String> of(StructType rows) {
        Map<String, String> notes = new LinkedHashMap<>();
        for (StructField field : rows.fields()) {
            if (COLUMNS.contains(field.name()) && field.getComment().isDefined()) {
                notes.put(key(field.name()), field.getComment().get());
            }
        }
        return notes;
    }
}
