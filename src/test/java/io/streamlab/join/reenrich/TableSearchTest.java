package io.streamlab.join.reenrich;

import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.columns.TableColumns;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.config.RemovedReference;
import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.lookup.LookupJoin;
import io.streamlab.join.metrics.BatchReport;
import io.streamlab.join.metrics.RecordedReports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;

/** Which rows are outdated, found with Spark; the table is any dataset here. */
class TableSearchTest {
    private static final StructType ORDERS = StructType.fromDDL("uuid string, country string, orderdate string");

    /** The columns as Hudi returns them: with a column of its own, in an order of its own. */
    private static final StructType TABLE = StructType.fromDDL(
            "_hoodie_commit_time string, _join_key string, code string, combinedname string, _event_order string, uuid string, orderdate string");

    private final List<OutdatedRows> cached = new ArrayList<>();
    private final BatchReport report = new RecordedReports().reports().begin(7);
    private JobConfig config = config("code string, countryname string, combinedname string");
    private BiFunction<Column, StructField, Column> asRead = (value, column) -> value;
    private List<Row> table = List.of(
            row("1", "India", "IN", "IN-India"),
            row("2", "India", "IN", "IN-old"),
            row("3", "USA", null, null),
            row("4", "China", "CN", "CN-China"),
            row("5", "Atlantis", null, null),
            row("6", null, "??", "a row without a join key"));

    @AfterEach
    void release() {
        cached.forEach(OutdatedRows::close);
    }

    @Test
    void findsTheOutdatedRowsOfTheKeysAndJoinsThemAgain() {
        OutdatedRows found = ofKeys(
                List.of("USA", "Atlantis", "China", "India"),
                Map.of("India", attributes("IN", "IN-India"), "USA", attributes("US", "US-USA")),
                10);

        assertThat(rows(found))
                .as("1 is right, China has no item any more, Atlantis has none yet")
                .containsExactly(
                        "[order 3,3,d,US,US-USA,USA]",
                        "[order 4,4,d,null,null,China]",
                        "[order 2,2,d,IN,IN-India,India]");
        assertThat(found.rows().orElseThrow().columns())
                .containsExactly("_event_order", "uuid", "orderdate", "code", "combinedname", "_join_key");
        assertThat(found.backlog()).isZero();
        assertThat(found.keysDone()).isEqualTo(4);
    }

    @Test
    void takesAsManyAsItMayOfTheFirstKeysAndCountsTheRest() {
        table = new ArrayList<>();
        for (int uuid = 0; uuid < 30; uuid++) {
            table.add(
                    row(Integer.toString(uuid), List.of("India", "USA", "China").get(uuid % 3), "?", "?"));
        }

        OutdatedRows found = ofKeys(List.of("China", "Atlantis", "India", "USA"), Map.of(), 15);

        assertThat(found.rows().orElseThrow().groupBy("_join_key").count().collectAsList())
                .extracting(Row::toString)
                .containsExactlyInAnyOrder("[China,10]", "[India,5]");
        assertThat(found.backlog()).isEqualTo(15);
        assertThat(found.keysDone()).as("China and Atlantis").isEqualTo(2);
    }

    @Test
    void isDoneWithAllKeysWhenExactlyAsManyRowsDifferAsItMayTake() {
        OutdatedRows found = ofKeys(List.of("China", "India"), Map.of(), 3);

        assertThat(rows(found)).hasSize(3);
        assertThat(found.backlog()).isZero();
        assertThat(found.keysDone()).isEqualTo(2);
    }

    @Test
    void hasNoRowsWhereNoneDiffers() {
        OutdatedRows found = ofKeys(List.of("China"), Map.of("China", attributes("CN", "CN-China")), 3);

        assertThat(found.rows()).isEmpty();
        assertThat(found.keysDone()).isEqualTo(1);
    }

    @Test
    void hasNoRowsWithoutATable() {
        OutdatedRows found = search(Optional.empty(), RemovedReference.NULL)
                .ofAllKeys(ReferenceAttributes.of(Map.of("China", attributes("CN", "CN-China"))), 3);

        assertThat(found.rows()).isEmpty();
        assertThat(found.backlog()).isZero();
    }

    @Test
    void comparesAllRowsThatHaveAJoinKey() {
        Map<String, Row> reference = Map.of("USA", attributes("US", "US-USA"), "India", attributes("IN", "IN-India"));

        assertThat(rows(ofAllKeys(reference, RemovedReference.NULL)))
                .containsExactlyInAnyOrder(
                        "[order 3,3,d,US,US-USA,USA]",
                        "[order 4,4,d,null,null,China]",
                        "[order 2,2,d,IN,IN-India,India]");
        assertThat(rows(ofAllKeys(reference, RemovedReference.KEEP)))
                .containsExactlyInAnyOrder("[order 3,3,d,US,US-USA,USA]", "[order 2,2,d,IN,IN-India,India]");
    }

    @Test
    void fillsAColumnThatIsNewInTheTable() {
        config = config("code string, countryname string, combinedname string, tags map<string, int>");

        OutdatedRows found = ofKeys(
                List.of("China", "USA"),
                Map.of("China", RowFactory.create("CN", "CN-China", JavaConverters.mapAsScalaMap(Map.of("a", 1)))),
                10);

        assertThat(rows(found)).containsExactly("[order 4,4,d,CN,CN-China,Map(a -> 1),China]");
    }

    /** A partition column shows NULL for the empty text. */
    @Test
    void skipsRowsThatCannotShowTheirValue() {
        asRead = (value, column) -> column.name().equals("code") ? when(value.notEqual(""), value) : value;
        table = List.of(row("1", "India", null, "India"), row("2", "India", "IN", "India"));

        OutdatedRows found = ofKeys(List.of("India"), Map.of("India", attributes("", "India")), 10);

        assertThat(rows(found)).containsExactly("[order 2,2,d,,India,India]");
    }

    @Test
    void findsRowsOfMoreKeysThanAreNamedToTheReader() {
        Map<String, Row> reference = new HashMap<>();
        List<String> keys =
                IntStream.range(0, 3_000).mapToObj(i -> "Country " + i).toList();
        keys.forEach(key -> reference.put(key, attributes("C", key)));
        table = List.of(
                row("1", "Country 7", null, null),
                row("2", "Country 2999", "C", "Country 2999"),
                row("3", "USA", "?", "?"));

        assertThat(rows(ofKeys(keys, reference, 10))).containsExactly("[order 1,1,d,C,Country 7,Country 7]");
    }

    private OutdatedRows ofKeys(List<String> keys, Map<String, Row> reference, int limit) {
        OutdatedRows found =
                search(table(), RemovedReference.NULL).ofKeys(keys, ReferenceAttributes.of(reference), limit);
        cached.add(found);
        return found;
    }

    private OutdatedRows ofAllKeys(Map<String, Row> reference, RemovedReference removed) {
        OutdatedRows found = search(table(), removed).ofAllKeys(ReferenceAttributes.of(reference), 10);
        cached.add(found);
        return found;
    }

    private Optional<Dataset<Row>> table() {
        return Optional.of(LocalSpark.session().createDataFrame(table, TABLE));
    }

    private TableSearch search(Optional<Dataset<Row>> rows, RemovedReference removed) {
        TableSearch.Table searched = new TableSearch.Table() {
            @Override
            public Optional<Dataset<Row>> read() {
                return rows;
            }

            @Override
            public boolean isLastWrittenBy(BatchProvenance origin) {
                throw new UnsupportedOperationException("a search does not ask for the writer");
            }

            @Override
            public Column asRead(Column value, StructField column) {
                return asRead.apply(value, column);
            }
        };
        return new TableSearch(searched, List.of(join()), removed, report);
    }

    private LookupJoin join() {
        return new LookupJoin(TableColumns.of(ORDERS, config), config.lookup());
    }

    private static JobConfig config(String lookupSchema) {
        return ExampleConfig.with(
                "reenrich", "true", "drop_columns", "country,countryname", "lookup_schema", lookupSchema);
    }

    private static List<String> rows(OutdatedRows found) {
        return found.rows().orElseThrow().collectAsList().stream()
                .map(Row::toString)
                .toList();
    }

    private static Row attributes(String code, String combinedName) {
        return RowFactory.create(code, combinedName);
    }

    private static Row row(String uuid, String joinKey, String code, String combinedName) {
        return RowFactory.create("20260131", joinKey, code, combinedName, "order " + uuid, uuid, "d");
    }
}
