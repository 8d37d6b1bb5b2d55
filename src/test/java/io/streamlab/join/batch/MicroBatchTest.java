package io.streamlab.join.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.columns.TableColumns;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.config.SourceConnector;
import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.hudi.Commits;
import io.streamlab.join.hudi.ImpossibleCountsException;
import io.streamlab.join.hudi.UpsertOutcome;
import io.streamlab.join.lookup.LookupJoin;
import io.streamlab.join.lookup.ReferenceJoins;
import io.streamlab.join.lookup.ReferenceSnapshot;
import io.streamlab.join.lookup.References;
import io.streamlab.join.metrics.RecordedReports;
import io.streamlab.join.record.KinesisRecords;
import io.streamlab.join.record.ParsedBatch;
import io.streamlab.join.record.RecordParser;
import io.streamlab.join.record.RejectedStore;
import io.streamlab.join.record.RejectionLimit;
import io.streamlab.join.record.TooManyRejectedRecordsException;
import io.streamlab.join.reenrich.RecordedReenrichment;
import io.streamlab.join.reenrich.Reenrichment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of a batch's steps, and what each gets. The records are parsed and joined as in the job. */
class MicroBatchTest {
    private static final StructType ORDERS = StructType.fromDDL("uuid string, country string, orderdate string");
    private static final String QUERY_ID_PROPERTY = "sql.streaming.queryId";
    private static final String BAD = "no JSON";

    @TempDir
    private Path checkpoint;

    private final JobConfig config =
            ExampleConfig.with("drop_columns", "country,countryname", "max_rejected_percent", "50");
    private final List<String> calls = new ArrayList<>();
    private final List<List<String>> written = new ArrayList<>();
    private final List<String> keptReasons = new ArrayList<>();
    private final RecordedReports reports = new RecordedReports();

    private SourceConnector connector = SourceConnector.EXACT_KINESIS;
    private Optional<Reenrichment> reenrichment = Optional.empty();
    private UpsertOutcome outcome = Commits.outcome(Commits.of("20260131120000000", 1, 0, 0));
    private RuntimeException lookupFailure;
    private RuntimeException upsertFailure;
    private RuntimeException trialFailure;
    /** A condition of the rows that fail the write of any rows that they are among. */
    private Optional<String> unwritable = Optional.empty();

    @BeforeEach
    void noteTheQueryAsSparkDoes() throws IOException {
        LocalSpark.session().sparkContext().setLocalProperty(QUERY_ID_PROPERTY, "q");
        Files.createDirectory(checkpoint.resolve("offsets"));
        for (int batch = 0; batch < 3; batch++) {
            Files.writeString(checkpoint.resolve("offsets/" + batch), "v1\n{}\n{\"end\":" + batch + "}");
        }
    }

    @AfterEach
    void forgetTheQuery() {
        LocalSpark.session().sparkContext().setLocalProperty(QUERY_ID_PROPERTY, null);
    }

    @Test
    void keepsRejectedRecordsThenLooksUpThenWritesAndReports() {
        outcome = Commits.outcome(Commits.of("20260131120000000", 1, 1, 0));

        batch().run(KinesisRecords.of(order(1, "India"), order(1, "India"), order(2, "Mars"), BAD), 0);

        assertThat(calls)
                .containsExactly(
                        "keep 1 rejected record of batch 0 of q, may be a replay",
                        "look up",
                        "upsert batch 0 of the query q, may be held",
                        "keep 0 unwritable records of batch 0 of q");
        assertThat(written).containsExactly(List.of("1 In-India", "1 In-India", "2 null"));
        assertThat(reports.published())
                .singleElement()
                .asString()
                .matches("\\{\"batch_id\":0,\"read_ms\":\\d+,\"records_read\":4,\"records_rejected\":1,"
                        + "\"reject_ms\":\\d+,\"lookup_ms\":\\d+,\"reference_items\":2,\"reference_duplicates\":0,\"reference_unfit\":0,"
                        + "\"reference_pages\":\\d+,\"reference_capacity_units\":[\\d.]+,\"upsert_ms\":\\d+,"
                        + "\"unmatched_ms\":\\d+,\"records_unmatched\":1,\"unmatched_keys\":\\{\"Mars\":1},"
                        + "\"commit\":20260131120000000,\"rows_written\":1,\"rows_deleted\":1,"
                        + "\"records_superseded\":1,\"batch_ms\":\\d+,\"consumer_lag_ms\":\\d+,"
                        + "\"alive\":1,\"ended_at\":\\d+}");
    }

    @Test
    void reportsAFailureWhenCountsCannotBe() {
        outcome = Commits.outcome(Commits.of("20260131120000000", 2, 0, 0));

        assertThatThrownBy(() -> batch().run(KinesisRecords.of(order(1, "India")), 0))
                .isInstanceOf(ImpossibleCountsException.class)
                .hasMessageStartingWith("The counts of batch 0 cannot be: records_superseded is -1.");

        assertThatFailureIsReported("ImpossibleCountsException: The counts of batch 0 cannot be: ");
    }

    @Test
    void goesOnWithABatchThatTheTableHoldsThoughItsCountsCannotBe() {
        outcome = Commits.outcome(Commits.of("20260131115959000", 2, 0, 0), Commits.of("20260131120000000", 0, 0, 0));

        batch().run(KinesisRecords.of(order(1, "India")), 0);

        assertThat(reports.published()).singleElement().asString().contains("\"records_superseded\":-1,");
    }

    @Test
    void keepsRejectedRecordsBeforeTheLimitStopsTheBatch() {
        assertThatThrownBy(() -> batch().run(KinesisRecords.of(order(1, "India"), BAD, BAD), 0))
                .isInstanceOf(TooManyRejectedRecordsException.class);

        assertThat(calls).containsExactly("keep 2 rejected records of batch 0 of q, may be a replay");
        assertThatFailureIsReported("TooManyRejectedRecordsException: ");
    }

    @Test
    void writesNothingWhenTheLookupFails() {
        lookupFailure = new IllegalStateException("no answer");

        assertThatThrownBy(() -> batch().run(KinesisRecords.of(order(1, "India")), 0))
                .isSameAs(lookupFailure);

        assertThat(calls).last().isEqualTo("look up");
        assertThatFailureIsReported("java.lang.IllegalStateException: no answer");
    }

    /** As Hudi 0.14 counts deletes of keys without a row, if their file holds no rows. */
    @Test
    void goesOnAfterDeletesThatHudiCountsTwice() {
        outcome = Commits.outcome(Commits.of("20260131120000000", 2, 1, 0));

        batch().run(KinesisRecords.of(order(1, "India"), order(2, "India")), 0);

        assertThat(reports.published()).hasSize(1);
    }

    @Test
    void doesNothingWithoutRecords() {
        batch().run(KinesisRecords.of(), 0);

        assertThat(calls).isEmpty();
        assertThat(reports.published()).isEmpty();
    }

    @Test
    void reportsABatchOfWhichAllRecordsAreRejectedAndLooksNothingUp() {
        JobConfig withoutLimit = ExampleConfig.with("drop_columns", "country,countryname");

        batch(withoutLimit).run(KinesisRecords.of(BAD), 0);

        assertThat(calls).containsExactly("keep 1 rejected record of batch 0 of q, may be a replay");
        assertThat(reports.published())
                .singleElement()
                .asString()
                .contains("\"records_read\":1,\"records_rejected\":1,")
                .doesNotContain("lookup_ms", "rows_written");
    }

    @Test
    void onlyTheFirstBatchMayBeAReplay() {
        MicroBatch batch = batch();

        batch.run(KinesisRecords.of(order(1, "India")), 1);
        batch.run(KinesisRecords.of(order(2, "India")), 2);

        assertThat(calls)
                .containsExactly(
                        "keep 0 rejected records of batch 1 of q, may be a replay",
                        "look up",
                        "upsert batch 1 of the query q, may be held",
                        "keep 0 unwritable records of batch 1 of q",
                        "keep 0 rejected records of batch 2 of q",
                        "look up",
                        "upsert batch 2 of the query q");
    }

    /** awslabs' connector may put more records into a batch that it replays. They must be written. */
    @Test
    void writesAReplayThatMayHaveOtherRecords() {
        connector = SourceConnector.AWS_KINESIS;

        batch().run(KinesisRecords.of(order(1, "India")), 0);

        assertThat(calls)
                .containsExactly(
                        "keep 0 rejected records of batch 0 of q, may be a replay",
                        "look up",
                        "upsert batch 0 of the query q",
                        "keep 0 unwritable records of batch 0 of q");
    }

    @Test
    void commitsReenrichedRowsWithTheBatchAndNotesThemAfterTheCommit() {
        reenrichWith(LocalSpark.session().range(2).toDF());
        outcome = Commits.outcome(Commits.of("20260131120000000", 3, 0, 2));

        batch().run(KinesisRecords.of(order(1, "India")), 0);

        assertThat(calls)
                .containsExactly(
                        "keep 0 rejected records of batch 0 of q, may be a replay",
                        "look up",
                        "prepare for batch 0 of the query q",
                        "upsert batch 0 of the query q, may be held, with 2 re-enriched rows",
                        "committed 2",
                        "release",
                        "keep 0 unwritable records of batch 0 of q");
        assertThat(reports.published())
                .singleElement()
                .asString()
                .contains("\"rows_reenriched\":2", "\"rows_written\":1,", "\"records_superseded\":0,");
    }

    /** The batch was written by one commit, before the job died. The re-enriched rows are written by another one now. */
    @Test
    void countsAReplayedBatchByItsOwnCommitAndReenrichedRowsByTheNewOne() {
        reenrichWith(LocalSpark.session().range(5).toDF());
        outcome = Commits.outcome(Commits.of("20260131115959000", 2, 0, 1), Commits.of("20260131120000000", 5, 0, 5));

        batch().run(KinesisRecords.of(order(1, "India")), 0);

        assertThat(calls).contains("committed 5");
        assertThat(reports.published())
                .singleElement()
                .asString()
                .contains("\"commit\":20260131115959000,", "\"rows_written\":1,", "\"rows_reenriched\":5,");
    }

    @Test
    void notesNoReenrichedRowsWhenTheUpsertFails() {
        reenrichWith(LocalSpark.session().range(2).toDF());
        upsertFailure = new IllegalStateException("no disk");

        assertThatThrownBy(() -> batch().run(KinesisRecords.of(order(1, "India")), 0))
                .isSameAs(upsertFailure);

        assertThat(calls)
                .endsWith("upsert batch 0 of the query q, may be held, with 2 re-enriched rows", "release")
                .doesNotContain("committed 2");
        assertThatFailureIsReported("java.lang.IllegalStateException: no disk");
    }

    @Test
    void rejectsRecordsThatCannotBeWrittenAndWritesTheOthers() {
        unwritable = Optional.of("uuid in ('3', '5')");
        outcome = Commits.outcome(Commits.of("20260131120000000", 7, 0, 0));

        batch().run(KinesisRecords.of(orders(9)), 0);

        assertThat(calls)
                .containsExactly(
                        "keep 0 rejected records of batch 0 of q, may be a replay",
                        "look up",
                        "upsert batch 0 of the query q, may be held",
                        "keep 2 unwritable records of batch 0 of q",
                        "upsert batch 0 of the query q, may be held");
        assertThat(written)
                .containsExactly(List.of(
                        "1 In-India",
                        "2 In-India",
                        "4 In-India",
                        "6 In-India",
                        "7 In-India",
                        "8 In-India",
                        "9 In-India"));
        assertThat(keptReasons)
                .containsExactly(
                        "UNWRITABLE Hudi cannot write the record's row: java.lang.IllegalStateException: cannot be written");
        assertThat(reports.published())
                .singleElement()
                .asString()
                .contains("\"records_read\":9,\"records_rejected\":2,", "\"rows_written\":7,");
    }

    /** Its commit notes what the rejected records have. */
    @Test
    void leavesUnwritableRecordsOfABatchThatTheTableHolds() {
        outcome = Commits.outcome(
                Commits.withoutUnwritable(1, "20260131115959000", 2), Commits.of("20260131120000000", 0, 0, 0));

        batch().run(KinesisRecords.of(orders(3)), 0);

        assertThat(calls).doesNotContain("keep 0 unwritable records of batch 0 of q");
        assertThat(reports.published())
                .singleElement()
                .asString()
                .contains("\"records_rejected\":1,", "\"rows_written\":2,", "\"records_superseded\":0,");
    }

    @Test
    void rejectsTheOnlyRecordOfABatch() {
        unwritable = Optional.of("true");

        batch(ExampleConfig.with("drop_columns", "country,countryname")).run(KinesisRecords.of(orders(1)), 0);

        assertThat(calls).endsWith("keep 1 unwritable record of batch 0 of q");
        assertThat(reports.published()).singleElement().asString().contains("\"records_rejected\":1,");
    }

    @Test
    void limitOfRejectedRecordsHoldsForUnwritableOnes() {
        unwritable = Optional.of("uuid <> '1'");

        assertThatThrownBy(() -> batch().run(KinesisRecords.of(orders(4)), 0))
                .isInstanceOf(TooManyRejectedRecordsException.class);

        assertThat(written).isEmpty();
    }

    @Test
    void blamesNoRecordWhenTheBatchCanBeWrittenElsewhere() {
        upsertFailure = new IllegalStateException("no disk");

        assertThatThrownBy(() -> batch().run(KinesisRecords.of(orders(4)), 0)).isSameAs(upsertFailure);

        assertThat(calls).endsWith("upsert batch 0 of the query q, may be held");
    }

    /** As when Spark is stopped meanwhile. */
    @Test
    void failsWithTheFailureOfTheWriteWhenTheSearchFails() {
        upsertFailure = new IllegalStateException("no disk");
        trialFailure = new IllegalStateException("Cannot call methods on a stopped SparkContext");

        assertThatThrownBy(() -> batch().run(KinesisRecords.of(orders(4)), 0))
                .isSameAs(upsertFailure)
                .hasSuppressedException(trialFailure);
    }

    @Test
    void aBatchThatIsStoppedHasNotFailed() {
        lookupFailure = new IllegalStateException("interrupted while waiting", new InterruptedException());

        assertThatThrownBy(() -> batch().run(KinesisRecords.of(order(1, "India")), 0))
                .isSameAs(lookupFailure);

        assertThat(reports.published()).isEmpty();
    }

    private void assertThatFailureIsReported(String cause) {
        assertThat(reports.published())
                .singleElement()
                .asString()
                .startsWith("{\"batch_id\":0,\"failures\":1,\"failure\":\"")
                .contains(cause, "\"failed_after_ms\":")
                .doesNotContain("records_read", "batch_ms\"", "alive");
    }

    private static String[] orders(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(uuid -> order(uuid, "India"))
                .toArray(String[]::new);
    }

    private MicroBatch batch() {
        return batch(config);
    }

    private MicroBatch batch(JobConfig ofJob) {
        TableColumns columns = TableColumns.of(ORDERS, ofJob);
        return new MicroBatch(
                new OffsetLog(checkpoint.toUri(), connector),
                new RecordParser(columns.stream(), ofJob),
                new RejectedStore() {
                    @Override
                    public void keep(ParsedBatch batch, String queryId, long batchId, boolean mayBeReplay) {
                        calls.add("keep " + records(batch.rejectedCount(), "rejected") + " of batch " + batchId + " of "
                                + queryId + (mayBeReplay ? ", may be a replay" : ""));
                    }

                    @Override
                    public void keepUnwritable(ParsedBatch batch, String queryId, long batchId) {
                        calls.add("keep " + records(batch.unwritableCount(), "unwritable") + " of batch " + batchId
                                + " of " + queryId);
                        batch.rejected()
                                .selectExpr("concat(reason, ' ', message)")
                                .distinct()
                                .collectAsList()
                                .forEach(row -> keptReasons.add(row.getString(0)));
                    }
                },
                new RejectionLimit(ofJob.batch()),
                ReferenceJoins.of(records -> lookUp(), new LookupJoin(columns, ofJob.lookup())),
                this::upsert,
                this::tryToWrite,
                reenrichment,
                reports.reports());
    }

    private void reenrichWith(Dataset<Row> outdated) {
        reenrichment = Optional.of(new RecordedReenrichment(calls).finding(outdated));
    }

    private static String records(long count, String kind) {
        return count + " " + kind + " record" + (count == 1 ? "" : "s");
    }

    private ReferenceSnapshot lookUp() {
        calls.add("look up");
        if (lookupFailure != null) {
            throw lookupFailure;
        }
        return References.of(config.lookup(), "India", "Peru");
    }

    private UpsertOutcome upsert(
            Dataset<Row> rows, Optional<Dataset<Row>> reenriched, BatchProvenance origin, boolean mayBeHeld) {
        calls.add("upsert " + origin + (mayBeHeld ? ", may be held" : "")
                + reenriched
                        .map(own -> ", with " + own.count() + " re-enriched rows")
                        .orElse(""));
        if (upsertFailure != null) {
            throw upsertFailure;
        }
        if (tryToWrite(rows).isPresent()) {
            throw new IllegalStateException("cannot be written", new IllegalStateException("for some reason"));
        }
        written.add(rows.selectExpr("concat(uuid, ' ', coalesce(combinedname, 'null'))").collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList());
        return outcome;
    }

    private Optional<Exception> tryToWrite(Dataset<Row> rows) {
        if (trialFailure != null) {
            throw trialFailure;
        }
        return unwritable.isPresent() && !rows.where(unwritable.get()).isEmpty()
                ? Optional.of(new IllegalStateException("cannot be written"))
                : Optional.empty();
    }

    private static String order(int uuid, String country) {
        return String.format("{\"uuid\": \"%d\", \"country\": \"%s\", \"orderdate\": \"1/4/10\"}", uuid, country);
    }
}
