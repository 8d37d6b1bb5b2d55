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

    /** A look makes two calls to S3. A day of looks costs 10 US cents, and a stop takes at most this much longer. */
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
     * Returns whether the file is there, as far as the last look tells. Looks every five seconds. A look that fails is logged, and does
     * not fail the job.
     */
    boolean isThere() {
        if (System.nanoTime() - lastLook < intervalNanoseconds) {
            return false;
        }
        try {
            boolean found = file.getFileSystem(configuration).exists(file);
            lookFailed = false;
            return found;
        } catch (IOException e) {
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
        } catch (IOException e) {
            LOG.warn("The stop request {} is met and cannot be removed; it stops no other run", file, e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
