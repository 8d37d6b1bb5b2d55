package io.streamlab.join.lookup;

import io.streamlab.join.text.CanonicalText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;

/** Several items with the same join values. The one with the smallest text wins, as in {@link UniqueRows}. */
final class ItemGroup {
    private static final Comparator<Row> BY_TEXT = Comparator.comparing(CanonicalText::of);

    /** Ordered by their texts. Items with the same text are the same for the join. */
    private final List<Row> rows = new ArrayList<>();

    void add(Row row) {
        int place = Collections.binarySearch(rows, row, BY_TEXT);
        rows.add(place < 0 ? -place - 1 : place, row);
    }

    void remove(Row row) {
        int place = Collections.binarySearch(rows, row, BY_TEXT);
        if (place >= 0) {
            rows.remove(place);
        }
    }

    Row winner() {
        return rows.get(0);
    }

    int size() {
        return rows.size();
    }
}
