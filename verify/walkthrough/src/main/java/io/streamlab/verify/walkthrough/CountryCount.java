package io.streamlab.verify.walkthrough;

import io.streamlab.local.common.TextTable;
import io.streamlab.local.common.TextTable.Style;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How many rows of the table show one reference row.
 *
 * @param code of the reference row; null for rows that match none
 * @param combinedName of the reference row when the row was written; null for rows that match none
 * @param rows how many
 */
record CountryCount(String code, String combinedName, long rows) {
    private static final String UNMATCHED = "(no match)";

    /**
     * How many rows show one name of a reference row, or none.
     *
     * @param code for people, with a text for rows that match none, as {@code combinedName}
     */
    record RowsOfName(String code, String combinedName, long rowsBefore, long rowsAfter) {}

    /** One line for each name that stood in the table before or stands there now. */
    static String sideBySide(List<RowsOfName> names) {
        TextTable table = new TextTable(Style.PLAIN, "code", "combinedname", "rows before", "rows after");
        names.forEach(name -> table.add(
                name.code(), name.combinedName(), Long.toString(name.rowsBefore()), Long.toString(name.rowsAfter())));
        return table.toString();
    }

    /** Returns the names that stood in the table before or stand there now, in their order. */
    static List<RowsOfName> changes(List<CountryCount> before, List<CountryCount> after) {
        return new TreeSet<>(Stream.concat(before.stream(), after.stream())
                        .map(CountryCount::label)
                        .toList())
                .stream()
                        .map(label -> new RowsOfName(
                                label.code(), label.combinedName(), rowsOf(label, before), rowsOf(label, after)))
                        .toList();
    }

    private Label label() {
        return new Label(code == null ? "NULL" : code, combinedName == null ? UNMATCHED : combinedName);
    }

    private static long rowsOf(Label label, List<CountryCount> counts) {
        return counts.stream()
                .filter(count -> count.label().equals(label))
                .mapToLong(CountryCount::rows)
                .sum();
    }

    private record Label(String code, String combinedName) implements Comparable<Label> {
        @Override
        public int compareTo(Label other) {
            int byCode = code.compareTo(other.code);
            return byCode != 0 ? byCode : combinedName.compareTo(other.combinedName);
        }
    }
}
