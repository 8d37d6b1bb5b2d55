package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HudiTimelineTest {
    /** As Hudi 0.14 writes it, less the fields that nobody here reads. */
    private static final String COMMIT =
            """
            {
              "partitionToWriteStats" : {
                "" : [ {
                  "fileId" : "a-0", "numWrites" : 12, "numDeletes" : 1, "numUpdateWrites" : 3, "numInserts" : 4
                }, {
                  "fileId" : "b-0", "numWrites" : 20, "numDeletes" : 0, "numUpdateWrites" : 10, "numInserts" : 0
                } ]
              },
              "compacted" : false,
              "extraMetadata" : { "_note" : "by the writer", "schema" : "{}" },
              "operationType" : "UPSERT"
            }""";

    private static final String EMPTY_COMMIT = "{\"partitionToWriteStats\" : { }}";

    @TempDir
    private Path table;

    @Test
    void sumsTheStatisticsOfAllFilesOfTheNewestCommit() throws IOException {
        write("20260131120000000.commit", EMPTY_COMMIT);
        write("20260131120100000.commit", COMMIT);

        HudiCommit commit = timeline().latest().orElseThrow();

        assertThat(commit.instant()).isEqualTo("20260131120100000");
        assertThat(commit.inserted()).isEqualTo(4);
        assertThat(commit.updated()).isEqualTo(13);
        assertThat(commit.deleted()).isEqualTo(1);
        assertThat(commit.written()).isEqualTo(17);
        assertThat(commit.fileIds()).containsOnly("a-0", "b-0");
        assertThat(commit.notes()).containsOnly(Map.entry("_note", "by the writer"), Map.entry("schema", "{}"));
    }

    @Test
    void remembersTheItemsOfTheReferenceTable() throws IOException {
        assertThat(timeline().lastReferenceItems("countries")).isEmpty();
        write("20260131120000000.commit", commitWithReference("countries", 100));
        write("20260131120100000.commit", commitWithReference("countries", 90));

        assertThat(timeline().lastReferenceItems("countries")).hasValue(90);
        assertThat(timeline().lastReferenceItems("cities")).isEmpty();

        write("20260131120200000.commit", COMMIT);
        assertThat(timeline().lastReferenceItems("countries"))
                .as("another writer's commit")
                .isEmpty();
    }

    private static String commitWithReference(String table, int items) {
        return COMMIT.replace(
                "\"_note\" : \"by the writer\"",
                "\"_streaming_join.reference_table\" : \"" + table + "\", \"_streaming_join.reference_items\" : \""
                        + items + "\"");
    }

    @Test
    void knowsWhetherAClusteringIsPending() throws IOException {
        assertThat(timeline().hasPendingClustering()).isFalse();
        write("20260131120200000.replacecommit.requested", "");
        write("20260131120200000.replacecommit.inflight", "");
        assertThat(timeline().hasPendingClustering()).isTrue();

        write("20260131120200000.replacecommit", EMPTY_COMMIT);
        assertThat(timeline().hasPendingClustering()).isFalse();
        write("20260131120300000.replacecommit.requested", "");
        assertThat(timeline().hasPendingClustering()).isTrue();
    }

    @Test
    void looksAtCompleteCommitsOnly() throws IOException {
        write("20260131120000000.commit", COMMIT);
        write("20260131120100000.commit.requested", "");
        write("20260131120100000.inflight", "");
        write("20260131120200000.replacecommit", EMPTY_COMMIT);
        write("20260131120300000.clean", "");
        write("20260131120400000.rollback", "");
        write("hoodie.properties", "");

        assertThat(timeline().latest().orElseThrow().instant()).isEqualTo("20260131120000000");
    }

    @Test
    void takesACommitThatWroteNothing() throws IOException {
        write("20260131120000000.commit", EMPTY_COMMIT);

        assertThat(timeline().latest().orElseThrow().written()).isZero();
    }

    /** The counts as Hudi 0.14 writes them before it writes the rows. A file's inserts are among those of its partition. */
    @Test
    void countsTheRowsThatHudiWasGiven() throws IOException {
        write("20260131120000000.commit", COMMIT);
        write(
                "20260131120000000.inflight",
                """
                {
                  "partitionToWriteStats" : {
                    "a" : [ { "fileId" : "", "numInserts" : 4, "numUpdateWrites" : 0 },
                            { "fileId" : "a-0", "numInserts" : 3, "numUpdateWrites" : 13 } ],
                    "b" : [ { "fileId" : "", "numInserts" : 0, "numUpdateWrites" : 0 },
                            { "fileId" : "b-0", "numInserts" : 0, "numUpdateWrites" : 5 } ]
                  }
                }""");

        HudiCommit commit = timeline().withRowsGiven(timeline().latest().orElseThrow());

        assertThat(commit.countsInWords())
                .isEqualTo("commit 20260131120000000: Hudi was given 22 rows, inserted 4, updated 13 and deleted 1; "
                        + "re-enriched rows 0, moved rows 0, late rows 0");
        assertThat(commit.olderThanTable()).hasValue(4);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "{}", "Obj\u0001avro.schema"})
    void doesWithoutTheRowsThatHudiWasGiven(String begun) throws IOException {
        write("20260131120000000.commit", COMMIT);
        if (begun != null) {
            write("20260131120000000.inflight", begun);
        }

        HudiCommit commit = timeline().withRowsGiven(timeline().latest().orElseThrow());

        assertThat(commit.countsInWords()).contains("Hudi was given an unknown number of rows");
        assertThat(commit.olderThanTable()).isEmpty();
        assertThat(commit.impossibleCounts()).isEmpty();
    }

    @Test
    void findsNoCommitWhereThereIsNoTable() {
        assertThat(timeline().latest()).isEmpty();
    }

    @Test
    void findsNoCommitInATableThatHasNone() throws IOException {
        write("hoodie.properties", "");

        assertThat(timeline().latest()).isEmpty();
    }

    @Test
    void findsTheCommitOfABatchAmongOthers() throws IOException {
        write("20260131120000000.commit", commitOf("q", 1));
        write("20260131120100000.commit", commitOf("q", 2));
        write("20260131120200000.commit", commitOf("other", 2));
        write("20260131120300000.commit", EMPTY_COMMIT);

        assertThat(timeline().ofSameNumber(BatchProvenance.ofBatch("q", 2)))
                .extracting(HudiCommit::instant)
                .containsExactly("20260131120100000");
        assertThat(timeline().ofSameNumber(BatchProvenance.ofBatch("q", 3))).isEmpty();
        assertThat(timeline().ofSameNumber(BatchProvenance.ofBatch("another", 1)))
                .isEmpty();
    }

    @Test
    void findsABatchBehindRowsThatWereReenrichedSince() throws IOException {
        write("20260131120000000.commit", commitOf("q", 1));
        write("20260131120100000.commit", commitOf("q", 2));
        write(
                "20260131120200000.commit",
                "{\"extraMetadata\": {\"_streaming_join.query_id\": \"q\", \"_streaming_join.reenriched_rows\": \"7\"}}");

        assertThat(timeline().ofSameNumber(BatchProvenance.ofBatch("q", 2)))
                .extracting(HudiCommit::instant)
                .containsExactly("20260131120100000");
        assertThat(timeline().ofSameNumber(BatchProvenance.ofBatch("q", 1))).isEmpty();
        HudiCommit between = timeline().latest().orElseThrow();
        assertThat(between.reenriched()).isEqualTo(7);
        assertThat(between.provenance().hasSameNumberAs(BatchProvenance.ofBatch("q", 2)))
                .isFalse();
        assertThat(between.provenance().hasSameNumberAs(BatchProvenance.betweenBatchesOf("q")))
                .isTrue();
        assertThat(between.provenance()).hasToString("re-enriched rows of the query q");
    }

    @Test
    void findsAllCommitsOfABatchTheFirstFirst() throws IOException {
        write("20260131120000000.commit", commitOf("q", 2));
        write("20260131120100000.commit", commitOf("q", 2));

        assertThat(timeline().ofSameNumber(BatchProvenance.ofBatch("q", 2)))
                .extracting(HudiCommit::instant)
                .containsExactly("20260131120000000", "20260131120100000");
    }

    @Test
    void listsTheCommitsAfterAnother() throws IOException {
        write("20260131120000000.commit", COMMIT);
        write("20260131120100000.commit", EMPTY_COMMIT);
        write("20260131120200000.commit", COMMIT);

        assertThat(timeline().after("20260131120000000"))
                .extracting(HudiCommit::instant)
                .containsExactly("20260131120100000", "20260131120200000");
        assertThat(timeline().after("")).hasSize(3);
        assertThat(timeline().after("20260131120200000")).isEmpty();
    }

    @Test
    void saysWhichTableItCannotRead() throws IOException {
        write("20260131120000000.commit", "no json");

        assertThatThrownBy(() -> timeline().latest())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("The commits of the Hudi table cannot be read in " + table + "/.hoodie");
    }

    private static String commitOf(String queryId, int batchId) {
        return "{\"partitionToWriteStats\": {}, \"extraMetadata\": {\"schema\": \"{}\", \"_streaming_join.query_id\": \""
                + queryId + "\", \"_streaming_join.batch_id\": \"" + batchId + "\"}}";
    }

    private HudiTimeline timeline() {
        return new HudiTimeline(table.toString(), new Configuration());
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(Files.createDirectories(table.resolve(".hoodie")).resolve(name), content);
    }
}
