package io.streamlab.join.lookup;

import static io.streamlab.join.lookup.RecordingDynamoDb.item;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.LookupConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that is loaded again while the job scans it. */
class ReferenceTableShrinkTest {
    private final RecordingDynamoDb dynamoDb = new RecordingDynamoDb();
    private final List<Duration> pauses = new ArrayList<>();
    /** How many items the table has after each pause; the last one stays. */
    private final List<Integer> afterPauses = new ArrayList<>();

    private ReferenceTable table;

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void failsWhenMostItemsAreGone() {
        open();
        scanWith(100);

        items(49);

        assertThatThrownBy(table::scan)
                .isInstanceOf(ReferenceTableException.class)
                .hasMessageStartingWith(
                        "Reference table countries: the scan found 49 items, and the last one found 100. "
                                + "That is a loss of more than 50 percent (--max_lookup_shrink_percent). ")
                .hasMessageContaining("wait for the reload with --lookup_shrink wait")
                .hasMessageContaining("start the job with --max_lookup_shrink_percent none");
        assertThat(pauses).isEmpty();
    }

    /** Else the second attempt would take the remains for the whole table. */
    @Test
    void failsAgainUntilTheItemsAreBack() {
        open();
        scanWith(100);
        items(3);
        assertThatThrownBy(table::scan).hasMessageContaining("found 3 items");

        assertThatThrownBy(table::scan).hasMessageContaining("found 3 items");

        assertThat(scanWith(90).items()).isEqualTo(90);
        assertThat(scanWith(45).items()).as("half of the last scan").isEqualTo(45);
    }

    @Test
    void comparesTheFirstScanWithTheLastOneOfTheRunBefore() {
        open();
        table.noteLastScan(1_000);

        items(20);

        assertThatThrownBy(table::scan).hasMessageContaining("found 20 items, and the last one found 1000");
    }

    @Test
    void hasNothingToCompareTheFirstScanOfAllWith() {
        open();

        assertThat(scanWith(1).items()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"50, 100, 50", "50, 10, 5", "0, 30, 30", "12.5, 16, 14", "99.9, 100, 1", "100, 5000, 1", "none, 5000, 1"
    })
    void goesOnWithALossThatIsAllowed(String percent, int before, int now) {
        open("max_lookup_shrink_percent", percent);
        table.noteLastScan(before);

        assertThat(scanWith(now).items()).isEqualTo(now);
    }

    @ParameterizedTest
    @CsvSource({"50, 10, 4", "50, 101, 50", "0, 30, 29", "12.5, 17, 14", "99.9, 2000, 1", "20, 100000, 79"})
    void failsForALossThatIsNot(String percent, int before, int now) {
        open("max_lookup_shrink_percent", percent);
        table.noteLastScan(before);
        items(now);

        assertThatThrownBy(table::scan)
                .hasMessageContaining("more than " + percent + " percent (--max_lookup_shrink_percent)");
    }

    /** In such a table a person may remove most items by hand. */
    @ParameterizedTest
    @CsvSource({"4, 3", "9, 1", "2, 1"})
    void letsASmallTableShrink(int before, int now) {
        open();
        table.noteLastScan(before);

        assertThat(scanWith(now).items()).isEqualTo(now);
    }

    @Test
    void failsForATableThatIsSuddenlyEmptyThoughItMayBeEmpty() {
        open("empty_lookup", "allow");
        scanWith(10);

        items(0);

        assertThatThrownBy(table::scan).hasMessageContaining("found 0 items, and the last one found 10");
    }

    @Test
    void comparesItemsThatDoNotFitToo() {
        open("unfit_reference_item", "skip");
        scanWith(20);

        assertThat(scanWith(11).items()).isEqualTo(11);
    }

    @Test
    void waitsUntilTheTableIsCompleteAgain() {
        open("lookup_shrink", "wait");
        scanWith(1_000);
        items(10);
        afterPauses.addAll(List.of(0, 200, 501, 900, 980, 980));

        ReferenceSnapshot snapshot = table.scan();

        assertThat(snapshot.items())
                .as("501 of 1,000 are enough, but more follow")
                .isEqualTo(980);
        assertThat(pauses).hasSize(6).containsOnly(Duration.ofSeconds(10));
        assertThat(snapshot.waited()).isPositive();
        assertThat(snapshot.pages()).as("of all seven scans").isEqualTo(7);
        assertThat(snapshot.consumedCapacityUnits()).isEqualTo(3.5);
    }

    @Test
    void doesNotWaitForATableThatGrowsAsTablesInUseDo() {
        open("lookup_shrink", "wait");
        table.noteLastScan(4_000);
        items(1_000);
        afterPauses.addAll(List.of(3_000, 3_003, 3_006, 3_009));

        assertThat(table.scan().items()).isEqualTo(3_003);
    }

    @Test
    void countsNoWaitWhereThereIsNone() {
        open("lookup_shrink", "wait");

        assertThat(scanWith(50).waited()).isZero();
        assertThat(scanWith(49).waited()).isZero();
        assertThat(pauses).isEmpty();
    }

    @Test
    void waitsForATableThatIsEmptiedFirst() {
        open("lookup_shrink", "wait");
        scanWith(30);
        items(0);
        afterPauses.addAll(List.of(0, 30, 30));

        assertThat(table.scan().items()).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 499})
    void waitsNotForEver(int remains) {
        open("lookup_shrink", "wait");
        scanWith(1_000);
        items(remains);
        afterPauses.add(remains);

        assertThatThrownBy(table::scan)
                .isInstanceOf(ReferenceTableException.class)
                .hasMessageContaining("the scan found " + remains + " items, and the last one found 1000")
                .hasMessageContaining("with 60 reads");
        assertThat(pauses).hasSize(60);
    }

    @Test
    void endsAWaitThatIsInterruptedAndStaysInterrupted() {
        LookupConfig lookup = config("lookup_shrink", "wait");
        table = new ReferenceTable(dynamoDb, lookup, Duration.ofMinutes(1), Clock.systemUTC(), time -> {
            throw new InterruptedException();
        });
        table.noteLastScan(1_000);
        items(1);

        assertThatThrownBy(table::scan).hasMessage("Reference table countries: the read was interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private void open(String... options) {
        table = new ReferenceTable(dynamoDb, config(options), Duration.ofMinutes(1), Clock.systemUTC(), time -> {
            items(afterPauses.get(Math.min(pauses.size(), afterPauses.size() - 1)));
            pauses.add(time);
        });
    }

    private static LookupConfig config(String... options) {
        List<String> all = new ArrayList<>(List.of("lookup_table", "countries", "lookup_segments", "1"));
        all.addAll(List.of(options));
        return ExampleConfig.with(all.toArray(String[]::new)).lookup();
    }

    private ReferenceSnapshot scanWith(int items) {
        items(items);
        return table.scan();
    }

    private void items(int count) {
        dynamoDb.onlyPage(IntStream.range(0, count)
                .mapToObj(i -> item("countryname", "c" + i))
                .collect(toList()));
    }
}
