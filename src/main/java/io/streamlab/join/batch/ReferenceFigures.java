package io.streamlab.join.batch;

import io.streamlab.join.lookup.ReferenceJoins.Found;
import io.streamlab.join.lookup.ReferenceJoins.FoundIn;
import io.streamlab.join.lookup.ReferenceSnapshot;
import io.streamlab.join.lookup.UnmatchedRecords;
import io.streamlab.join.metrics.BatchReport;
import io.streamlab.join.metrics.Figure;
import java.util.LinkedHashMap;
import java.util.Map;

/** Notes what a batch found in its reference tables: the sums, and with several tables also the figures of each. */
final class ReferenceFigures {
    private ReferenceFigures() {}

    static void ofReads(Found found, BatchReport report) {
        Map<Figure, Number> sums = new LinkedHashMap<>();
        for (FoundIn table : found.tables()) {
            Map<Figure, Number> figures = figuresOf(table.snapshot());
            figures.forEach((figure, value) -> sums.merge(
                    figure,
                    value,
                    figure == Figure.REFERENCE_CHANGE_AGE ? ReferenceFigures::max : ReferenceFigures::sum));
            if (found.tables().size() > 1) {
                figures.forEach((figure, value) -> report.count(table.name(), figure, value));
                report.count(table.name(), Figure.LOOKUP_TIME, table.duration().toMillis());
            }
        }
        sums.forEach(report::count);
    }

    private static Map<Figure, Number> figuresOf(ReferenceSnapshot snapshot) {
        Map<Figure, Number> figures = new LinkedHashMap<>();
        figures.put(Figure.REFERENCE_ITEMS, snapshot.items());
        figures.put(Figure.REFERENCE_DUPLICATES, snapshot.duplicateItems());
        figures.put(Figure.REFERENCE_UNFIT, snapshot.unfitItems());
        figures.put(Figure.REFERENCE_PAGES, snapshot.pages());
        figures.put(Figure.REFERENCE_CAPACITY_UNITS, snapshot.consumedCapacityUnits());
        snapshot.askedValues().ifPresent(values -> figures.put(Figure.REFERENCE_VALUES, values));
        snapshot.readChanges().ifPresent(read -> {
            figures.put(Figure.REFERENCE_CHANGES, read.count());
            figures.put(Figure.REFERENCE_CHANGE_AGE, read.oldest().toMillis());
            figures.put(Figure.REFERENCE_GAPS, read.gaps());
        });
        if (!snapshot.waited().isZero()) {
            figures.put(Figure.REFERENCE_WAIT, snapshot.waited().toMillis());
        }
        return figures;
    }

    private static Number max(Number one, Number other) {
        return Math.max(one.longValue(), other.longValue());
    }

    private static Number sum(Number one, Number other) {
        return one instanceof Double || other instanceof Double
                ? (Number) (one.doubleValue() + other.doubleValue())
                : (Number) (one.longValue() + other.longValue());
    }

    /** The most frequent join values are those of a table: of several tables, values of one text differ. */
    static void ofUnmatched(Map<String, UnmatchedRecords> byTable, BatchReport report) {
        report.count(
                Figure.RECORDS_UNMATCHED,
                byTable.values().stream().mapToLong(UnmatchedRecords::count).sum());
        if (byTable.size() == 1) {
            byTable.values().forEach(only -> report.counts(Figure.UNMATCHED_KEYS, only.mostFrequent()));
            return;
        }
        byTable.forEach((table, unmatched) -> report.count(table, Figure.RECORDS_UNMATCHED, unmatched.count())
                .counts(table, Figure.UNMATCHED_KEYS, unmatched.mostFrequent()));
    }
}
