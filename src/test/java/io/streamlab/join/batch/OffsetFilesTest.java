package io.streamlab.join.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.hudi.NotedOffsets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffsetFilesTest {
    private static final Configuration HADOOP = new Configuration();

    @TempDir
    private Path checkpoint;

    @Test
    void offsetsOfAFewShardsAreNotedAsTheyAre() {
        String text = LongOffsets.of(60, 0);

        assertThat(files().note(3, text, HADOOP)).usingRecursiveComparison().isEqualTo(NotedOffsets.whole(text));
        assertThat(checkpoint).isEmptyDirectory();
    }

    /** The driver died between the file and the commit. */
    @Test
    void aReplayFindsTheFileOfItsBatchAndWritesNone() throws IOException {
        String text = LongOffsets.of(4_000, 0);
        NotedOffsets first = files().note(3, text, HADOOP);
        FileTime written = FileTime.fromMillis(0);
        Files.setLastModifiedTime(LongOffsets.file(3, text, checkpoint), written);

        NotedOffsets replayed = files().note(3, text, HADOOP);

        assertThat(replayed).usingRecursiveComparison().isEqualTo(first);
        assertThat(Files.getLastModifiedTime(LongOffsets.file(3, text, checkpoint)))
                .isEqualTo(written);
    }

    /** The driver died while it wrote the file. */
    @Test
    void aFileThatIsNotCompleteDoesNotCount() throws IOException {
        String text = LongOffsets.of(4_000, 0);
        Path file = LongOffsets.file(3, text, checkpoint);
        Files.createDirectories(file.getParent());
        Files.writeString(file.resolveSibling("_" + file.getFileName()), "half");

        files().note(3, text, HADOOP);

        assertThat(LongOffsets.kept(3, text, checkpoint)).isEqualTo(text);
        assertThat(names()).containsExactly(file.getFileName().toString());
    }

    /** Somebody removed offsets/3, and Spark planned the batch again. */
    @Test
    void otherOffsetsOfTheSameBatchHaveTheirOwnFile() throws IOException {
        String text = LongOffsets.of(4_000, 0);
        String other = LongOffsets.of(4_000, 1);

        files().note(3, text, HADOOP);
        files().note(3, other, HADOOP);

        assertThat(LongOffsets.kept(3, text, checkpoint)).isEqualTo(text);
        assertThat(LongOffsets.kept(3, other, checkpoint)).isEqualTo(other);
    }

    @Test
    void keepsTheNewestFilesAndWhatIsNoneOfThem() throws IOException {
        OffsetFiles files = new OffsetFiles(checkpoint.toUri(), 5, 2);
        Files.createDirectories(checkpoint.resolve("batch_offsets"));
        Files.writeString(checkpoint.resolve("batch_offsets/README"), "mine");
        for (int batch = 0; batch <= 12; batch++) {
            files.note(batch, LongOffsets.of(200, batch), HADOOP);
        }

        assertThat(names().stream().map(name -> name.replaceAll("-.*", "")))
                .containsExactlyInAnyOrder("README", "8", "9", "10", "11", "12");
    }

    @Test
    void saysWhereOffsetsCannotBeKept() throws IOException {
        Files.writeString(checkpoint.resolve("batch_offsets"), "not a folder");

        assertThatThrownBy(() -> files().note(3, LongOffsets.of(4_000, 0), HADOOP))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("The offsets of batch 3 cannot be kept in file:" + checkpoint);
    }

    private OffsetFiles files() {
        return new OffsetFiles(checkpoint.toUri());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(checkpoint.resolve("batch_offsets"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".crc"))
                    .toList();
        }
    }
}
