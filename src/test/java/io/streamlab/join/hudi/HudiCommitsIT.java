package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.TargetConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Hudi itself, on the local disk. */
class HudiCommitsIT {
    private static final StructType ORDERS = StructType.fromDDL("_event_order string, uuid string, units int");

    private static final String NO_CATALOG = "hoodie.datasource.hive_sync.enable=false";

    @TempDir
    private Path folder;

    @Test
    void tellsInTheCommitWhereTheRowsComeFrom() throws IOException {
        CommitOrigin origin = batch(7).withOffsets("{\"from\": 1}", "{\"to\": 2}")
                .withReference(4, Instant.parse("2026-01-31T12:00:00.5Z"), 12);

        HudiCommit commit = table("").upsert(rows(order("a", 1)), origin);

        assertThat(commit.written()).isEqualTo(1);
        assertThat(commit.notes()).containsAllEntriesOf(origin.toMetadata());
        assertThat(Files.readString(folder.resolve(".hoodie/" + commit.instant() + ".commit")))
                .contains(
                        "\"_streaming_join.batch_id\" : \"7\"",
                        "\"_streaming_join.end_offsets\" : \"{\\\"to\\\": 2}\"");
    }

    @Test
    void writesABatchThatTheTableHoldsNotASecondTime() {
        HudiCommit written = table("").upsert(rows(order("a", 1), order("b", 1)), batch(0));

        HudiCommit held = table("").upsert(rows(order("a", 1), order("b", 1)), batch(0));

        assertThat(held.instant()).isEqualTo(written.instant());
        assertThat(held.written()).isEqualTo(2);
        assertThat(read().select("uuid", "_hoodie_commit_time").collectAsList())
                .extracting(Row::toString)
                .containsExactlyInAnyOrder("[a," + written.instant() + "]", "[b," + written.instant() + "]");
        assertThat(table("")
                        .upsert(rows(order("a", 1), order("b", 1)), batch(0))
                        .instant())
                .as("after another replay")
                .isEqualTo(written.instant());
    }

    @Test
    void goesOnWithTheNextBatchAfterAReplay() {
        table("").upsert(rows(order("a", 1)), batch(0));
        HudiTable restarted = table("");
        restarted.upsert(rows(order("a", 1)), batch(0));

        restarted.upsert(rows(order("a", 2), order("c", 1)), batch(1));

        assertThat(unitsByKey()).containsExactlyInAnyOrder("[a,2]", "[c,1]");
    }

    @Test
    void findsTheBatchBehindWhatTableServicesLeave() throws IOException {
        String services = ",hoodie.clustering.inline=true,hoodie.clustering.inline.max.commits=1,"
                + "hoodie.cleaner.commits.retained=1,hoodie.keep.min.commits=2,hoodie.keep.max.commits=3";
        HudiTable table = table(services);
        for (int batch = 0; batch < 2; batch++) {
            table.upsert(rows(order("a", batch)), batch(batch));
        }
        HudiCommit last = table.upsert(rows(order("a", 2)), batch(2));

        assertThat(timelineFiles()).anyMatch(name -> name.endsWith(".replacecommit"));
        assertThat(timelineFiles()).anyMatch(name -> name.endsWith(".clean"));
        assertThat(table(services).upsert(rows(order("a", 2)), batch(2)).instant())
                .isEqualTo(last.instant());
    }

    @Test
    void writesTheSameBatchOfAnotherQuery() {
        table("").upsert(rows(order("a", 1)), batch(0));

        table("").upsert(rows(order("b", 1)), CommitOrigin.ofBatch("other", 0));

        assertThat(unitsByKey()).containsExactlyInAnyOrder("[a,1]", "[b,1]");
    }

    @Test
    void failsWhenAnotherWriterHasCommittedSinceItsLastCommit() {
        HudiTable table = table("");
        table.upsert(rows(order("a", 1)), batch(0));
        HudiCommit foreign = table("").upsert(rows(order("b", 1)), CommitOrigin.ofBatch("other", 5));

        assertThatThrownBy(() -> table.upsert(rows(order("c", 1)), batch(1)))
                .isInstanceOf(ForeignCommitException.class)
                .hasMessageStartingWith("The Hudi table " + folder.toUri() + " has a second writer: its commit "
                        + foreign.instant() + " is of batch 5 of the query other.");
    }

    private HudiTable table(String furtherOptions) {
        return HudiTable.open(LocalSpark.session(), target(furtherOptions));
    }

    private TargetConfig target(String furtherOptions) {
        return ExampleConfig.with("target_path", folder.toUri().toString(), "hudi_options", NO_CATALOG + furtherOptions)
                .target();
    }

    private static CommitOrigin batch(long batchId) {
        return CommitOrigin.ofBatch("query", batchId);
    }

    /** An order whose ordering value rises with its units. */
    private static Row order(String uuid, int units) {
        return RowFactory.create("order " + units, uuid, units);
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
