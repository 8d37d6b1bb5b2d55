package io.streamlab.join.reenrich;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.streamlab.join.config.JobColumns;
import io.streamlab.join.config.RemovedReference;
import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.lookup.LookupJoin;
import io.streamlab.join.metrics.BatchReport;
import io.streamlab.join.metrics.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Finds outdated rows with Spark: joins the table with the reference data by the join keys, and compares the attributes. */
final class TableSearch implements OutdatedRowSearch {
    /** Up to so many keys are named to the Parquet reader, which skips row groups that have none of them. */
    private static final int MOST_KEYS_TO_NAME = 1_000;

    private final Table table;
    private final List<LookupJoin> joins;
    private final StructType schema;
    private final RemovedReference removed;
    private final BatchReport report;

    /**
     * @param joins with each reference table
     * @param report gets the time of the search
     */
    TableSearch(Table table, List<LookupJoin> joins, RemovedReference removed, BatchReport report) {
        this.table = table;
        this.joins = joins;
        this.schema = joins.get(0).schema();
        this.removed = removed;
        this.report = report;
    }

    /** The table that is searched. */
    interface Table {
        /** Reads the table as its newest commit has left it; none before the first commit. */
        Optional<Dataset<Row>> read();

        /** Returns whether the newest commit is of the same query. */
        boolean isLastWrittenBy(BatchProvenance origin);

        /**
         * Returns what the table shows where a value was written into a column. A partition column shows NULL for the empty
         * text: compared with the value itself, its row would be outdated for ever.
         */
        Column asRead(Column value, StructField column);
    }

    @Override
    public boolean isLastWrittenBy(BatchProvenance origin) {
        return table.isLastWrittenBy(origin);
    }

    @Override
    public OutdatedRows ofKeys(List<String> keys, ReferenceAttributes reference, int limit) {
        LedgerKeys ledgerKeys = new LedgerKeys(joins.size());
        List<Map<String, Integer>> ranks = noRanks();
        for (int rank = 0; rank < keys.size(); rank++) {
            ranks.get(ledgerKeys.table(keys.get(rank))).put(ledgerKeys.joinKey(keys.get(rank)), rank);
        }
        return report.timed(Figure.REENRICH_TIME, () -> table.read()
                .map(rows -> {
                    RejoinedRows rejoined = rejoined(rows.where(hasOneOf(ranks)), reference, ranks);
                    return cached(rejoined, rejoined.rank().isNotNull(), keys.size(), limit);
                })
                .orElseGet(() -> CachedOutdatedRows.none(keys.size())));
    }

    @Override
    public OutdatedRows ofAllKeys(ReferenceAttributes reference, int limit) {
        return report.timed(Figure.REENRICH_TIME, () -> table.read()
                .map(rows -> cached(rejoined(rows.where(hasAnyKey()), reference, noRanks()), lit(true), 0, limit))
                .orElseGet(() -> CachedOutdatedRows.none(0)));
    }

    private List<Map<String, Integer>> noRanks() {
        List<Map<String, Integer>> ranks = new ArrayList<>();
        joins.forEach(join -> ranks.add(new LinkedHashMap<>()));
        return ranks;
    }

    /** Returns whether a row may have one of the pending keys. */
    private Column hasOneOf(List<Map<String, Integer>> ranks) {
        if (ranks.stream().mapToInt(Map::size).sum() > MOST_KEYS_TO_NAME) {
            return hasAnyKey();
        }
        Column wanted = lit(false);
        for (int i = 0; i < joins.size(); i++) {
            if (!ranks.get(i).isEmpty()) {
                wanted = wanted.or(
                        col(joins.get(i).keyColumn()).isin(ranks.get(i).keySet().toArray()));
            }
        }
        return wanted;
    }

    private Column hasAnyKey() {
        return joins.stream()
                .map(join -> col(join.keyColumn()).isNotNull())
                .reduce(Column::or)
                .orElseThrow(IllegalStateException::new);
    }

    /** @param ranks the place of each pending key, of each table; nothing if all keys are of interest */
    private RejoinedRows rejoined(Dataset<Row> rows, ReferenceAttributes reference, List<Map<String, Integer>> ranks) {
        RejoinedRows rejoined = new RejoinedRows(rows, schema, removed);
        List<ReferenceAttributes> byTable = reference.byTable();
        for (int i = 0; i < joins.size(); i++) {
            // A row that a key of another table has found needs the items of all keys.
            boolean isOnly = joins.size() == 1 && !ranks.get(i).isEmpty();
            Map<String, Row> items = isOnly
                    ? byTable.get(i).of(ranks.get(i).keySet())
                    : byTable.get(i).ofAllKeys();
            rejoined.join(joins.get(i), items, ranks.get(i));
        }
        return rejoined;
    }

    private OutdatedRows cached(RejoinedRows rejoined, Column wanted, int keys, int limit) {
        List<StructField> attributes = new ArrayList<>();
        for (LookupJoin join : joins) {
            Arrays.stream(join.attributes().fields())
                    .filter(field -> Arrays.asList(schema.fieldNames()).contains(field.name()))
                    .forEach(attributes::add);
        }
        Column now = fingerprint(attributes.stream().map(field -> table.asRead(rejoined.now(field.name()), field)));
        Column before = fingerprint(attributes.stream().map(field -> rejoined.before(field.name())));
        Dataset<Row> outdated = rejoined.rows()
                .where(wanted)
                .where(now.notEqual(before).or(rejoined.hasOtherKey()))
                .select(columns(rejoined));
        return CachedOutdatedRows.of(outdated, keys, limit);
    }

    /** Returns the joined rows' columns with the attributes of now, and the place of the key. */
    private Column[] columns(RejoinedRows rejoined) {
        Stream<Column> columns = Arrays.stream(schema.fieldNames())
                .map(name -> rejoined.now(name).as(name));
        // A partition column may show another value than the key was made of.
        Stream<Column> key =
                Stream.of(JobColumns.RECORD_KEY).filter(rejoined::isWritten).map(rejoined::before);
        // In a search over all keys places do not matter. Any number does.
        Column rank = coalesce(rejoined.rank(), lit(Integer.MAX_VALUE));
        return Stream.concat(Stream.concat(columns, key), Stream.of(rank.as(CachedOutdatedRows.RANK)))
                .toArray(Column[]::new);
    }

    /** Fingerprints are compared, not values: Spark does not compare maps. */
    private static Column fingerprint(Stream<Column> values) {
        return udf((UDF1<Row, Long>) Fingerprint::of, DataTypes.LongType).apply(struct(values.toArray(Column[]::new)));
    }
}
