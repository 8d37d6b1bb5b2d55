package io.streamlab.join.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Columns of the table that are neither the stream's nor the reference table's. */
public final class JobColumns {
    /** string: the place of the row's record in the order of events; the greater of two texts is the later event. */
    public static final String EVENT_ORDER = "_event_order";

    /** string: the record key as a text that no version of Hudi takes apart; not in a table whose key is one whole number. */
    public static final String RECORD_KEY = "_record_key";

    /** int: the number of characters of {@link #RECORD_KEY}; only where Hudi needs a second column for its key. */
    public static final String RECORD_KEY_LENGTH = "_record_key_length";

    /**
     * string: the values that the record was joined by, as they are compared; null if one of them is null. Only with
     * {@code reenrich}.
     */
    public static final String JOIN_KEY = "_join_key";

    private static final Pattern FURTHER_JOIN_KEY = Pattern.compile(JOIN_KEY + "_[0-9]+", Pattern.CASE_INSENSITIVE);

    /** string: the record's fields that are no columns, as a JSON object; null if there are none. */
    public static final String UNKNOWN_FIELDS = "_unknown_fields";

    /** boolean: whether the record removes its row; every version of Hudi knows this name. */
    public static final String IS_DELETED = "_hoodie_is_deleted";

    /** Columns that no stream or reference table may have, whether the table gets them or not. */
    public static final List<String> OF_RECORD_KEY =
            Collections.unmodifiableList(Arrays.asList(RECORD_KEY, RECORD_KEY_LENGTH));

    private static final Set<String> ALL = Collections.unmodifiableSet(new HashSet<>(
            Arrays.asList(EVENT_ORDER, RECORD_KEY, RECORD_KEY_LENGTH, JOIN_KEY, UNKNOWN_FIELDS, IS_DELETED)));

    private JobColumns() {}

    /**
     * Returns the name of the column with the values that the record was joined by with one of the reference tables:
     * {@link #JOIN_KEY}, {@code _join_key_2}, {@code _join_key_3} and so on.
     *
     * @param number of the table, from 1
     */
    public static String joinKey(int number) {
        return number == 1 ? JOIN_KEY : JOIN_KEY + "_" + number;
    }

    /** Returns whether {@link #joinKey} gives the name, in any case. */
    public static boolean isJoinKey(String column) {
        return column.equalsIgnoreCase(JOIN_KEY)
                || FURTHER_JOIN_KEY.matcher(column).matches();
    }

    static boolean isAddedByTheJob(String column) {
        return ALL.contains(column) || isJoinKey(column);
    }
}
