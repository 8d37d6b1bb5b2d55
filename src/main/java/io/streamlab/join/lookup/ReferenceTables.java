package io.streamlab.join.lookup;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.columns.TableColumns;
import io.streamlab.join.config.LookupConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/** The reference tables of a job, each of which is open. */
public final class ReferenceTables implements AutoCloseable {
    private final List<LookupConfig> lookups;
    private final List<ReferenceTable> tables = new ArrayList<>();

    private ReferenceTables(List<LookupConfig> lookups) {
        this.lookups = lookups;
    }

    /** Opens each table as {@link ReferenceTable#open}. */
    public static ReferenceTables open(List<LookupConfig> lookups) {
        ReferenceTables references = new ReferenceTables(lookups);
        lookups.forEach(lookup -> references.tables.add(ReferenceTable.open(lookup)));
        return references;
    }

    /** @param lastItems the items of the last scan of a table of DynamoDB, where they are known */
    public void noteLastScans(Function<String, OptionalInt> lastItems) {
        for (int i = 0; i < tables.size(); i++) {
            lastItems.apply(lookups.get(i).table()).ifPresent(tables.get(i)::noteLastScan);
        }
    }

    /** Returns the joins with the tables, one after the other. */
    public ReferenceJoins joins(TableColumns columns) {
        return ReferenceJoins.ofTables(columns, tables);
    }

    /** @see ReferenceTable#keepUp */
    public void keepUp() {
        tables.forEach(ReferenceTable::keepUp);
    }

    /** Returns each table as it is now: see {@link ReferenceTable#current}. */
    public List<ReferenceSnapshot> current() {
        return tables.stream().map(ReferenceTable::current).collect(toList());
    }

    @Override
    public void close() {
        tables.forEach(ReferenceTable::close);
    }
}
