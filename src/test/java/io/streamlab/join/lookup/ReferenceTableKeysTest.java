package io.streamlab.join.lookup;

import static io.streamlab.join.lookup.RecordingDynamoDb.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.LookupConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Reads by the join values of a batch, and the choice between them and a scan. */
class ReferenceTableKeysTest {
    private static final StructType ORDERS = StructType.fromDDL("uuid string, country string");
    private static final TableDescription BY_NAME = KeyTables.of(ScalarAttributeType.S, "countryname");
    private static final long MB = 1024 * 1024;

    private final KeyedDynamoDb dynamoDb = new KeyedDynamoDb("countries").described(BY_NAME);
    private final List<Duration> pauses = new ArrayList<>();
    private Runnable inAPause = () -> {};
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void asksForEachValueOfTheBatchOnce() {
        items(0, 300);
        ReferenceTable table = open("lookup_mode", "keys");

        ReferenceSnapshot snapshot =
                table.forRecords(orders("c1", "c2", "c1", null, "", "c299", "Atlantis", "c2", "c1"));

        assertThat(snapshot.rows()).extracting(row -> row.getString(1)).containsExactlyInAnyOrder("c1", "c2", "c299");
        assertThat(snapshot.askedValues()).hasValue(4);
        assertThat(snapshot.consumedCapacityUnits()).as("a unit for each value").isEqualTo(4);
        assertThat(dynamoDb.scans).isEmpty();
    }

    @Test
    void isRefusedWhereTheJoinColumnsAreNoKey() {
        dynamoDb.described(KeyTables.of(ScalarAttributeType.S, "code", "countryname"));

        assertThatThrownBy(() -> open("lookup_mode", "keys").forRecords(orders("c1")))
                .isInstanceOf(ReferenceTableException.class)
                .hasMessage(
                        "Reference table countries: the join attributes [countryname] are not the key of the table, "
                                + "which is [code, countryname]: join on the partition key 'code', alone or with the sort key; or "
                                + "name an index with --lookup_index (it has no index). Or read the whole table, with "
                                + "--lookup_mode scan");
    }

    @Test
    void failsForAnEmptyTableOnly() {
        ReferenceTable table = open("lookup_mode", "keys");

        assertThatThrownBy(() -> table.forRecords(orders("c1")))
                .hasMessageStartingWith("Reference table countries: it is empty, so every row would be written without "
                        + "reference data. Nothing is lost");

        items(5, 6);
        assertThat(table.forRecords(orders("c1")).rows()).isEmpty();
    }

    @Test
    void readsAnEmptyTableThatMayBeEmpty() {
        ReferenceTable table = open("lookup_mode", "keys", "empty_lookup", "allow");

        assertThat(table.forRecords(orders("c1")).rows()).isEmpty();
        assertThat(dynamoDb.scans).isEmpty();
    }

    @Test
    void failsWhereValuesThatHadAnItemHaveNoneNow() {
        items(0, 40);
        ReferenceTable table = open("lookup_mode", "keys");
        table.forRecords(orders(0, 20));
        removeItems(5, 40);

        assertThatThrownBy(() -> table.forRecords(orders(20, 40)))
                .isInstanceOf(ReferenceTableException.class)
                .hasMessageStartingWith(
                        "Reference table countries: of 20 join values that former batches found, 5 have an "
                                + "item now, and 0 of the batch's own 20. That is a loss of more than 50 percent "
                                + "(--max_lookup_shrink_percent). The table seems to be reloaded");
        assertThatThrownBy(() -> table.forRecords(orders(20, 40))).hasMessageContaining("5 have an item now");
    }

    @Test
    void goesOnWithRecordsOfUnknownValues() {
        items(0, 20);
        ReferenceTable table = open("lookup_mode", "keys");
        table.forRecords(orders(0, 20));

        ReferenceSnapshot snapshot = table.forRecords(orders(20, 80));

        assertThat(snapshot.rows()).isEmpty();
        assertThat(snapshot.consumedCapacityUnits())
                .as("with the 20 that had an item")
                .isEqualTo(80);
    }

    @Test
    void asksForNothingTwiceWhereMostValuesAreFound() {
        items(0, 20);
        ReferenceTable table = open("lookup_mode", "keys");
        table.forRecords(orders(0, 20));

        assertThat(table.forRecords(orders(10, 30)).consumedCapacityUnits()).isEqualTo(20);
    }

    @Test
    void remembersAsManyValuesAsOneRequestTakes() {
        items(0, 1_000);
        ReferenceTable table = open("lookup_mode", "keys");
        table.forRecords(orders(0, 500));
        table.forRecords(orders(500, 1_000));
        int before = dynamoDb.gets.size();

        table.forRecords(orders(1_000, 1_001));

        assertThat(dynamoDb.gets.subList(before, dynamoDb.gets.size()))
                .extracting(request -> request.keys().size())
                .containsExactly(1, 100);
    }

    @Test
    void waitsForTheItems() {
        items(0, 20);
        ReferenceTable table = open("lookup_mode", "keys", "lookup_shrink", "wait");
        table.forRecords(orders(0, 20));
        removeItems(0, 20);
        inAPause = () -> items(pauses.size() * 10 - 10, pauses.size() * 10);

        ReferenceSnapshot snapshot = table.forRecords(orders(0, 20));

        assertThat(snapshot.rows()).hasSize(20);
        assertThat(pauses).as("ten items, twenty items, no more items").hasSize(3);
    }

    @Test
    void anythingMayBeGoneWithoutABound() {
        items(0, 20);
        ReferenceTable table = open("lookup_mode", "keys", "max_lookup_shrink_percent", "none");
        table.forRecords(orders(0, 19));
        removeItems(1, 19);

        assertThat(table.forRecords(orders(0, 19)).rows()).hasSize(1);
    }

    @Test
    void autoScansATableOfOnePageAndDescribesItOnceAnHour() {
        items(0, 4);
        describe(MB, 1_000);
        ReferenceTable table = open();

        for (int batch = 0; batch < 3; batch++) {
            assertThat(table.forRecords(orders("c1")).askedValues()).isEmpty();
            now = now.plus(Duration.ofMinutes(29));
        }

        assertThat(dynamoDb.descriptions).isEqualTo(1);
        describe(100 * MB, 100_000);
        now = now.plus(Duration.ofMinutes(29));
        assertThat(table.forRecords(orders("c1")).askedValues()).hasValue(1);
        assertThat(dynamoDb.descriptions).isEqualTo(2);
    }

    /** 10 MB are 2,560 units, an item is one. */
    @Test
    void autoTakesWhatCostsLess() {
        items(0, 4);
        describe(10 * MB, 10_000);
        ReferenceTable table = open();

        assertThat(table.forRecords(orders(0, 2_559)).askedValues()).hasValue(2_559);
        assertThat(table.forRecords(orders(0, 2_560)).askedValues()).isEmpty();
        assertThat(table.forRecords(orders(0, 3)).askedValues()).hasValue(3);
    }

    /** 10 MB in items of 10 KB, three units each: 854 values cost more than 2,560 units. */
    @Test
    void autoReckonsWithTheSizeOfItems() {
        items(0, 4);
        describe(10 * MB, 1_024);
        ReferenceTable table = open();

        assertThat(table.forRecords(orders(0, 853)).askedValues()).hasValue(853);
        assertThat(table.forRecords(orders(0, 854)).askedValues()).isEmpty();
    }

    @Test
    void autoKnowsFromItsScanWhatTheDescriptionDoesNotSayYet() {
        items(0, 4);
        dynamoDb.unitsOfAScan(5_000);
        ReferenceTable table = open();

        assertThat(table.forRecords(orders("c1")).askedValues()).isEmpty();
        assertThat(table.forRecords(orders("c1")).askedValues()).hasValue(1);
    }

    @Test
    void autoReadsATableByKeysThatHasTooManyItemsForAScan() {
        items(0, 4);
        describe(10 * MB, 1_000_000);
        ReferenceTable table = open("max_lookup_rows", "999999");

        assertThat(table.forRecords(orders(0, 5_000)).askedValues()).hasValue(5_000);
    }

    @Test
    void autoScansWhereItMayNotLookForAKey() {
        items(0, 4);
        dynamoDb.described(null);
        ReferenceTable table = open();

        assertThat(table.forRecords(orders("c1")).rows()).hasSize(4);
    }

    /** A scan in its place may be of millions of items. */
    @Test
    void autoFailsWhereTheTableCannotBeDescribedForNow() {
        items(0, 4);
        describe(100 * MB, 1_000);
        dynamoDb.failingToDescribe(SdkClientException.create("no route to host"));
        ReferenceTable table = open();

        assertThatThrownBy(() -> table.forRecords(orders("c1")))
                .hasMessage("Reference table countries: no route to host");

        dynamoDb.failingToDescribe(null);
        assertThat(table.forRecords(orders("c1")).askedValues()).hasValue(1);
    }

    @Test
    void autoKeepsToWhatItKnowsWhenItMayNotDescribeTheTableAnyMore() {
        items(0, 4);
        describe(100 * MB, 1_000);
        ReferenceTable table = open();
        table.forRecords(orders("c1"));
        dynamoDb.described(null);
        now = now.plus(Duration.ofHours(2));

        assertThat(table.forRecords(orders("c1")).askedValues()).hasValue(1);
    }

    @Test
    void autoScansWhereTheJoinColumnsAreNoKey() {
        items(0, 4);
        dynamoDb.described(KeyTables.of(ScalarAttributeType.S, "code").toBuilder()
                .tableSizeBytes(100 * MB)
                .itemCount(1_000L)
                .build());

        assertThat(open().forRecords(orders("c1")).rows()).hasSize(4);
    }

    @Test
    void autoScansForReenrichment() {
        items(0, 4);
        describe(100 * MB, 1_000);

        assertThat(open("reenrich", "true").forRecords(orders("c1")).rows()).hasSize(4);
        assertThat(dynamoDb.descriptions).isZero();
    }

    /** Somebody named the index, so a scan in its place would hide a mistake. */
    @Test
    void autoFailsForAnIndexThatTheTableDoesNotHave() {
        items(0, 4);

        assertThatThrownBy(() -> open("lookup_index", "by_name").forRecords(orders("c1")))
                .hasMessageContaining("it has no index 'by_name' (--lookup_index); it has no index");
    }

    private ReferenceTable open(String... keysAndValues) {
        List<String> all = new ArrayList<>(List.of("lookup_table", "countries", "lookup_segments", "2"));
        all.addAll(List.of(keysAndValues));
        LookupConfig lookup = ExampleConfig.with(all.toArray(String[]::new)).lookup();
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
        return new ReferenceTable(dynamoDb, lookup, Duration.ofMinutes(1), clock, time -> {
            pauses.add(time);
            inAPause.run();
        });
    }

    private void describe(long bytes, long items) {
        dynamoDb.described(
                BY_NAME.toBuilder().tableSizeBytes(bytes).itemCount(items).build());
    }

    private void items(int from, int until) {
        IntStream.range(from, Math.min(until, 1_000))
                .forEach(i -> dynamoDb.remove(item("countryname", "c" + i)).item(item("countryname", "c" + i)));
    }

    private void removeItems(int from, int until) {
        IntStream.range(from, until).forEach(i -> dynamoDb.remove(item("countryname", "c" + i)));
    }

    private static Dataset<Row> orders(int from, int until) {
        return orders(IntStream.range(from, until).mapToObj(i -> "c" + i).toArray(String[]::new));
    }

    private static Dataset<Row> orders(String... countries) {
        return LocalSpark.session()
                .createDataFrame(
                        Stream.of(countries)
                                .map(country -> RowFactory.create("u", country))
                                .toList(),
                        ORDERS);
    }
}
