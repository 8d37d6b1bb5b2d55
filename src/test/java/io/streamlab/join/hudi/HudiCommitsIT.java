package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.TargetConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Hudi itself, on the local disk. */
class HudiCommitsIT {
    private static final StructType ORDERS = StructType.fromDDL("_event_order string, uuid string, units int");

    private static final String NO_CATALOG = "hoodie.datasource.hive_sync.enable=false";

    /** Hudi's own way with several writers, within one process. */
    private static final String SEVERAL_WRITERS = ",hoodie.write.concurrency.mode=optimistic_concurrency_control"
            + ",hoodie.cleaner.policy.failed.writes=LAZY"
            + ",hoodie.write.lock.provider=org.apache.hudi.client.transaction.lock.InProcessLockProvider";

    @TempDir
    private Path folder;

    @TempDir
    private Path checkpoint;

    private HudiTable table;

    @Test
    void tellsInTheCommitWhereTheRowsComeFrom() throws IOException {
        BatchProvenance origin = batch(7).withOffsets(
                        NotedOffsets.whole("{\"from\": 1}"), NotedOffsets.whole("{\"to\": 2}"))
                .withReference("countries", 4, Instant.parse("2026-01-31T12:00:00.5Z"), 12);

        HudiCommit commit = upsert(table(""), rows(order("a", 1)), origin);

        assertThat(commit.written()).isEqualTo(1);
        assertThat(commit.notes()).containsAllEntriesOf(origin.toMetadata());
        assertThat(Files.readString(folder.resolve(".hoodie/" + commit.instant() + ".commit")))
                .contains(
                        "\"_streaming_join.batch_id\" : \"7\"",
                        "\"_streaming_join.end_offsets\" : \"{\\\"to\\\": 2}\"");
    }

    @Test
    void remembersHowManyItemsTheLastScanFound() {
        HudiTable first = table("");
        assertThat(first.lastReferenceItems("countries", LocalSpark.session())).isEmpty();
        upsert(first, rows(order("a", 1)), scanned(batch(0), 100));
        assertThat(table("").lastReferenceItems("countries", LocalSpark.session()))
                .hasValue(100);
        table.writeReenriched(held(reenriched("a", 1)), scanned(BatchProvenance.betweenBatchesOf("query"), 90));

        HudiTable restarted = table("");

        assertThat(restarted.lastReferenceItems("countries", LocalSpark.session()))
                .hasValue(90);
        assertThat(restarted.lastReferenceItems("cities", LocalSpark.session())).isEmpty();
        upsert(restarted, rows(order("b", 1)), scanned(batch(1), 5).withReferenceValues(OptionalInt.of(7)));
        assertThat(table("").lastReferenceItems("countries", LocalSpark.session()))
                .as("five items of seven values are not the table")
                .isEmpty();
    }

    @Test
    void writesABatchThatTheTableHoldsNotASecondTime() {
        HudiCommit written = upsert(table(""), rows(order("a", 1), order("b", 1)), batch(0));

        HudiCommit held = upsert(table(""), rows(order("a", 1), order("b", 1)), batch(0));

        assertThat(held.instant()).isEqualTo(written.instant());
        assertThat(held.written()).isEqualTo(2);
        assertThat(read().select("uuid", "_hoodie_commit_time").collectAsList())
                .extracting(Row::toString)
                .containsExactlyInAnyOrder("[a," + written.instant() + "]", "[b," + written.instant() + "]");
        assertThat(upsert(table(""), rows(order("a", 1), order("b", 1)), batch(0))
                        .instant())
                .as("after another replay")
                .isEqualTo(written.instant());
    }

    @Test
    void writesABatchThatHasTheNumberOfACommittedOneAndEndsElsewhere() {
        HudiCommit former = upsert(table(""), rows(order("a", 1), order("b", 2)), batch(7, "s", "e1"));

        HudiCommit bigger = upsert(table(""), rows(order("a", 1), order("b", 1), order("c", 1)), batch(7, "s", "e2"));

        assertThat(bigger.instant()).isGreaterThan(former.instant());
        assertThat(unitsByKey()).containsExactlyInAnyOrder("[a,1]", "[b,2]", "[c,1]");
        assertThat(upsert(table(""), rows(order("a", 1), order("b", 1), order("c", 1)), batch(7, "s", "e2"))
                        .instant())
                .as("after a replay of the bigger one")
                .isEqualTo(bigger.instant());
        assertThat(upsert(table(""), rows(order("a", 1), order("b", 2)), batch(7, "s", "e1"))
                        .instant())
                .as("after a replay of the smaller one")
                .isEqualTo(former.instant());
    }

    @Test
    void writesABatchThatHasTheNumberOfACommittedOneAndStartsElsewhere() {
        upsert(table(""), rows(order("a", 1)), batch(7, "s1", "e"));

        upsert(table(""), rows(order("a", 1), order("b", 1)), batch(7, "s0", "e"));

        assertThat(unitsByKey()).containsExactlyInAnyOrder("[a,1]", "[b,1]");
    }

    @Test
    void writesABatchAgainWhoseCommitNotesNoOffsets() {
        upsert(table(""), rows(order("a", 1)), BatchProvenance.ofBatch("query", 7));

        upsert(table(""), rows(order("a", 1), order("b", 1)), batch(7));

        assertThat(unitsByKey()).containsExactlyInAnyOrder("[a,1]", "[b,1]");
    }

    @Test
    void writesABatchAgainThatMayHaveMoreRecordsInTheReplay() {
        table("").upsert(rows(order("a", 1)), Optional.empty(), batch(0), false);

        table("").upsert(rows(order("a", 1), order("b", 1)), Optional.empty(), batch(0), false);

        assertThat(read().select("uuid").collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void writesReenrichedRowsWithTheBatchAndLetsTheLaterEventWin() {
        HudiTable table = table("");
        upsert(table, rows(order("a", 5), order("b", 5), order("c", 5), order("d", 5)), batch(0));
        Dataset<Row> reenriched = held(reenriched("a", 5), reenriched("b", 5), reenriched("c", 5), reenriched("d", 5));

        UpsertOutcome outcome = table.upsert(
                rows(order("a", 6), order("b", 4), order("c", 5), order("e", 1)),
                Optional.of(reenriched),
                batch(1),
                false);

        assertThat(unitsByKey())
                .as("a: a later event, b: a late one, c: the same one, d: none, e: new")
                .containsExactlyInAnyOrder("[a,6]", "[b,105]", "[c,5]", "[d,105]", "[e,1]");
        assertThat(outcome.made().instant()).isEqualTo(outcome.batch().instant());
        assertThat(outcome.made().reenriched()).as("b and d").isEqualTo(2);
        assertThat(outcome.made().written() - outcome.made().reenriched())
                .as("a, c and e")
                .isEqualTo(3);
    }

    @Test
    void writesReenrichedRowsThoughTheTableHoldsTheBatch() {
        HudiCommit written = upsert(table(""), rows(order("a", 1), order("b", 1)), batch(0));

        UpsertOutcome replay = table("")
                .upsert(rows(order("a", 1), order("b", 1)), Optional.of(held(reenriched("a", 1))), batch(0), true);

        assertThat(replay.batch().instant()).isEqualTo(written.instant());
        assertThat(replay.batch().written()).isEqualTo(2);
        assertThat(replay.made().reenriched()).isEqualTo(1);
        assertThat(unitsByKey()).containsExactlyInAnyOrder("[a,101]", "[b,1]");
    }

    @Test
    void findsTheReplayedBatchThoughRowsWereReenrichedFirst() {
        upsert(table(""), rows(order("a", 1)), batch(0));
        HudiTable restarted = table("");
        assertThat(restarted.isLastWrittenBy(BatchProvenance.betweenBatchesOf("query"), LocalSpark.session()))
                .isTrue();
        assertThat(restarted.isLastWrittenBy(BatchProvenance.betweenBatchesOf("other"), LocalSpark.session()))
                .isFalse();

        HudiCommit reenrichment =
                restarted.writeReenriched(held(reenriched("a", 1)), BatchProvenance.betweenBatchesOf("query"));
        HudiCommit batch = upsert(restarted, rows(order("a", 1)), batch(0));

        assertThat(reenrichment.reenriched()).isEqualTo(1);
        assertThat(batch.instant()).isLessThan(reenrichment.instant());
        assertThat(unitsByKey()).containsExactly("[a,101]");
    }

    @Test
    void goesOnWithTheNextBatchAfterAReplay() {
        upsert(table(""), rows(order("a", 1)), batch(0));
        HudiTable restarted = table("");
        upsert(restarted, rows(order("a", 1)), batch(0));

        upsert(restarted, rows(order("a", 2), order("c", 1)), batch(1));

        assertThat(unitsByKey()).containsExactlyInAnyOrder("[a,2]", "[c,1]");
    }

    @Test
    void findsTheBatchBehindWhatTableServicesLeave() throws IOException {
        String services =
                ",hoodie.index.type=BLOOM,hoodie.clustering.inline=true,hoodie.clustering.inline.max.commits=1,"
                        + "hoodie.cleaner.commits.retained=1,hoodie.keep.min.commits=2,hoodie.keep.max.commits=3";
        HudiTable table = table(services);
        for (int batch = 0; batch < 2; batch++) {
            upsert(table, rows(order("a", batch)), batch(batch));
            table.mergeSmallFiles(LocalSpark.session());
        }
        HudiCommit last = upsert(table, rows(order("a", 2)), batch(2));
        table.mergeSmallFiles(LocalSpark.session());

        assertThat(timelineFiles()).anyMatch(name -> name.endsWith(".replacecommit"));
        assertThat(timelineFiles()).anyMatch(name -> name.endsWith(".clean"));
        assertThat(upsert(table(services), rows(order("a", 2)), batch(2)).instant())
                .isEqualTo(last.instant());
    }

    @Test
    void writesTheSameBatchOfAnotherQuery() {
        upsert(table(""), rows(order("a", 1)), batch(0));

        upsert(table(""), rows(order("b", 1)), BatchProvenance.ofBatch("other", 0));

        assertThat(unitsByKey()).containsExactlyInAnyOrder("[a,1]", "[b,1]");
    }

    @Test
    void failsWhenAnotherWriterHasCommittedSinceItsLastCommit() {
        HudiTable first = table("");
        upsert(first, rows(order("a", 1)), batch(0));
        HudiCommit foreign = upsert(
                HudiTable.open(LocalSpark.session(), plan(ORDERS, SEVERAL_WRITERS)),
                rows(order("b", 1)),
                BatchProvenance.ofBatch("other", 5));

        assertThatThrownBy(() -> upsert(first, rows(order("c", 1)), batch(1)))
                .isInstanceOf(ForeignCommitException.class)
                .hasMessageStartingWith("The Hudi table " + folder.toUri() + " has a second writer: its commit "
                        + foreign.instant() + " is of batch 5 of the query other.");
    }

    @Test
    void noticesRowsThatSomebodyElseHasReplacedBetweenTwoStarts() throws IOException {
        HudiTable first = withCheckpoint();
        noteQuery();
        upsert(first, rows(order("a", 1), order("b", 1)), batch(0));
        assertThat(withCheckpoint().isLastWrittenBy(batch(0), LocalSpark.session()))
                .isTrue();
        close();

        insertOverwrite(order("c", 1));

        HudiTable restarted = withCheckpoint();
        assertThat(restarted.isLastWrittenBy(batch(0), LocalSpark.session())).isFalse();
        upsert(restarted, rows(order("d", 1)), batch(1));
        assertThat(unitsByKey()).containsExactlyInAnyOrder("[c,1]", "[d,1]");
        assertThat(restarted.isLastWrittenBy(batch(0), LocalSpark.session()))
                .as("for as long as this run goes on")
                .isFalse();
        assertThat(withCheckpoint().isLastWrittenBy(batch(0), LocalSpark.session()))
                .as("after a commit that knew of the change")
                .isTrue();
    }

    @Test
    void failsWhenSomebodyElseHasReplacedRowsSinceItsLastCommit() {
        HudiTable first = table("");
        upsert(first, rows(order("a", 1)), batch(0));

        insertOverwrite(order("c", 1));

        assertThatThrownBy(() -> upsert(first, rows(order("d", 1)), batch(1)))
                .isInstanceOf(ForeignCommitException.class)
                .hasMessageMatching("The Hudi table \\S+ has a second writer: it made replacecommit \\d+ "
                        + "\\(INSERT_OVERWRITE_TABLE\\)\\. .*");
    }

    @Test
    void refusesATableThatHasLostTheCommitsOfTheCheckpoint() throws IOException {
        HudiTable first = withCheckpoint();
        noteQuery();
        upsert(first, rows(order("a", 1)), batch(0));
        HudiCommit lost = upsert(first, rows(order("b", 1)), batch(1));
        close();

        // As after a rollback: the files of the commit count no more.
        Files.delete(folder.resolve(".hoodie/" + lost.instant() + ".commit"));

        assertThatThrownBy(this::withCheckpoint)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("made the commit " + lost.instant() + " in the table in " + folder.toUri());
        assertThat(folder.resolve(".streaming_join_writer"))
                .as("the writer's heartbeat")
                .doesNotExist();
    }

    private HudiTable withCheckpoint() {
        close();
        table = HudiTable.open(
                LocalSpark.session(), plan(ORDERS, ""), new Checkpoint(checkpoint.toUri(), new Configuration()));
        return table;
    }

    /** As Spark does when the query starts. */
    private void noteQuery() throws IOException {
        Files.writeString(checkpoint.resolve("metadata"), "{\"id\":\"query\"}");
    }

    /** As somebody does by SQL, who keeps the table's columns and options. */
    private void insertOverwrite(Row... rows) {
        TablePlan plan = plan(ORDERS, "");
        Map<String, String> options = new HashMap<>(plan.options());
        options.put("hoodie.datasource.write.operation", "insert_overwrite_table");
        options.keySet().removeIf(key -> key.startsWith("_streaming_join."));
        plan.addTo(rows(rows))
                .select(Stream.of(plan.columns().fieldNames())
                        .map(functions::col)
                        .toArray(Column[]::new))
                .write()
                .format("hudi")
                .options(options)
                .mode(SaveMode.Append)
                .save(folder.toString());
    }

    @Test
    void addsAColumnInTheMiddleAndLeavesItNullInFormerRows() {
        upsert(table(""), rows(order("a", 1), order("b", 1)), batch(0));
        StructType extended =
                StructType.fromDDL("_event_order string, uuid string, rate double, units int, tags array<string>");
        HudiTable restarted = restart(extended, "");

        upsert(
                restarted,
                LocalSpark.session()
                        .createDataFrame(
                                List.of(
                                        RowFactory.create("order 2", "b", 0.5, 2, null),
                                        RowFactory.create("order 1", "c", 1.5, 1, new String[] {"x"})),
                                extended),
                batch(1));

        assertThat(read().columns())
                .filteredOn(column -> !column.startsWith("_hoodie_"))
                .containsExactly("_event_order", "uuid", "units", "_record_key", "rate", "tags");
        assertThat(read().select("uuid", "units", "rate", "tags").collectAsList())
                .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(2), row -> row.isNullAt(3))
                .containsExactlyInAnyOrder(
                        tuple("a", 1, null, true), tuple("b", 2, 0.5, true), tuple("c", 1, 1.5, false));
    }

    @Test
    void refusesAnotherTypeAtTheStartAndLeavesTheTableAsItIs() {
        upsert(table(""), rows(order("a", 1)), batch(0));

        assertThatThrownBy(() -> restart(StructType.fromDDL("_event_order string, uuid string, units string"), ""))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("the column 'units' is of type INT in the table and of type STRING in the rows");
        assertThat(unitsByKey()).containsExactly("[a,1]");
    }

    @Test
    void keepsASecondJobOffTheTable() {
        upsert(table(""), rows(order("a", 1)), batch(0));

        assertThatThrownBy(() -> HudiTable.open(LocalSpark.session(), plan(ORDERS, "")))
                .isInstanceOf(TableInUseException.class);
    }

    /** Looks for the batch first, as a job does that may have died over it. */
    private static HudiCommit upsert(HudiTable table, Dataset<Row> rows, BatchProvenance batch) {
        return table.upsert(rows, Optional.empty(), batch, true).batch();
    }

    /** Opens the table after the one before is closed, as when a job starts again. */
    private HudiTable table(String furtherOptions) {
        return restart(ORDERS, furtherOptions);
    }

    private HudiTable restart(StructType rows, String furtherOptions) {
        close();
        table = HudiTable.open(LocalSpark.session(), plan(rows, furtherOptions));
        return table;
    }

    @AfterEach
    void close() {
        if (table != null) {
            table.close();
            table = null;
        }
    }

    private TablePlan plan(StructType rows, String furtherOptions) {
        TargetConfig target = ExampleConfig.with(
                        "target_path", folder.toUri().toString(), "hudi_options", NO_CATALOG + furtherOptions)
                .target();
        return TablePlan.of(target, rows, Map.of());
    }

    private static BatchProvenance scanned(BatchProvenance batch, int items) {
        return batch.withReference("countries", items, Instant.parse("2026-01-31T12:00:00Z"), 12);
    }

    private static BatchProvenance batch(long batchId) {
        return batch(batchId, "{\"start\":" + batchId + "}", "{\"end\":" + batchId + "}");
    }

    private static BatchProvenance batch(long batchId, String start, String end) {
        return BatchProvenance.ofBatch("query", batchId)
                .withOffsets(NotedOffsets.whole(start), NotedOffsets.whole(end));
    }

    /** An order whose ordering value rises with its units. */
    private static Row order(String uuid, int units) {
        return RowFactory.create("order " + units, uuid, units);
    }

    /** The same event, with another value. */
    private static Row reenriched(String uuid, int units) {
        return RowFactory.create("order " + units, uuid, units + 100);
    }

    private static Dataset<Row> held(Row... rows) {
        return rows(rows).persist();
    }

    private static Dataset<Row> rows(Row... rows) {
        return LocalSpark.session().createDataFrame(List.of(rows), ORDERS);
    }

    private Dataset<Row> read() {
        return LocalSpark.session().read().format("hudi").load(folder.toString());
    }

    private List<String> unitsByKey() {
        return read().select("uuid", "units").collectAsList().stream()
                .map(Row::toString)
                .toList();
    }

    private List<String> timelineFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(".hoodie"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
