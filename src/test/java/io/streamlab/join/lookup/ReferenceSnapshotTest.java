package io.streamlab.join.lookup;

import static io.streamlab.join.lookup.RecordingDynamoDb.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.LookupConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ReferenceSnapshotTest {
    private static final LookupConfig EXAMPLE =
            ExampleConfig.with("lookup_segments", "1").lookup();

    @Test
    void keepsTheSmallestOfSeveralItemsWithOneJoinValue() {
        ReferenceSnapshot snapshot = snapshot(
                EXAMPLE,
                List.of(
                        item("code", "US", "countryname", "USA", "combinedname", "US-USA"),
                        item("code", "UM", "countryname", "USA", "combinedname", "UM-USA"),
                        item("code", "VI", "countryname", "USA", "combinedname", "VI-USA"),
                        item("code", "IN", "countryname", "India", "combinedname", "IN-India")));

        assertThat(snapshot.rows())
                .extracting(Row::toString)
                .containsExactlyInAnyOrder("[UM,USA,UM-USA]", "[IN,India,IN-India]");
        assertThat(snapshot.duplicates()).isEqualTo(Map.of("USA", 2));
        assertThat(snapshot.duplicateItems()).isEqualTo(2);
        assertThat(snapshot.items()).isEqualTo(4);
    }

    @Test
    void decidesTheSameInWhateverOrderTheItemsCome() {
        List<Map<String, AttributeValue>> items = List.of(
                item("code", "b", "countryname", "x"),
                item("code", "a", "countryname", "x", "combinedname", "1"),
                item("code", "a", "countryname", "x", "combinedname", "0"),
                item("countryname", "x"));
        List<Map<String, AttributeValue>> reversed = new ArrayList<>(items);
        Collections.reverse(reversed);

        assertThat(snapshot(EXAMPLE, reversed).rows())
                .isEqualTo(snapshot(EXAMPLE, items).rows())
                .extracting(Row::toString)
                .containsExactly("[a,x,0]");
    }

    @Test
    void decidesByTheContentOfValuesThatHaveNoTextOfTheirOwn() {
        LookupConfig lookup = ExampleConfig.with(
                        "lookup_schema", "countryname string, flag binary, notes struct<a: array<binary>>",
                        "lookup_segments", "1")
                .lookup();
        Map<String, AttributeValue> smaller = new HashMap<>(item("countryname", "x"));
        smaller.put("flag", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {1})));
        Map<String, AttributeValue> greater = new HashMap<>(item("countryname", "x"));
        greater.put("flag", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {2})));

        // Several times, as the text of a Java array changes with each array.
        for (int i = 0; i < 20; i++) {
            assertThat(snapshot(lookup, List.of(greater, smaller)).rows().get(0).<byte[]>getAs(1))
                    .isEqualTo(new byte[] {1});
        }
    }

    @Test
    void countsItemsAsDuplicatesOnlyWhenAllJoinColumnsAreTheSame() {
        LookupConfig lookup = ExampleConfig.with(
                        "join_columns", "country=countryname,region=code", "lookup_segments", "1")
                .lookup();

        ReferenceSnapshot snapshot = snapshot(
                lookup,
                List.of(
                        item("code", "a", "countryname", "x"),
                        item("code", "b", "countryname", "x"),
                        item("code", "b", "countryname", "x", "combinedname", "again")));

        assertThat(snapshot.rows()).hasSize(2);
        assertThat(snapshot.duplicates()).isEqualTo(Map.of("x,b", 1));
    }

    @Test
    void takesItemsForDuplicatesThatAreComparedAsEqualAndKeepsTheirTexts() {
        List<Map<String, AttributeValue>> items = List.of(
                item("code", "2", "countryname", "India"),
                item("code", "1", "countryname", " INDIA "),
                item("code", "3", "countryname", "Peru"));

        ReferenceSnapshot snapshot = snapshot(
                ExampleConfig.with("lookup_segments", "1", "join_comparison", "trimmed_ignore_case")
                        .lookup(),
                items);

        assertThat(snapshot.rows())
                .extracting(Row::toString)
                .containsExactlyInAnyOrder("[1, INDIA ,null]", "[3,Peru,null]");
        assertThat(snapshot.duplicates()).isEqualTo(Map.of("india", 1));
        assertThat(snapshot(EXAMPLE, items).duplicates()).isEmpty();
    }

    @Test
    void leavesOutItemsThatCanMatchNothing() {
        ReferenceSnapshot snapshot =
                snapshot(EXAMPLE, List.of(item("code", "a"), item("code", "b"), item("countryname", "x")));

        assertThat(snapshot.rows()).extracting(Row::toString).containsExactly("[null,x,null]");
        assertThat(snapshot.duplicates()).isEmpty();
        assertThat(snapshot.items()).isEqualTo(3);
    }

    @Test
    void isTypedEvenWhenItIsEmpty() {
        LookupConfig lookup = ExampleConfig.with(
                        "lookup_schema", "countryname string, since date, changed timestamp, rate decimal(10,4)",
                        "empty_lookup", "allow")
                .lookup();

        Dataset<Row> rows = snapshot(lookup, List.of()).toDataset(LocalSpark.session());

        assertThat(rows.schema()).isEqualTo(lookup.schema());
        assertThat(rows.count()).isZero();
    }

    @Test
    void givesSparkTheValuesAsTheyAre() {
        LookupConfig lookup = ExampleConfig.with(
                        "lookup_schema",
                        "countryname string, since date, changed timestamp, rates array<int>, names map<string, string>",
                        "lookup_segments",
                        "1")
                .lookup();
        Map<String, AttributeValue> item = Map.of(
                "countryname", AttributeValue.fromS("x"),
                "since", AttributeValue.fromS("1000-01-01"),
                "changed", AttributeValue.fromS("1000-01-01T00:00:00Z"),
                "rates", AttributeValue.fromNs(List.of("1", "2")),
                "names", AttributeValue.fromM(Map.of("en", AttributeValue.fromS("X"))));

        Row row = snapshot(lookup, List.of(item))
                .toDataset(LocalSpark.session())
                .selectExpr("countryname", "string(since)", "string(changed)", "rates[1]", "names['en']")
                .head();

        assertThat(row.toString()).isEqualTo("[x,1000-01-01,1000-01-01 00:00:00,2,X]");
    }

    private static ReferenceSnapshot snapshot(LookupConfig lookup, List<Map<String, AttributeValue>> items) {
        RecordingDynamoDb dynamoDb = new RecordingDynamoDb().page(0, items);
        try (ReferenceTable table = new ReferenceTable(dynamoDb, lookup)) {
            return table.scan();
        }
    }
}
