package io.streamlab.join.lookup;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.columns.JoinStep;
import io.streamlab.join.columns.TableColumns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The joins with all reference tables, one after the other. The records of a later join have the attributes that the joins before
 * have found, so a later table may be joined on a column of an earlier one.
 */
public final class ReferenceJoins {
    private static final class Table {
        final String name;
        final Function<Dataset<Row>, ReferenceSnapshot> reference;
        final LookupJoin join;

        Table(String name, Function<Dataset<Row>, ReferenceSnapshot> reference, LookupJoin join) {
            this.name = name;
            this.reference = reference;
            this.join = join;
        }
    }

    private final List<Table> tables = new ArrayList<>();

    private ReferenceJoins() {}

    /** @param references one for each of the columns' join steps, in their order */
    static ReferenceJoins ofTables(TableColumns columns, List<ReferenceTable> references) {
        List<Function<Dataset<Row>, ReferenceSnapshot>> reads = new ArrayList<>();
        references.forEach(reference -> reads.add(reference::forRecords));
        return of(columns, reads);
    }

    /**
     * Makes the joins with several tables.
     *
     * @param reads read each of the tables for records, in the order of the columns' join steps
     */
    public static ReferenceJoins of(TableColumns columns, List<Function<Dataset<Row>, ReferenceSnapshot>> reads) {
        ReferenceJoins joins = new ReferenceJoins();
        for (int i = 0; i < reads.size(); i++) {
            JoinStep step = columns.joinSteps().get(i);
            joins.tables.add(new Table(step.lookup().name(), reads.get(i), new LookupJoin(columns, step)));
        }
        return joins;
    }

    /** Returns the join with each table. */
    public List<LookupJoin> joins() {
        return tables.stream().map(table -> table.join).collect(toList());
    }

    /** Makes the join with a single table. */
    public static ReferenceJoins of(Function<Dataset<Row>, ReferenceSnapshot> reference, LookupJoin join) {
        ReferenceJoins joins = new ReferenceJoins();
        joins.tables.add(new Table("", reference, join));
        return joins;
    }

    /**
     * Reads each reference table for the records of a batch: once, and all before anything is written.
     *
     * @param records with the columns of {@link TableColumns#stream}; should be held in memory
     * @throws ReferenceTableException when a table cannot be read
     */
    public Found read(Dataset<Row> records) {
        List<FoundIn> found = new ArrayList<>();
        Dataset<Row> rows = records;
        for (Table table : tables) {
            long start = System.nanoTime();
            ReferenceSnapshot snapshot = table.reference.apply(rows);
            found.add(new FoundIn(table, snapshot, Duration.ofNanos(System.nanoTime() - start)));
            rows = table.join.join(rows, snapshot);
        }
        return new Found(found);
    }

    /** What the batch found in one reference table. */
    public static final class FoundIn {
        private final Table table;
        private final ReferenceSnapshot snapshot;
        private final Duration duration;

        private FoundIn(Table table, ReferenceSnapshot snapshot, Duration duration) {
            this.table = table;
            this.snapshot = snapshot;
            this.duration = duration;
        }

        /** Returns the name of the table in figures. */
        public String name() {
            return table.name;
        }

        public ReferenceSnapshot snapshot() {
            return snapshot;
        }

        /** Returns how long the batch waited for the snapshot. */
        public Duration duration() {
            return duration;
        }
    }

    /** What the batch found in all reference tables. */
    public static final class Found {
        private final List<FoundIn> tables;

        private Found(List<FoundIn> tables) {
            this.tables = Collections.unmodifiableList(tables);
        }

        /** Returns what was found in each table, in the order of the joins; at least one. */
        public List<FoundIn> tables() {
            return tables;
        }

        /** Returns what was found in each table. */
        public List<ReferenceSnapshot> snapshots() {
            return tables.stream().map(FoundIn::snapshot).collect(toList());
        }

        /**
         * Returns the records with the attributes of the items that they match.
         *
         * @param records with the columns of {@link TableColumns#stream}
         * @return rows with the columns of {@link TableColumns#schema}
         */
        public Dataset<Row> join(Dataset<Row> records) {
            Dataset<Row> rows = records;
            for (FoundIn found : tables) {
                rows = found.table.join.join(rows, found.snapshot);
            }
            return rows;
        }

        /**
         * Counts for each table, by its name, the records that match none of its items. A record that has no value to join on,
         * such as one that an earlier table did not match, matches nothing. Runs a short job for each table.
         *
         * @param records should be held in memory
         */
        public Map<String, UnmatchedRecords> unmatched(Dataset<Row> records) {
            Map<String, UnmatchedRecords> unmatched = new LinkedHashMap<>();
            Dataset<Row> rows = records;
            for (FoundIn found : tables) {
                unmatched.put(found.table.name, found.table.join.unmatched(rows, found.snapshot));
                rows = found.table.join.join(rows, found.snapshot);
            }
            return unmatched;
        }
    }
}
