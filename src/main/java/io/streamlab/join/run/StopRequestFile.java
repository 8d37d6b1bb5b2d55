package io.streamlab.join.run;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that requests the stop of one run: {@code stop_requests/RUN} under the checkpoint path. Its content does not matter.
 *
 * <p>Glue has no signal that ends a run between two batches, so {@code scripts/stop-job} writes this file. The file's name is
 * the run's, so a request that was left behind never stops a later run.
 */
public final class StopRequestFile {
    private static final Logger LOG = LoggerFactory.getLogger(StopRequestFile.class);

    private static final String FOLDER = "stop_requests";

    /**
     * A stop takes at most this much longer. With S3A a look is a HEAD and a list: by list prices 10 US cents a day, reckoned and
     * not measured.
     */
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Path file;
    private final Configuration configuration;
    private final long intervalNanoseconds;

    private long lastLook;
    private boolean lookFailed;

    /** @param run the run's own name, which no other run has */
    public StopRequestFile(URI checkpointPath, String run, Configuration configuration) {
        this(checkpointPath, run, configuration, INTERVAL);
    }

    StopRequestFile(URI checkpointPath, String run, Configuration configuration, Duration interval) {
        this.file = new Path(new Path(new Path(checkpointPath), FOLDER), run);
        this.configuration = configuration;
        this.intervalNanoseconds = interval.toNanos();
        this.lastLook = System.nanoTime();
        LOG.info("To stop this run between two batches, write the file {}", file);
    }

    /**
     * Returns whether a look found the file. Looks once in five seconds, and returns false in between. Logs a look that fails:
     * the job goes on.
     */
    boolean isThere() {
        if (System.nanoTime() - lastLook < intervalNanoseconds) {
            return false;
        }
        try {
            boolean found = file.getFileSystem(configuration).exists(file);
            lookFailed = false;
            return found;
        } catch (IOException | RuntimeException e) {
            // Some file systems for S3 throw the SDK's exceptions.
            if (!lookFailed) {
                LOG.warn(
                        "Cannot look for the stop request {}; trying again every {} s", file, INTERVAL.getSeconds(), e);
            }
            lookFailed = true;
            return false;
        } finally {
            lastLook = System.nanoTime();
        }
    }

    /** Removes the file: the request is met. */
    void remove() {
        try {
            file.getFileSystem(configuration).delete(file, false);
        } catch (IOException | RuntimeException e) {
            LOG.warn("The stop request {} is met and cannot be removed; it stops no other run", file, e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
