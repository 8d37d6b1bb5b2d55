package io.streamlab.join.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlab.join.config.SourceConnector;
import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.hudi.NotedOffsets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Spark's own log of what each batch holds, in the checkpoint: {@code offsets/<batch id>}, written before the batch runs.
 *
 * <p>A file has a line for its version, a line for the query's settings and a line for the source, in the source's own format.
 * This has not changed since Spark 2.1, because a checkpoint must outlive a change of Spark's version.
 */
public final class OffsetLog {
    private static final String VERSION = "v1";
    private static final int LINES = 3;
    private static final Pattern RETENTION_HOURS = Pattern.compile("\"retentionHours\":(\\d{1,9})[,}]");
    private static final int OFFSETS_LINE = 2;

    private final Path folder;
    private final OffsetFiles files;
    private final boolean nameRecords;

    /**
     * @param connector whose offsets are in the log. Those of {@code exact-kinesis} name the records of a batch. awslabs'
     *     connector finds out where a batch ends by reading it
     */
    public OffsetLog(URI checkpointPath, SourceConnector connector) {
        this.folder = new Path(checkpointPath.toString(), "offsets");
        this.files = new OffsetFiles(checkpointPath);
        this.nameRecords = connector == SourceConnector.EXACT_KINESIS;
    }

    /**
     * Returns the batch, its query and its offsets. Offsets that are too long for a commit are in a file then. Call it in the
     * thread that runs the batch.
     */
    BatchProvenance originOf(long batchId, SparkSession spark) {
        Configuration configuration = spark.sessionState().newHadoopConf();
        NotedOffsets start = batchId == 0 ? NotedOffsets.whole("") : notedEnd(batchId - 1, configuration);
        String end = end(batchId, configuration);
        BatchProvenance batch = BatchProvenance.ofBatch(RunningQuery.id(spark), batchId)
                .withOffsets(start, files.note(batchId, end, configuration));
        return streamRetention(end).map(batch::withStreamRetention).orElse(batch);
    }

    private NotedOffsets notedEnd(long batchId, Configuration configuration) {
        return files.note(batchId, end(batchId, configuration), configuration);
    }

    /** Reads how long the stream keeps a record; empty for offsets of version 1, and for those of awslabs' connector. */
    private static Optional<Duration> streamRetention(String offset) {
        Matcher hours = RETENTION_HOURS.matcher(offset);
        return hours.find() ? Optional.of(Duration.ofHours(Long.parseLong(hours.group(1)))) : Optional.empty();
    }

    /** Returns whether a batch has the same records however often it is replayed. */
    boolean nameRecords() {
        return nameRecords;
    }

    private String end(long batchId, Configuration configuration) {
        Path file = new Path(folder, Long.toString(batchId));
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(file.getFileSystem(configuration).open(file), UTF_8))) {
            List<String> lines = reader.lines().collect(Collectors.toList());
            if (lines.size() != LINES || !lines.get(0).equals(VERSION)) {
                throw new IllegalStateException(
                        "Spark's offset log " + file + " is not of version " + VERSION + " with one source: " + lines);
            }
            return lines.get(OFFSETS_LINE);
        } catch (IOException e) {
            throw new UncheckedIOException("Spark's offset log " + file + " cannot be read", e);
        }
    }
}
