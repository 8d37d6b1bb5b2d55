package io.streamlab.join.anydata;

import java.util.List;
import java.util.Map;

/**
 * One object of a payload, and what has to become of it.
 *
 * @param json the object as it is written
 * @param reason why it is rejected; null if it becomes a row
 * @param key the texts of its record key's values; null if it is rejected
 * @param place by which its event is before or after another one
 * @param isDelete whether it removes the row of its key
 * @param cells the texts of the row's cells, by the names of the columns in the table
 */
public record AnyObject(
        String json,
        String reason,
        List<String> key,
        Comparable<?> place,
        boolean isDelete,
        Map<String, String> cells) {
    static AnyObject rejected(String json, String reason) {
        return new AnyObject(json, reason, null, null, false, null);
    }

    /** Returns whether it is kept out of the table. */
    public boolean isRejected() {
        return reason != null;
    }
}
