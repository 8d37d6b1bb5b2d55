package io.streamlab.kinesis.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlab.kinesis.offset.KinesisOffset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Reads what Spark keeps of a query: {@code offsets/<batch>} holds what a batch takes, and {@code commits/<batch>} is there
 * when the batch is done.
 */
final class Checkpoint {
    private static final Pattern BATCH = Pattern.compile("\\d{1,18}");
    private static final int OFFSETS_LINE = 2;
    private static final int LINES = 3;
    private static final int BUFFER = 8192;

    private final Path folder;

    Checkpoint(Path folder) {
        this.folder = folder;
    }

    /** Returns the newest batch that is planned; none if the folder has no batch. */
    OptionalLong newestBatch() throws IOException {
        Path offsets = folder.resolve("offsets");
        if (!Files.isDirectory(offsets)) {
            return OptionalLong.empty();
        }
        try (Stream<Path> files = Files.list(offsets)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> BATCH.matcher(name).matches())
                    .mapToLong(Long::parseLong)
                    .max();
        }
    }

    /** Returns whether a batch of the query has an offset here. Spark keeps the last hundred batches. */
    boolean has(long batch) {
        return Files.isRegularFile(offsets(batch));
    }

    /** Returns whether Spark has noted a batch as done. */
    boolean isDone(long batch) {
        return Files.isRegularFile(folder.resolve("commits").resolve(Long.toString(batch)));
    }

    /**
     * Returns the offset at which a batch ends.
     *
     * @throws IllegalArgumentException if the file is not one of a query that reads one stream with this source
     */
    KinesisOffset endOf(long batch) throws IOException {
        List<String> lines = Files.readAllLines(offsets(batch), UTF_8);
        if (lines.size() != LINES) {
            throw new IllegalArgumentException(offsets(batch)
                    + " is no offset of a query that reads one stream: it has " + lines.size() + " lines");
        }
        return KinesisOffset.parse(lines.get(OFFSETS_LINE));
    }

    /** Reads an offset that is kept by itself, as JSON, possibly compressed by gzip. */
    static KinesisOffset ofFile(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(content) : content) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int read = plain.read(buffer); read >= 0; read = plain.read(buffer)) {
                text.write(buffer, 0, read);
            }
            return KinesisOffset.parse(new String(text.toByteArray(), UTF_8).trim());
        }
    }

    private Path offsets(long batch) {
        return folder.resolve("offsets").resolve(Long.toString(batch));
    }
}
