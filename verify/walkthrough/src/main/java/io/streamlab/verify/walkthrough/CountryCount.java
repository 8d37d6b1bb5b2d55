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

    /** One line for each name that stood in the table before or stands there now. */
    static String sideBySide(List<CountryCount> before, List<CountryCount> after) {
        TextTable table = new TextTable(Style.PLAIN, "code", "combinedname", "rows before", "rows after");
        new TreeSet<>(Stream.concat(before.stream(), after.stream())
                        .map(CountryCount::label)
                        .toList())
                .forEach(label ->
                        table.add(label.code(), label.combinedName(), rowsOf(label, before), rowsOf(label, after)));
        return table.toString();
    }

    private Label label() {
        return new Label(code == null ? "NULL" : code, combinedName == null ? UNMATCHED : combinedName);
    }

    private static String rowsOf(Label label, List<CountryCount> counts) {
        return Long.toString(counts.stream()
                .filter(count -> count.label().equals(label))
                .mapToLong(CountryCount::rows)
                .sum());
    }

    private record Label(String code, String combinedName) implements Comparable<Label> {
        @Override
        public int compareTo(Label other) {
            int byCode = code.compareTo(other.code);
            return byCode != 0 ? byCode : combinedName.compareTo(other.combinedName);
        }
    }
}
