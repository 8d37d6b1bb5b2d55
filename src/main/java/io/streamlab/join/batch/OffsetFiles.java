package io.streamlab.join.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlab.join.hudi.NotedOffsets;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the offsets that are too long for a commit's metadata: {@code batch_offsets/<batch id>-<sha256>.json.gz} under the
 * checkpoint.
 *
 * <p>Spark keeps the same texts in its offset log, but only those of its last hundred batches.
 *
 * <ol>
 *   <li>The job writes the file before the commit that refers to the file. So a commit never refers to nothing.
 *   <li>The job dies before the commit. The replay has the same text, so it finds its file there.
 *   <li>The newest {@link #KEPT} files stay.
 * </ol>
 */
final class OffsetFiles {
    /** A week of batches of a minute. With 4,000 shards a file has about 300 KB, so the folder has 3 GB at most. */
    private static final int KEPT = 10_000;

    /** Listing the folder takes a request for each 1,000 files. */
    private static final int WRITES_BETWEEN_CLEANINGS = 100;

    private static final String FOLDER = "batch_offsets";
    private static final String SUFFIX = ".json.gz";
    private static final Pattern NAME = Pattern.compile("(\\d{1,18})-[0-9a-f]{64}\\.json\\.gz");
    private static final String SHARD = "\"shardId-";

    private static final Logger LOG = LoggerFactory.getLogger(OffsetFiles.class);

    private final Path folder;
    private final int kept;
    private final int writesBetweenCleanings;
    private int writes;

    OffsetFiles(URI checkpointPath) {
        this(checkpointPath, KEPT, WRITES_BETWEEN_CLEANINGS);
    }

    OffsetFiles(URI checkpointPath, int kept, int writesBetweenCleanings) {
        this.folder = new Path(checkpointPath.toString(), FOLDER);
        this.kept = kept;
        this.writesBetweenCleanings = writesBetweenCleanings;
    }

    /**
     * Returns what a commit notes of the offsets at the end of a batch. Writes them into a file if they are too long.
     *
     * @param batchId the batch
     * @param text the offsets, as in Spark's offset log
     */
    NotedOffsets note(long batchId, String text, Configuration configuration) {
        if (NotedOffsets.fit(text)) {
            return NotedOffsets.whole(text);
        }
        String sha256 = NotedOffsets.sha256(text);
        Path file = new Path(folder, batchId + "-" + sha256 + SUFFIX);
        try {
            FileSystem fileSystem = folder.getFileSystem(configuration);
            if (!fileSystem.exists(file)) {
                write(text, file, fileSystem);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The offsets of batch " + batchId + " cannot be kept in " + folder, e);
        }
        return NotedOffsets.inFile(file.toString(), sha256, shards(text));
    }

    /** A file gets its name when it is complete. */
    private void write(String text, Path file, FileSystem fileSystem) throws IOException {
        Path workFile = new Path(folder, "_" + file.getName());
        try (OutputStream out = new GZIPOutputStream(fileSystem.create(workFile, true))) {
            out.write(text.getBytes(UTF_8));
        }
        if (!fileSystem.rename(workFile, file)) {
            throw new IOException(workFile + " cannot be moved to " + file);
        }
        if (writes++ % writesBetweenCleanings == 0) {
            removeOld(fileSystem);
        }
    }

    /** A file too many does no harm, so no batch fails because of one. */
    private void removeOld(FileSystem fileSystem) {
        try {
            List<Path> newestFirst = Arrays.stream(fileSystem.listStatus(folder))
                    .map(status -> status.getPath())
                    .filter(path -> NAME.matcher(path.getName()).matches())
                    .sorted(Comparator.comparing(OffsetFiles::batchId).reversed())
                    .collect(Collectors.toList());
            for (Path old : newestFirst.subList(Math.min(kept, newestFirst.size()), newestFirst.size())) {
                fileSystem.delete(old, false);
            }
        } catch (IOException e) {
            LOG.warn("Old offsets could not be removed from {}; trying again later", folder, e);
        }
    }

    private static Long batchId(Path file) {
        Matcher name = NAME.matcher(file.getName());
        if (!name.matches()) {
            throw new IllegalArgumentException(file.toString());
        }
        return Long.valueOf(name.group(1));
    }

    /** Both connectors write a shard's id before what they know about the shard. */
    private static long shards(String text) {
        long shards = 0;
        for (int at = text.indexOf(SHARD); at >= 0; at = text.indexOf(SHARD, at + 1)) {
            shards++;
        }
        return shards;
    }
}
