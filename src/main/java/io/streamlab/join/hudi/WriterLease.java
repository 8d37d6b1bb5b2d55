package io.streamlab.join.hudi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects a second writer of a table by a heartbeat file, which the writer rewrites every few seconds.
 *
 * <ol>
 *   <li>A job that starts and finds the file watches it. No clocks are compared.
 *   <li>If the file changes, its writer lives, and the start fails.
 *   <li>If the file does not change for {@link #PATIENCE}, its writer is dead, and the job takes the file over.
 *   <li>A writer that finds another writer's name in the file stops.
 *   <li>A job that ends removes the file. So only the restart after a kill has to wait.
 * </ol>
 */
public final class WriterLease implements AutoCloseable {
    /** The file's name, in the table's folder. Readers and Hudi skip names that begin with a dot. */
    static final String FILE = ".streaming_join_writer";

    /**
     * With S3A, each beat makes five requests to S3: HEAD, GET, a list, PUT, and a removal of markers of folders. That was 1,080
     * beats and 5,400 requests an hour in a measurement: docs/RELIABILITY.md, "One writer". The list and the PUT decide the price.
     */
    private static final Duration BEAT = Duration.ofSeconds(3);

    /** The longest wait of a restart: three beats, as one may fail and another be late. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The most attempts to read the file. Its writer replaces it every {@link #BEAT}, so a second one nearly always succeeds. */
    private static final int MOST_READS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(WriterLease.class);

    private final String table;
    private final Path file;
    private final Configuration configuration;
    private final Duration beat;
    private final Duration patience;
    private final String writer = "the job " + UUID.randomUUID() + ", process "
            + ManagementFactory.getRuntimeMXBean().getName() + ", started at " + Instant.now();
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "writer-lease");
        thread.setDaemon(true);
        return thread;
    });

    private final Clock clock;

    private long beatCount;
    private long lastBeat;
    /** By the clock, which goes on while the machine sleeps. */
    private Instant lastBeatAt;

    private boolean confirmed;
    private TableInUseException lost;

    private WriterLease(String table, Configuration configuration, Duration beat, Duration patience, Clock clock) {
        this.table = table;
        this.file = new Path(table, FILE);
        this.configuration = configuration;
        this.beat = beat;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * Waits until no other job writes the table.
     *
     * @throws TableInUseException when one does
     */
    public static WriterLease take(String table, Configuration configuration) {
        return take(table, configuration, BEAT, PATIENCE);
    }

    static WriterLease take(String table, Configuration configuration, Duration beat, Duration patience) {
        return take(table, configuration, beat, patience, Clock.systemUTC());
    }

    /** @param clock that goes on while the machine sleeps */
    static WriterLease take(String table, Configuration configuration, Duration beat, Duration patience, Clock clock) {
        WriterLease lease = new WriterLease(table, configuration, beat, patience, clock);
        lease.awaitFree();
        lease.write();
        lease.beats.scheduleWithFixedDelay(lease::beatOrLog, beat.toMillis(), beat.toMillis(), TimeUnit.MILLISECONDS);
        return lease;
    }

    /**
     * Checks that the job still has the table. Called before each write; costs nothing while the beats succeed.
     *
     * @throws TableInUseException when another job has taken the table
     * @throws UncheckedIOException when the file cannot be reached
     */
    public synchronized void requireHeld() {
        // Looks in any case at the first write: two jobs may have started in the same moment.
        if (lost == null && (!confirmed || mayBeTaken())) {
            beat();
        }
        if (lost != null) {
            throw lost;
        }
    }

    /**
     * Returns whether another job may have taken the table since the last beat. Asks two clocks, because each alone fails:
     *
     * <ol>
     *   <li>The machine sleeps for an hour, and {@code System.nanoTime} stands still meanwhile on Linux.
     *   <li>Somebody sets the clock back by an hour.
     *   <li>In both, the one clock says that the last beat was a moment ago, and another job has the table.
     * </ol>
     */
    private boolean mayBeTaken() {
        return System.nanoTime() - lastBeat > patience.toNanos()
                || Duration.between(lastBeatAt, clock.instant()).abs().compareTo(patience) > 0;
    }

    private void awaitFree() {
        Optional<String> found = read();
        if (!found.isPresent()) {
            return;
        }
        LOG.info(
                "The table has a writer, or had one that was killed: {}. Watching for {} s",
                found.get(),
                patience.getSeconds());
        long end = System.nanoTime() + patience.toNanos();
        Optional<String> now = found;
        while (now.equals(found) && System.nanoTime() < end) {
            pause();
            now = read();
        }
        if (now.isPresent() && !now.equals(found)) {
            // On a local disk a file is empty for a moment while it is written.
            throw new TableInUseException(table, now.get().isEmpty() ? found.get() : now.get());
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(beat.toMillis() / 3);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while watching for another writer of " + table, e);
        }
    }

    private void beatOrLog() {
        try {
            beat();
        } catch (RuntimeException e) {
            LOG.warn("The file {} could not be renewed; trying again in {} s", file, beat.getSeconds(), e);
        }
    }

    private synchronized void beat() {
        if (lost != null) {
            return;
        }
        Optional<String> found = read();
        if (found.isPresent() && !found.get().endsWith(writer)) {
            lost = new TableInUseException(table, found.get());
        } else {
            write();
            confirmed = true;
        }
    }

    /** Tries again after a failure: S3A refuses a file that its writer replaces between the HEAD and the GET. */
    private Optional<String> read() {
        for (int attempt = 1; ; attempt++) {
            try {
                return readOnce();
            } catch (IOException e) {
                if (attempt == MOST_READS) {
                    throw new UncheckedIOException("The job cannot read the file of the table's writer: " + file, e);
                }
            }
        }
    }

    private Optional<String> readOnce() throws IOException {
        try (InputStream content = fileSystem().open(file)) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            IOUtils.copyBytes(content, text, configuration, false);
            return Optional.of(new String(text.toByteArray(), UTF_8));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    private synchronized void write() {
        try (OutputStream content = fileSystem().create(file, true)) {
            content.write(("beat " + beatCount++ + " of " + writer).getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("The job cannot write the file of the table's writer: " + file, e);
        }
        lastBeat = System.nanoTime();
        lastBeatAt = clock.instant();
    }

    private FileSystem fileSystem() throws IOException {
        return file.getFileSystem(configuration);
    }

    /** Removes the file, so that the next job starts at once. */
    @Override
    public void close() {
        beats.shutdownNow();
        release();
    }

    private synchronized void release() {
        try {
            if (lost == null && read().filter(found -> found.endsWith(writer)).isPresent()) {
                fileSystem().delete(file, false);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("The file {} could not be removed; the next start waits for {} s", file, patience.getSeconds(), e);
        }
    }
}
