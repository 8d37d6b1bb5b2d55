package io.streamlab.join.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.LookupConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** A table that is scanned once and then followed by its stream. */
class FollowedTableTest {
    private final StreamedDynamoDb dynamoDb = new StreamedDynamoDb();
    private final List<Duration> pauses = new ArrayList<>();
    private Runnable duringPause = () -> {};
    private ReferenceTable table = open();

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void scansOnceAndThenReadsTheChanges() {
        put("IN", "India", "IN-India");
        put("US", "USA", "US-USA");
        assertThat(names(table.current())).containsExactly("IN-India", "US-USA");

        put("PE", "Peru", "PE-Peru");
        put("IN", "India", "IN-Bharat");
        dynamoDb.delete("US");
        pass(Duration.ofSeconds(2));
        ReferenceSnapshot next = table.current();

        assertThat(names(next)).containsExactly("IN-Bharat", "PE-Peru");
        assertThat(dynamoDb.scans).isEqualTo(1);
        assertThat(next.pages()).isZero();
        assertThat(next.consumedCapacityUnits()).isZero();
        assertThat(next.items()).isEqualTo(2);
        assertThat(next.readChanges()).hasValueSatisfying(read -> {
            assertThat(read.count()).isEqualTo(3);
            assertThat(read.oldest()).isEqualTo(Duration.ofSeconds(2));
            assertThat(read.gaps()).isZero();
        });
    }

    @Test
    void anUnchangedTableCostsOneAnswerOfEachShard() {
        put("IN", "India", "IN-India");
        table.current();
        int before = dynamoDb.answers;

        table.current();

        assertThat(dynamoDb.answers - before).isEqualTo(2);
        assertThat(dynamoDb.scans).isEqualTo(1);
    }

    /** LATEST may be the end when the iterator is first used, which must not be after the scan. */
    @Test
    void missesNoChangeThatIsWrittenDuringTheScan() {
        for (int i = 0; i < 7; i++) {
            put("A" + i, "country " + i, "old " + i);
        }
        dynamoDb.afterPage = () -> {
            dynamoDb.afterPage = () -> {};
            put("A0", "country 0", "new 0");
            dynamoDb.delete("A1");
            put("A9", "country 9", "new 9");
            dynamoDb.delete("A5");
        };

        assertThat(names(table.current())).containsExactly("new 0", "new 9", "old 2", "old 3", "old 4", "old 6");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void readsTheChildrenOfAClosedShardAfterIt(int children) {
        put("IN", "India", "0");
        put("US", "USA", "0");
        put("PE", "Peru", "0");
        table.current();

        for (int i = 1; i <= 3; i++) {
            for (String code : List.of("IN", "US", "PE")) {
                put(code, "country " + code, code + " " + i);
            }
            dynamoDb.roll(0, children, 0);
            dynamoDb.roll(0, children, 3);
        }

        assertThat(names(table.current())).containsExactly("IN 3", "PE 3", "US 3");
        assertThat(dynamoDb.scans).isEqualTo(1);
    }

    /** Else the changes of the child would wait for the next batch. */
    @Test
    void looksAgainForAChildThatTheListLacks() {
        put("IN", "India", "old");
        table.current();
        dynamoDb.roll(0, 1, 3);
        dynamoDb.roll(0, 1, 3);
        put("IN", "India", "new");

        assertThat(names(table.current())).containsExactly("new");
        assertThat(pauses).isNotEmpty().containsOnly(Duration.ofMillis(200));
    }

    /** Else the older changes of the parent would come after those of the child. */
    @Test
    void waitsForAParentThatTheListLacks() {
        put("IN", "India", "old");
        table.current();
        dynamoDb.roll(0, 1, 2);
        dynamoDb.roll(0, 1, 2);
        put("IN", "India", "new");
        dynamoDb.roll(0, 1, 0);
        dynamoDb.roll(0, 1, 0);
        put("IN", "India", "newest");

        assertThat(names(table.current())).containsExactly("newest");
        assertThat(dynamoDb.scans).isEqualTo(1);
    }

    /** What they have is older than what the scan found. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void readsNoShardsThatTheFirstListLackedIfItHadTheirChildren(int hidden) {
        putIntoBothShards("0");
        for (int i = 1; i <= hidden; i++) {
            dynamoDb.roll(0, 1, 1);
            dynamoDb.roll(0, 1, 1);
            putIntoBothShards("" + i);
        }
        dynamoDb.roll(0, 1, 0);
        dynamoDb.roll(0, 1, 0);
        putIntoBothShards("now");

        assertThat(names(table.current())).containsOnly("now");
        assertThat(table.current().readChanges().map(ReadChanges::count)).hasValue(0);
        assertThat(dynamoDb.scans).isEqualTo(1);
    }

    @Test
    void scansAgainWhereTheListLacksAParentForLong() {
        put("IN", "India", "old");
        table.current();
        dynamoDb.roll(0, 1, 50);
        dynamoDb.roll(0, 1, 50);
        put("IN", "India", "new");
        dynamoDb.roll(0, 1, 0);
        dynamoDb.roll(0, 1, 0);
        put("IN", "India", "newest");

        assertThat(names(table.current())).containsExactly("newest");
        assertThat(dynamoDb.scans).isEqualTo(2);
        put("IN", "India", "even newer");
        assertThat(names(table.current())).containsExactly("even newer");
    }

    @Test
    void readsShardsThatTheFirstListLackedFromTheirBeginning() {
        dynamoDb.roll(0, 2, 1);
        dynamoDb.roll(0, 2, 1);
        put("IN", "India", "old");
        table = open();
        dynamoDb.afterPage = () -> put("IN", "India", "new");

        assertThat(names(table.current())).containsExactly("new");
        assertThat(dynamoDb.scans).isEqualTo(1);
    }

    /** Of a new shard's time an answer passes an hour, so the first ones of this shard have no record. */
    @Test
    void doesNotTakeAnAnswerWithoutRecordsInTheMiddleOfAShardForItsEnd() {
        table.close();
        table = open("empty_lookup", "allow");
        table.current();
        putIntoBothShards("old");
        table.current();
        dynamoDb.roll(0, 1, 0);
        dynamoDb.roll(0, 1, 0);
        pass(Duration.ofMinutes(210));
        putIntoBothShards("new");

        assertThat(names(table.current())).containsOnly("new");
        assertThat(dynamoDb.scans).isEqualTo(1);
    }

    @Test
    void endsWhileTheTableIsWrittenAllTheTime() {
        put("IN", "India", "IN-India");
        table.current();
        for (int i = 0; i < 50; i++) {
            put("N" + i, "country " + i, "at " + i);
        }
        int[] next = {0};
        dynamoDb.afterAnswer = () -> {
            pass(Duration.ofMillis(1));
            for (int i = 0; i < dynamoDb.recordsOfAnAnswer; i++) {
                put("W" + next[0], "other " + next[0], "later " + next[0]++);
            }
        };

        assertThat(names(table.current())).contains("at 49");
    }

    @Test
    void goesOnAfterAnIteratorHasExpired() {
        putIntoBothShards("old");
        table.current();
        putIntoBothShards("new");
        table.current();

        pass(Duration.ofMinutes(16));
        putIntoBothShards("newest");

        assertThat(names(table.current())).containsOnly("newest");
        assertThat(dynamoDb.scans).isEqualTo(1);
    }

    /** The position of LATEST is known by its iterator only. */
    @Test
    void scansAgainAfterAnIteratorHasExpiredThatHadNoRecord() {
        put("IN", "India", "old");
        table.current();
        pass(Duration.ofMinutes(16));
        put("IN", "India", "new");

        ReferenceSnapshot next = table.current();

        assertThat(names(next)).containsExactly("new");
        assertThat(dynamoDb.scans).isEqualTo(2);
        assertThat(next.readChanges().map(ReadChanges::gaps)).hasValue(1);
    }

    @Test
    void keepsUpBetweenBatchesSoThatNoIteratorExpires() {
        put("IN", "India", "old");
        table.current();
        for (int minute = 0; minute < 60; minute++) {
            pass(Duration.ofMinutes(1));
            table.keepUp();
        }
        put("IN", "India", "new");
        pass(Duration.ofMinutes(1));
        table.keepUp();
        pass(Duration.ofSeconds(30));
        int before = dynamoDb.answers;
        table.keepUp();
        assertThat(dynamoDb.answers).as("a short while after a read").isEqualTo(before);

        ReferenceSnapshot next = table.current();

        assertThat(names(next)).containsExactly("new");
        assertThat(next.readChanges().map(ReadChanges::count))
                .as("read between the batches")
                .hasValue(1);
        assertThat(dynamoDb.scans).isEqualTo(1);
    }

    @Test
    void keepsUpWithNothingBeforeTheFirstBatch() {
        table.keepUp();

        assertThat(dynamoDb.scans).isZero();
        assertThat(dynamoDb.answers).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 23, 30})
    void scansAgainAfterHoursWithoutAReading(int hours) {
        put("IN", "India", "old");
        table.current();
        put("IN", "India", "new");
        pass(Duration.ofHours(hours));

        assertThat(names(table.current())).containsExactly("new");
        assertThat(dynamoDb.scans).isEqualTo(2);
    }

    @Test
    void scansEachTimeWhileTheStreamIsDisabledAndFollowsTheNextOne() {
        put("IN", "India", "0");
        table.current();
        dynamoDb.disable();
        for (int i = 1; i <= 2; i++) {
            put("IN", "India", "" + i);
            assertThat(names(table.current())).containsExactly("" + i);
        }
        assertThat(dynamoDb.scans).isEqualTo(3);

        dynamoDb.enable();
        put("IN", "India", "3");
        assertThat(names(table.current())).containsExactly("3");
        assertThat(dynamoDb.scans).isEqualTo(4);
        put("IN", "India", "4");
        assertThat(names(table.current())).containsExactly("4");
        assertThat(dynamoDb.scans).as("followed again").isEqualTo(4);
    }

    /** A table that was made anew has another stream. */
    @Test
    void scansWhereTheStreamIsGone() {
        put("IN", "India", "old");
        table.current();
        dynamoDb.disable();
        dynamoDb.enable();
        dynamoDb.forgetDisabled();
        put("IN", "India", "new");

        assertThat(names(table.current())).containsExactly("new");
        assertThat(dynamoDb.scans).isEqualTo(2);
    }

    /** A thread that a failed read has left behind must not apply changes to what is joined. */
    @Test
    void scansAfterAReadThatFailed() {
        put("IN", "India", "old");
        table.current();
        put("IN", "India", "new");
        dynamoDb.failure =
                InternalServerErrorException.builder().message("out of order").build();

        assertThatThrownBy(table::current)
                .isInstanceOf(ReferenceTableException.class)
                .hasMessageContaining("out of order");
        assertThat(names(table.current())).containsExactly("new");
        assertThat(dynamoDb.scans).isEqualTo(2);
    }

    @Test
    void leavesAFailureBetweenBatchesToTheNextBatch() {
        put("IN", "India", "old");
        table.current();
        put("IN", "India", "new");
        pass(Duration.ofMinutes(2));
        dynamoDb.failure =
                InternalServerErrorException.builder().message("out of order").build();

        table.keepUp();

        assertThat(names(table.current())).containsExactly("new");
    }

    @Test
    void refusesAStartWithoutAStream() {
        dynamoDb.disable();

        assertThatThrownBy(table::current)
                .isInstanceOf(ReferenceTableException.class)
                .hasMessageContaining("aws dynamodb update-table --table-name countries --stream-specification "
                        + "StreamEnabled=true,StreamViewType=NEW_IMAGE");
        assertThat(dynamoDb.scans).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"KEYS_ONLY", "OLD_IMAGE"})
    void refusesAStreamWithoutTheNewItems(String view) {
        dynamoDb.view = StreamViewType.fromValue(view);

        assertThatThrownBy(table::current)
                .hasMessageContaining("its stream has the view " + view)
                .hasMessageContaining("StreamEnabled=false; aws dynamodb update-table");
    }

    @Test
    void ofSeveralItemsWithOneJoinValueTakesTheSmallestAsAScanDoes() {
        put("A", "India", "b");
        put("B", "India", "c");
        assertThat(names(table.current())).containsExactly("b");

        put("C", "India", "a");
        assertThat(names(table.current())).as("the texts begin with the code").containsExactly("b");

        dynamoDb.delete("A");
        ReferenceSnapshot next = table.current();
        assertThat(names(next)).containsExactly("c");
        assertThat(next.duplicates()).isEqualTo(Map.of("India", 1));

        dynamoDb.delete("B");
        assertThat(table.current().duplicates()).isEmpty();
        assertThat(names(table.current())).containsExactly("a");
    }

    @Test
    void anItemMayMoveToAnotherJoinValueAndBeWithoutOne() {
        put("A", "India", "x");
        table.current();

        put("A", "Peru", "x");
        assertThat(table.current().rows()).singleElement().satisfies(row -> assertThat(row.getString(1))
                .isEqualTo("Peru"));

        dynamoDb.put(Map.of("code", AttributeValue.fromS("A"), "combinedname", AttributeValue.fromS("x")));
        put("B", "USA", "y");
        ReferenceSnapshot next = table.current();
        assertThat(names(next)).containsExactly("y");
        assertThat(next.items()).isEqualTo(2);
    }

    @Test
    void failsForAnItemThatDoesNotFitWhenTheBatchBegins() {
        put("A", "India", "x");
        table.current();
        unfit("A");
        put("A", "India", "y");
        assertThat(names(table.current())).as("it fits again").containsExactly("y");

        unfit("A");

        assertThatThrownBy(table::current)
                .isInstanceOf(ReferenceTableException.class)
                .hasMessageContaining("Attribute 'combinedname' does not fit");
    }

    @Test
    void leavesOutItemsThatDoNotFitIfAsked() {
        table = open("unfit_reference_item", "skip");
        unfit("A");
        put("B", "Peru", "y");
        ReferenceSnapshot first = table.current();
        assertThat(first.unfitItems()).isEqualTo(1);
        assertThat(first.firstUnfit()).isPresent();

        unfit("B");
        dynamoDb.delete("A");
        put("C", "USA", "z");

        ReferenceSnapshot next = table.current();
        assertThat(names(next)).containsExactly("z");
        assertThat(next.unfitItems()).isEqualTo(1);
        assertThat(next.items()).isEqualTo(2);
    }

    @Test
    void failsForTooManyItemsThatTheStreamBrings() {
        table = open("max_lookup_rows", "3");
        put("A", "India", "x");
        table.current();
        for (int i = 0; i < 3; i++) {
            put("N" + i, "country " + i, "x");
        }

        assertThatThrownBy(table::current).hasMessageContaining("more than the 3 items that --max_lookup_rows allows");
    }

    @Test
    void failsWhenTheStreamTakesMostItemsAway() {
        many(20);
        table.current();
        for (int i = 0; i < 11; i++) {
            dynamoDb.delete("N" + i);
        }

        assertThatThrownBy(table::current)
                .hasMessageStartingWith("Reference table countries: it has 9 items now, and had 20. "
                        + "That is a loss of more than 50 percent (--max_lookup_shrink_percent). ");
        assertThatThrownBy(table::current).as("again").hasMessageContaining("it has 9 items now, and had 20");
    }

    @Test
    void waitsForAReloadByTheStream() {
        table = open("lookup_shrink", "wait");
        many(20);
        table.current();
        for (int i = 0; i < 20; i++) {
            dynamoDb.delete("N" + i);
        }
        duringPause = () -> {
            if (pauses.size() == 2) {
                many(20);
            }
        };

        ReferenceSnapshot next = table.current();

        assertThat(next.items()).isEqualTo(20);
        assertThat(dynamoDb.scans).as("a reload costs no scan either").isEqualTo(1);
        assertThat(next.readChanges().map(ReadChanges::count)).hasValue(40);
    }

    @Test
    void failsForATableThatTheStreamHasEmptied() {
        put("A", "India", "x");
        table.current();
        dynamoDb.delete("A");

        assertThatThrownBy(table::current).hasMessageContaining("none of its 0 items can match");
    }

    @Test
    void saysWhichJoinKeysHaveChanged() {
        table = open("reenrich", "true");
        put("A", "India", "x");
        put("B", "Peru", "x");
        ReferenceChanges changes = table.current().changes().orElseThrow();
        assertThat(changes.keys()).as("after a scan").isEmpty();
        changes.noted();

        put("A", "China", "x");
        table.current();
        dynamoDb.delete("B");
        table.current();
        assertThat(changes.keys()).as("until they are noted").hasValueSatisfying(keys -> assertThat(keys)
                .containsExactlyInAnyOrder("India", "China", "Peru"));

        changes.noted();
        assertThat(table.current().changes().orElseThrow().keys())
                .hasValueSatisfying(keys -> assertThat(keys).isEmpty());

        dynamoDb.disable();
        assertThat(table.current().changes().orElseThrow().keys())
                .as("after a gap")
                .isEmpty();
    }

    private ReferenceTable open(String... options) {
        return open(dynamoDb, config(options), time -> {
            pauses.add(time);
            duringPause.run();
        });
    }

    static ReferenceTable open(StreamedDynamoDb dynamoDb, LookupConfig lookup, ShrinkCheck.Pause pause) {
        return new ReferenceTable(
                dynamoDb, Optional.of(dynamoDb.streams()), lookup, Duration.ofMinutes(1), dynamoDb.clock, pause);
    }

    static LookupConfig config(String... options) {
        List<String> all =
                new ArrayList<>(List.of("lookup_table", "countries", "lookup_segments", "2", "lookup_mode", "stream"));
        all.addAll(List.of(options));
        return ExampleConfig.with(all.toArray(String[]::new)).lookup();
    }

    private void pass(Duration time) {
        dynamoDb.clock.advance(time);
    }

    /** The codes have hashes of both remainders. */
    private void putIntoBothShards(String name) {
        put("A", "India", name);
        put("B", "Peru", name);
    }

    private void many(int count) {
        for (int i = 0; i < count; i++) {
            put("N" + i, "country " + i, "x");
        }
    }

    private void put(String code, String country, String name) {
        dynamoDb.put(RecordingDynamoDb.item("code", code, "countryname", country, "combinedname", name));
    }

    private void unfit(String code) {
        dynamoDb.put(Map.of(
                "code", AttributeValue.fromS(code),
                "countryname", AttributeValue.fromS("India"),
                "combinedname", AttributeValue.fromL(List.of())));
    }

    private static List<String> names(ReferenceSnapshot snapshot) {
        return snapshot.rows().stream()
                .map((Row row) -> row.getString(2))
                .sorted()
                .toList();
    }
}
