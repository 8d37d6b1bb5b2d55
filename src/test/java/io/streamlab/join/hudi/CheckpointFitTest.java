package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a table and a checkpoint belong together, by the files that Spark, Hudi and the job leave. */
class CheckpointFitTest {
    private static final String FIRST = "20260131120000000";
    private static final String SECOND = "20260131120100000";
    private static final String THIRD = "20260131120200000";

    @TempDir
    private Path folder;

    @Test
    void aNewTableFitsANewCheckpoint() throws IOException {
        assertNothingUnusual();

        metadata("q");
        assertNothingUnusual();
    }

    @Test
    void theTableOfTheCheckpointFits() throws IOException {
        checkpoint("q", 1, 1);
        commit(FIRST, "q", 0);
        commit(SECOND, "q", 1);
        note("q", SECOND);

        assertNothingUnusual();
        assertThat(fit().isChangedByOthers()).isFalse();
    }

    /** The job was killed after the commit and before its note, or an earlier version noted nothing. */
    @ParameterizedTest
    @ValueSource(strings = {FIRST, "none"})
    void theTableFitsThatHasACommitMoreThanTheNote(String noted) throws IOException {
        checkpoint("q", 1, 0);
        commit(FIRST, "q", 0);
        commit(SECOND, "q", 1);
        if (!noted.equals("none")) {
            note("q", noted);
        }

        assertNothingUnusual();
    }

    /** After a kill in the middle of a write, a clustering, and a batch without accepted records. */
    @Test
    void whatTheJobItselfLeavesIsNothingUnusual() throws IOException {
        checkpoint("q", 5, 4);
        commit(FIRST, "q", 3);
        commit(SECOND, "q", null);
        note("q", SECOND);
        file("20260131120200000.commit.requested", "");
        file("20260131120200000.inflight", "");
        file("20260131120300000.rollback", "");
        file("20260131120400000.clean", "");
        file("20260131120500000.replacecommit", "{\"operationType\": \"CLUSTER\"}");

        assertNothingUnusual();
        assertThat(fit().isChangedByOthers()).isFalse();
    }

    @Test
    void refusesANewTableWithAnOldCheckpoint() throws IOException {
        checkpoint("q", 7, 7);
        note("q", SECOND);

        assertThat(fit().problems())
                .containsExactly("the job that has the checkpoint made the commit " + SECOND
                        + " in the table in s3://bucket/first, and the table in " + table()
                        + " does not have that commit: it is a new table, another one, or an earlier version of it, and the "
                        + "rows of the checkpoint's batches would be missing. Give --target_path as it was; or give a new "
                        + "--checkpoint_path, and the stream is read again; or delete "
                        + checkpoint().noteFile()
                        + " to do without those rows (docs/RUNBOOK.md, \"Checkpoint and table\")");
    }

    @Test
    void refusesTheTableOfAnotherQuery() throws IOException {
        checkpoint("q", 7, 7);
        note("q", FIRST);
        commit(SECOND, "other", 3);

        assertThat(fit().problems()).hasSize(1);
    }

    @Test
    void refusesAnEarlierVersionOfTheTable() throws IOException {
        checkpoint("q", 7, 7);
        note("q", SECOND);
        commit(FIRST, "q", 6);

        assertThat(fit().problems()).hasSize(1);
    }

    @Test
    void goesOnAfterTheNoteWasDeletedAndSaysWhatIsMissing() throws IOException {
        checkpoint("q", 7, 7);

        assertThat(fit().problems()).isEmpty();
        assertThat(fit().warnings())
                .containsExactly("The checkpoint has done batches up to 7, and there is no table in " + table()
                        + ". Rows of those batches may be missing there, unless all their records were rejected");
    }

    /** Others have committed so often that Hudi has archived the noted commit. */
    @Test
    void aCommitInTheArchiveIsNotLost() throws IOException {
        checkpoint("q", 7, 7);
        note("q", FIRST);
        commit(SECOND, "other", 3);
        Files.createDirectories(folder.resolve("table/.hoodie/archived/.commits_.archive.1_1-0-1"));

        assertThat(fit().problems()).isEmpty();
        assertThat(fit().warnings()).hasSize(1);
        assertThat(fit().isChangedByOthers()).isTrue();
    }

    @Test
    void warnsOfANewCheckpointOnATableThatIsThere() throws IOException {
        commit(FIRST, "other", 3);

        assertThat(fit().problems()).isEmpty();
        assertThat(fit().warnings())
                .containsExactly(
                        "The checkpoint is new, and the newest commit of the table in " + table() + ", " + FIRST
                                + ", is of batch 3 of the query other. That is right for a replay: older events replace no row");
        assertThat(fit().isChangedByOthers()).isTrue();
    }

    @Test
    void warnsOfAForeignCheckpointThatNotesNoTable() throws IOException {
        checkpoint("q", 7, 6);
        commit(FIRST, "other", 3);

        assertThat(fit().warnings())
                .containsExactly(
                        "The checkpoint has done batches up to 6, and the newest commit of the table in " + table()
                                + ", " + FIRST
                                + ", is of batch 3 of the query other. Rows of those batches may be missing there, "
                                + "unless all their records were rejected");
    }

    @Test
    void warnsOfACheckpointThatWasSetBack() throws IOException {
        checkpoint("q", 4, 4);
        commit(FIRST, "q", 6);
        note("q", FIRST);

        assertThat(fit().problems()).isEmpty();
        assertThat(fit().warnings())
                .singleElement()
                .asString()
                .startsWith("The table in " + table()
                        + " has batch 6, and the newest batch of the checkpoint is 4: somebody has "
                        + "set the checkpoint back.");
    }

    @Test
    void warnsOfAllThatOthersHaveChanged() throws IOException {
        checkpoint("q", 3, 3);
        commit(FIRST, "q", 3);
        note("q", FIRST);
        commit(SECOND, "other", 9);
        file(THIRD + ".replacecommit", "{\"operationType\": \"INSERT_OVERWRITE\"}");
        file("20260131120300000.replacecommit", "{\"operationType\": \"DELETE_PARTITION\"}");
        file("20260131120400000.restore", "");

        assertThat(fit().problems()).isEmpty();
        assertThat(fit().isChangedByOthers()).isTrue();
        assertThat(fit().warnings())
                .containsExactly(
                        "Somebody else has changed the table in " + table() + " since the job's commit " + FIRST
                                + ": commit " + SECOND + " of batch 9 of the query other, replacecommit " + THIRD
                                + " (INSERT_OVERWRITE), replacecommit 20260131120300000 (DELETE_PARTITION), restore "
                                + "20260131120400000. The job goes on. Rows that were removed come back only by a replay");
    }

    /** The next commit notes itself, so the change is said once, and not at every start. */
    @Test
    void saysNothingOfWhatWasChangedBeforeTheNotedCommit() throws IOException {
        checkpoint("q", 4, 4);
        commit(FIRST, "q", 3);
        file(SECOND + ".replacecommit", "{\"operationType\": \"INSERT_OVERWRITE\"}");
        commit(THIRD, "q", 4);
        note("q", THIRD);

        assertNothingUnusual();
        assertThat(fit().isChangedByOthers()).isFalse();
    }

    /** The job died after its next commit and before the note: what came between is not forgotten. */
    @Test
    void findsAChangeBetweenTheNotedCommitAndTheNext() throws IOException {
        checkpoint("q", 4, 3);
        commit(FIRST, "q", 3);
        note("q", FIRST);
        file(SECOND + ".replacecommit", "{\"operationType\": \"INSERT_OVERWRITE\"}");
        commit(THIRD, "q", 4);

        assertThat(fit().isChangedByOthers()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}"})
    void takesADamagedNoteForNone(String content) throws IOException {
        checkpoint("q", 1, 1);
        commit(FIRST, "q", 1);
        Files.writeString(folder.resolve("checkpoint/table.json"), content);

        assertNothingUnusual();
    }

    @Test
    void readsItsOwnNote() throws IOException {
        checkpoint("q", 1, 1);
        commit(FIRST, "q", 1);
        HudiCommit commit = timeline().latest().orElseThrow();

        checkpoint().note("s3://bucket/table", commit);
        checkpoint().note("s3://bucket/table", commit);

        assertThat(Files.readString(folder.resolve("checkpoint/table.json")))
                .isEqualTo("{\"query_id\":\"q\",\"table\":\"s3://bucket/table\",\"commit\":\"" + FIRST + "\"}");
        assertThat(checkpoint().notedCommit()).contains(FIRST);
        assertThat(checkpoint().notedTable()).contains("s3://bucket/table");
    }

    private void assertNothingUnusual() {
        assertThat(fit().problems()).isEmpty();
        assertThat(fit().warnings()).isEmpty();
    }

    private CheckpointFit fit() {
        return CheckpointFit.of(table(), checkpoint(), timeline());
    }

    private String table() {
        return folder.resolve("table").toString();
    }

    private HudiTimeline timeline() {
        return new HudiTimeline(table(), new Configuration());
    }

    private Checkpoint checkpoint() {
        return new Checkpoint(folder.resolve("checkpoint").toUri(), new Configuration());
    }

    private void checkpoint(String queryId, int newestBatch, int newestDone) throws IOException {
        metadata(queryId);
        for (int batch = 0; batch <= newestBatch; batch++) {
            write("checkpoint/offsets", Integer.toString(batch), "v1");
        }
        for (int batch = 0; batch <= newestDone; batch++) {
            write("checkpoint/commits", Integer.toString(batch), "v1");
        }
    }

    private void metadata(String queryId) throws IOException {
        write("checkpoint", "metadata", "{\"id\":\"" + queryId + "\"}");
    }

    private void note(String queryId, String instant) {
        checkpoint()
                .note(
                        "s3://bucket/first",
                        new HudiCommit(
                                instant,
                                0,
                                0,
                                0,
                                Set.of(),
                                BatchProvenance.ofBatch(queryId, 0).toMetadata()));
    }

    /** @param batchId null for re-enriched rows */
    private void commit(String instant, String queryId, Integer batchId) throws IOException {
        String batch = batchId == null ? "" : ", \"_streaming_join.batch_id\": \"" + batchId + "\"";
        file(
                instant + ".commit",
                "{\"extraMetadata\": {\"_streaming_join.query_id\": \"" + queryId + "\"" + batch + "}}");
    }

    private void file(String name, String content) throws IOException {
        write("table/.hoodie", name, content);
    }

    private void write(String under, String name, String content) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve(under)).resolve(name), content);
    }
}
