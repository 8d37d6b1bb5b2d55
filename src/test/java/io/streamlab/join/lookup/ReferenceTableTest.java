package io.streamlab.join.lookup;

import static io.streamlab.join.lookup.RecordingDynamoDb.item;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.LookupConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

class ReferenceTableTest {
    private static final LookupConfig THREE_SEGMENTS = ExampleConfig.with(
                    "lookup_table", "countries",
                    "lookup_schema", "name string, code string",
                    "join_columns", "country=name",
                    "lookup_segments", "3",
                    "max_lookup_rows", "5",
                    "empty_lookup", "allow")
            .lookup();

    private final RecordingDynamoDb dynamoDb = new RecordingDynamoDb();

    @Test
    void readsEveryPageOfEverySegment() {
        dynamoDb.page(0, List.of(item("name", "India", "code", "IN"), item("name", "USA", "code", "US")))
                .page(0, List.of(item("name", "Canada", "code", "CA")))
                .page(0, List.of())
                .page(0, List.of(item("name", "China", "code", "CN")))
                .page(2, List.of(item("name", "Peru", "code", "PE")));

        ReferenceSnapshot snapshot = scan();

        assertThat(snapshot.rows())
                .extracting(Row::toString)
                .containsExactlyInAnyOrder("[India,IN]", "[USA,US]", "[Canada,CA]", "[China,CN]", "[Peru,PE]");
        assertThat(snapshot.items()).isEqualTo(5);
        assertThat(snapshot.pages())
                .as("four, one and one, the empty one of segment 1")
                .isEqualTo(6);
        assertThat(snapshot.consumedCapacityUnits()).isEqualTo(3.0);
        assertThat(snapshot.duration()).isPositive();
    }

    @Test
    void asksForAllSegmentsConsistentlyAndOnlyForTheAttributesOfTheSchema() {
        dynamoDb.page(1, List.of(item("name", "India"))).page(1, List.of(item("name", "USA")));

        scan();

        Map<Integer, List<ScanRequest>> requests =
                dynamoDb.requests().stream().collect(groupingBy(ScanRequest::segment));
        assertThat(requests).containsOnlyKeys(0, 1, 2);
        assertThat(requests.get(0)).hasSize(1);
        assertThat(requests.get(1)).hasSize(2);
        assertThat(dynamoDb.requests()).allSatisfy(request -> {
            assertThat(request.tableName()).isEqualTo("countries");
            assertThat(request.totalSegments()).isEqualTo(3);
            assertThat(request.consistentRead()).isTrue();
            assertThat(request.returnConsumedCapacity()).isEqualTo(ReturnConsumedCapacity.TOTAL);
            // "name" is a word that DynamoDB reserves: it may only be asked for by a placeholder.
            assertThat(request.projectionExpression().split(", "))
                    .containsExactlyInAnyOrderElementsOf(
                            request.expressionAttributeNames().keySet());
            assertThat(request.expressionAttributeNames().keySet()).allMatch(name -> name.startsWith("#"));
            assertThat(request.expressionAttributeNames().values()).containsExactlyInAnyOrder("name", "code");
            assertThat(request.filterExpression()).isNull();
            assertThat(request.limit()).isNull();
        });
    }

    @Test
    void goesOnWhereTheLastPageEnded() {
        dynamoDb.page(0, List.of(item("name", "India")))
                .page(0, List.of(item("name", "USA")))
                .page(0, List.of(item("name", "Peru")));

        scan();

        List<Map<String, AttributeValue>> startKeys = new ArrayList<>();
        dynamoDb.requests().stream()
                .filter(request -> request.segment() == 0)
                .forEach(request -> startKeys.add(request.exclusiveStartKey()));
        assertThat(startKeys)
                .containsExactly(
                        Map.of(), Map.of("page", AttributeValue.fromN("1")), Map.of("page", AttributeValue.fromN("2")));
    }

    @Test
    void readsTheTableAnewForEachScan() {
        try (ReferenceTable table = new ReferenceTable(dynamoDb, THREE_SEGMENTS)) {
            assertThat(table.scan().rows()).isEmpty();
            dynamoDb.page(0, List.of(item("name", "India")));
            assertThat(table.scan().rows()).hasSize(1);
        }
    }

    @Test
    void splitsTheTableByTheSizeThatTheScanBeforeHasFound() {
        try (ReferenceTable table = new ReferenceTable(dynamoDb.capacityUnitsOfAPage(100), THREE_SEGMENTS)) {
            assertThat(table.scan().pages()).isEqualTo(3);
            assertThat(table.scan().pages()).as("300 units are 1.2 MB").isEqualTo(2);
            assertThat(table.scan().pages()).as("200 units are 0.8 MB").isEqualTo(1);
        }

        assertThat(dynamoDb.requests()).extracting(ScanRequest::totalSegments).containsExactly(3, 3, 3, 2, 2, 1);
    }

    @Test
    void servesFurtherBatchesUntilTheScanIsTooOld() {
        SettableClock clock = new SettableClock(Instant.parse("2026-01-31T12:00:00Z"));
        LookupConfig lookup = ExampleConfig.with("lookup_segments", "1", "lookup_refresh_seconds", "30")
                .lookup();
        dynamoDb.page(0, List.of(item("countryname", "India")));
        try (ReferenceTable table = new ReferenceTable(dynamoDb, lookup, Duration.ofMinutes(1), clock)) {
            ReferenceSnapshot first = table.current();
            clock.advance(Duration.ofSeconds(29));
            ReferenceSnapshot second = table.current();

            assertThat(dynamoDb.requests()).hasSize(1);
            assertThat(second.rows()).isEqualTo(first.rows()).hasSize(1);
            assertThat(second.items()).isEqualTo(1);
            assertThat(second.scanStart()).isEqualTo(first.scanStart());
            assertThat(second.pages()).isZero();
            assertThat(second.consumedCapacityUnits()).isZero();

            clock.advance(Duration.ofSeconds(1));
            assertThat(table.current().pages()).isEqualTo(1);
            assertThat(dynamoDb.requests()).hasSize(2);

            // Otherwise the scan would serve all batches of an hour.
            clock.advance(Duration.ofHours(-1));
            assertThat(table.current().pages()).isEqualTo(1);
            assertThat(dynamoDb.requests()).hasSize(3);
        }
    }

    @Test
    void scansForEveryBatchWhenNothingElseIsSaid() {
        dynamoDb.page(0, List.of(item("name", "India")));
        try (ReferenceTable table = new ReferenceTable(dynamoDb, THREE_SEGMENTS)) {
            assertThat(table.current().pages()).isEqualTo(3);
            assertThat(table.current().pages()).isPositive();
        }
    }

    @Test
    void failsAsAWholeWhenOnePageFails() {
        DynamoDbException failure = (DynamoDbException)
                DynamoDbException.builder().message("throttled for good").build();
        dynamoDb.page(0, List.of(item("name", "India")))
                .page(1, List.of(item("name", "USA")))
                .failure(1, failure);

        assertThatThrownBy(this::scan)
                .isInstanceOf(ReferenceTableException.class)
                .hasMessage("Reference table countries: throttled for good")
                .hasCause(failure);
    }

    @Test
    void namesTheItemThatDoesNotFit() {
        dynamoDb.page(2, List.of(Map.of("name", AttributeValue.fromB(SdkBytes.fromUtf8String("a")))));

        assertThatThrownBy(this::scan)
                .isInstanceOf(ReferenceTableException.class)
                .hasMessageStartingWith(
                        "Reference table countries: Attribute 'name' does not fit a column of type STRING in the "
                                + "reference item {name=AttributeValue(B=")
                .hasCauseInstanceOf(InvalidReferenceItemException.class);
    }

    @Test
    void leavesItemsOutThatDoNotFitIfAsked() {
        LookupConfig skips = ExampleConfig.with(
                        "lookup_table", "countries", "unfit_reference_item", "skip", "lookup_segments", "1")
                .lookup();
        AttributeValue bytes = AttributeValue.fromB(SdkBytes.fromUtf8String("a"));
        dynamoDb.page(
                0,
                List.of(
                        item("countryname", "India"),
                        Map.of("countryname", AttributeValue.fromS("Peru"), "combinedname", bytes),
                        Map.of("countryname", bytes)));

        ReferenceSnapshot snapshot = scan(skips);

        assertThat(snapshot.rows()).singleElement().asString().contains("India");
        assertThat(snapshot.items()).isEqualTo(3);
        assertThat(snapshot.unfitItems()).isEqualTo(2);
        assertThat(snapshot.firstUnfit().orElseThrow())
                .startsWith("Attribute 'combinedname' does not fit a column of type STRING in the reference item");
    }

    /** Else a wrong type in the schema would write every row without reference data. */
    @Test
    void failsIfNoItemFitsThoughSuchItemsAreLeftOut() {
        dynamoDb.page(0, List.of(Map.of("countryname", AttributeValue.fromB(SdkBytes.fromUtf8String("a")))));

        assertThatThrownBy(() -> scan(ExampleConfig.with("unfit_reference_item", "skip", "lookup_segments", "1")
                        .lookup()))
                .hasMessageContaining("none of its 1 items can match");
    }

    @Test
    void saysWhatToDoAboutAMissingTable() {
        dynamoDb.failure(0, ResourceNotFoundException.builder().message("none").build());

        assertThatThrownBy(this::scan)
                .hasMessage("Reference table countries: DynamoDB has no such table in this account and region; create "
                        + "it or name another one with --lookup_table");
    }

    @Test
    void saysWhichPermissionIsMissing() {
        dynamoDb.failure(0, (DynamoDbException) DynamoDbException.builder()
                .message(
                        "User: arn:aws:sts::1:assumed-role/job is not authorized to perform: dynamodb:Scan on resource: countries")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDeniedException")
                        .build())
                .build());

        assertThatThrownBy(this::scan)
                .hasMessage("Reference table countries: the job's role may not read it: it lacks dynamodb:Scan on the "
                        + "table");
    }

    @Test
    void endsWhenItIsInterruptedAndStaysInterrupted() {
        try (ReferenceTable table = new ReferenceTable(dynamoDb, THREE_SEGMENTS)) {
            // While this thread holds the fake, no segment is read: the scan has to wait, and its wait is interrupted.
            synchronized (dynamoDb) {
                Thread.currentThread().interrupt();

                assertThatThrownBy(table::scan)
                        .isInstanceOf(ReferenceTableException.class)
                        .hasMessage("Reference table countries: the read was interrupted");
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }

    @Test
    void stopsAtTheItemThatIsOneTooManyOverAllSegments() {
        dynamoDb.page(0, List.of(item("name", "a"), item("name", "b"), item("name", "c")))
                .page(2, List.of(item("name", "d"), item("name", "e"), item("name", "f")));

        assertThatThrownBy(this::scan)
                .isInstanceOf(ReferenceTableException.class)
                .hasMessageStartingWith(
                        "Reference table countries: it has more than the 5 items that --max_lookup_rows allows.");
    }

    @Test
    void failsForATableWithoutItemsUnlessThatIsAllowed() {
        LookupConfig fails = ExampleConfig.with("lookup_table", "countries").lookup();

        assertThat(scan().rows()).isEmpty();
        assertThatThrownBy(() -> scan(fails))
                .isInstanceOf(ReferenceTableException.class)
                .hasMessageStartingWith("Reference table countries: none of its 0 items can match")
                .hasMessageEndingWith("If the table may be empty, say --empty_lookup allow");
    }

    @Test
    void failsForATableOfWhichNoItemCanMatch() {
        dynamoDb.page(0, List.of(item("code", "IN"), item("code", "US")));

        assertThatThrownBy(() -> scan(ExampleConfig.with().lookup()))
                .hasMessageContaining("none of its 2 items can match");
    }

    @Test
    void endsAScanThatTakesTooLong() {
        try (ReferenceTable table =
                new ReferenceTable(dynamoDb, THREE_SEGMENTS, Duration.ofSeconds(1), Clock.systemUTC())) {
            // While this thread holds the fake, no segment is read.
            synchronized (dynamoDb) {
                assertThatThrownBy(table::scan)
                        .isInstanceOf(ReferenceTableException.class)
                        .hasMessageStartingWith("Reference table countries: not all of it could be read within 1 s.");
            }
        }
    }

    @Test
    void saysWhatToDoAboutThrottling() {
        dynamoDb.failure(
                1,
                ProvisionedThroughputExceededException.builder()
                        .message("slow down")
                        .build());

        assertThatThrownBy(this::scan)
                .hasMessageStartingWith("Reference table countries: a page of it could not be read within 60 s")
                .hasMessageEndingWith("raise the table's read capacity or make it on-demand");
    }

    @Test
    void closesItsClient() {
        new ReferenceTable(dynamoDb, THREE_SEGMENTS).close();
        assertThat(dynamoDb.isClosed()).isTrue();
    }

    private ReferenceSnapshot scan() {
        return scan(THREE_SEGMENTS);
    }

    private ReferenceSnapshot scan(LookupConfig lookup) {
        try (ReferenceTable table = new ReferenceTable(dynamoDb, lookup)) {
            return table.scan();
        }
    }

    /** Stands still until it is advanced. */
    private static final class SettableClock extends Clock {
        private Instant now;

        SettableClock(Instant now) {
            this.now = now;
        }

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("only instants are asked for");
        }
    }
}
