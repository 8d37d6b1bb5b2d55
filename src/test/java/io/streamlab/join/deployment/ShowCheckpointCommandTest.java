package io.streamlab.join.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.deployment.Workspace.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** scripts/show-checkpoint, with a folder in the place of S3. */
class ShowCheckpointCommandTest {
    private static final String OFFSET = "v1\n{}\n{\"version\":1,\"streamName\":\"orders\",\"shards\":{"
            + "\"shardId-000000000017\":{\"position\":\"AFTER_SEQUENCE_NUMBER\",\"sequenceNumber\":\"%d\","
            + "\"asOf\":\"2026-01-31T08:00:00Z\"}}}";

    /** Answers aws s3 ls and aws s3 cp from a folder. */
    private static final String AWS =
            """
            #!/usr/bin/env bash
            set -eu
            [ "$1" = s3 ] || exit 64
            case $2 in
            ls)
              folder=$BUCKETS/${3#s3://}
              [ -d "$folder" ] || exit 1
              for file in "$folder"*; do printf '2026-01-31 08:00:00 %10d %s\\n' 7 "$(basename "$file")"; done
              ;;
            cp) cp "$BUCKETS/${4#s3://}" "$5" ;;
            esac
            """;

    @TempDir
    private Path folder;

    private Workspace workspace;
    private Path checkpoint;

    @BeforeEach
    void pretendToHaveBuilt() throws IOException {
        workspace = Workspace.in(Files.createDirectory(folder.resolve("checkout")));
        Files.writeString(
                workspace.folder().resolve("target/classpath.txt"),
                Path.of("target", "classes").toAbsolutePath() + ":" + System.getProperty("java.class.path"));
        workspace.addProgram("aws", AWS).set("BUCKETS", folder.toString());
        checkpoint = folder.resolve("bucket/checkpoint");
        for (String part : new String[] {"offsets", "commits", "batch_offsets"}) {
            Files.createDirectories(checkpoint.resolve(part));
        }
        for (int batch = 8; batch <= 11; batch++) {
            Files.writeString(checkpoint.resolve("offsets/" + batch), String.format(OFFSET, 4_900 + batch));
            if (batch < 11) {
                Files.writeString(checkpoint.resolve("commits/" + batch), "v1\n{}");
            }
        }
    }

    @Test
    void showsAFolderOnThisMachine() throws Exception {
        for (String path : new String[] {checkpoint.toString(), "file:" + checkpoint, "file://" + checkpoint}) {
            Outcome outcome = workspace.run("show-checkpoint", path);

            assertThat(outcome.exitCode()).as("%s", outcome).isZero();
            assertThat(outcome.out())
                    .startsWith("Checkpoint " + path + ", batch 11, which is planned and not done.\nStream orders.\n")
                    .contains("shardId-000000000017  read up to 4911;");
        }
    }

    @Test
    void showsAFolderOnS3() throws Exception {
        Outcome newest = workspace.run("show-checkpoint", "s3://bucket/checkpoint/");
        Outcome earlier = workspace.run("show-checkpoint", "s3://bucket/checkpoint", "--batch", "9");

        assertThat(newest.exitCode()).as("%s", newest).isZero();
        assertThat(newest.out())
                .startsWith("Checkpoint s3://bucket/checkpoint/, batch 11, which is planned and not done.\n")
                .contains("read up to 4911;");
        assertThat(earlier.exitCode()).as("%s", earlier).isZero();
        assertThat(earlier.out())
                .startsWith("Checkpoint s3://bucket/checkpoint, batch 9, which is done.\n")
                .contains("read up to 4909;");
    }

    @Test
    void saysWhatIsNotThere() throws Exception {
        Outcome batch = workspace.run("show-checkpoint", "s3://bucket/checkpoint", "--batch", "7");
        Outcome checkpointItself = workspace.run("show-checkpoint", "s3://bucket/other");

        assertThat(batch.exitCode()).as("%s", batch).isEqualTo(1);
        assertThat(batch.err()).contains("batch 7 is not in s3://bucket/checkpoint; Spark keeps the last hundred");
        assertThat(checkpointItself.exitCode()).as("%s", checkpointItself).isEqualTo(1);
        assertThat(checkpointItself.err()).contains("no batch is planned in s3://bucket/other");
    }

    @Test
    void refusesWrongArguments() throws Exception {
        for (String[] arguments : new String[][] {
            {"show-checkpoint"},
            {"show-checkpoint", "/tmp", "/tmp"},
            {"show-checkpoint", "/tmp", "--batch"},
            {"show-checkpoint", "/tmp", "--batch", "newest"},
            {"show-checkpoint", "/tmp", "--shard", "17"},
        }) {
            Outcome outcome = workspace.run(arguments);

            assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(2);
            assertThat(outcome.err()).endsWith("; see --help\n");
        }
    }
}
