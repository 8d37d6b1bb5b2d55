package io.streamlab.join.lookup;

import io.streamlab.join.config.JoinColumn;
import io.streamlab.join.config.JoinComparison;
import io.streamlab.join.config.LookupConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The reference data as one scan found it, with at most one row for each value of the join columns. */
public final class ReferenceSnapshot {
    private final StructType schema;
    private final List<Row> rows;
    private final Map<String, Integer> duplicates;
    private final int items;
    private final int pages;
    private final double consumedCapacityUnits;
    private final Instant scanStart;
    private final Duration duration;

    private ReferenceSnapshot(
            StructType schema,
            List<Row> rows,
            Map<String, Integer> duplicates,
            int items,
            int pages,
            double consumedCapacityUnits,
            Instant scanStart,
            Duration duration) {
        this.schema = schema;
        this.rows = rows;
        this.duplicates = duplicates;
        this.items = items;
        this.pages = pages;
        this.consumedCapacityUnits = consumedCapacityUnits;
        this.scanStart = scanStart;
        this.duration = duration;
    }

    static ReferenceSnapshot of(LookupConfig lookup, List<SegmentScan> segments, Instant scanStart, Duration duration) {
        UniqueRows unique = new UniqueRows(lookup);
        segments.forEach(segment -> segment.rows().forEach(unique::add));
        return new ReferenceSnapshot(
                lookup.schema(),
                unique.rows(),
                unique.duplicates(),
                segments.stream().mapToInt(segment -> segment.rows().size()).sum(),
                segments.stream().mapToInt(SegmentScan::pages).sum(),
                segments.stream()
                        .mapToDouble(SegmentScan::consumedCapacityUnits)
                        .sum(),
                scanStart,
                duration);
    }

    /** The same for a further batch: no page has been read for it, and no capacity consumed. */
    ReferenceSnapshot atNoCost() {
        return new ReferenceSnapshot(schema, rows, duplicates, items, 0, 0, scanStart, duration);
    }

    /** The rows with the columns of {@code lookup_schema}; typed even when there are none. */
    public Dataset<Row> toDataset(SparkSession spark) {
        return DistributedRows.of(spark, rows, schema);
    }

    public List<Row> rows() {
        return rows;
    }

    /**
     * How many items were left out for each value of the join columns, as it is compared, because another item has the
     * same.
     */
    public Map<String, Integer> duplicates() {
        return duplicates;
    }

    /** How many items were left out in all. */
    public int duplicateItems() {
        return duplicates.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many items the scan returned. */
    public int items() {
        return items;
    }

    public int pages() {
        return pages;
    }

    /** In read capacity units; 0 where a server does not tell them. */
    public double consumedCapacityUnits() {
        return consumedCapacityUnits;
    }

    /** When the scan began: what was committed to the table before is in the snapshot. */
    public Instant scanStart() {
        return scanStart;
    }

    /** How long the scan took; what was committed meanwhile may be in the snapshot or not. */
    public Duration duration() {
        return duration;
    }

    /**
     * Keeps one row for each value of the join columns, so that the join never multiplies stream records. Of several
     * the smallest by its text wins: any fixed rule would do, as long as every batch and every replay decides the same.
     * A row whose join value is null can match nothing and is left out.
     */
    private static final class UniqueRows {
        private final Map<List<Object>, Row> winners = new LinkedHashMap<>();
        private final Map<String, Integer> duplicates = new TreeMap<>();

        private final int[] positions;
        private final JoinComparison comparison;

        UniqueRows(LookupConfig lookup) {
            this.positions = lookup.joinColumns().stream()
                    .map(JoinColumn::referenceAttribute)
                    .mapToInt(lookup.schema()::fieldIndex)
                    .toArray();
            this.comparison = lookup.joinComparison();
        }

        void add(Row row) {
            List<Object> joinValue = new ArrayList<>(positions.length);
            for (int position : positions) {
                joinValue.add(compared(row.get(position), comparison));
            }
            if (joinValue.contains(null)) {
                return;
            }
            Row other = winners.putIfAbsent(joinValue, row);
            if (other != null) {
                duplicates.merge(joinValue.toString(), 1, Integer::sum);
                // Texts are made of those rows only that have a rival.
                if (StableText.of(row).compareTo(StableText.of(other)) < 0) {
                    winners.put(joinValue, row);
                }
            }
        }

        private static Object compared(Object value, JoinComparison comparison) {
            return value instanceof String ? comparison.compared((String) value) : value;
        }

        List<Row> rows() {
            return Collections.unmodifiableList(new ArrayList<>(winners.values()));
        }

        Map<String, Integer> duplicates() {
            return Collections.unmodifiableMap(duplicates);
        }
    }
}
