package io.streamlab.join.lookup;

import io.streamlab.join.config.LookupConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the parts of a read at the same time, at most {@code lookup_segments} of them. */
final class ParallelRead implements AutoCloseable {
    private final String table;
    private final Duration patience;
    private final ExecutorService readers;

    /** @param patience how long all parts together may take */
    ParallelRead(LookupConfig lookup, Duration patience) {
        this.table = lookup.table();
        this.patience = patience;
        this.readers = Executors.newFixedThreadPool(lookup.segments(), task -> {
            Thread thread = new Thread(task, "reference-table-read");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Returns what the parts return, in their order.
     *
     * @param what all parts together read, for the message
     * @throws ReferenceTableException when a part fails, or all take too long
     */
    <T> List<T> run(List<Callable<T>> parts, String what) {
        long start = System.nanoTime();
        List<Future<T>> running = new ArrayList<>();
        parts.forEach(part -> running.add(readers.submit(part)));
        try {
            List<T> read = new ArrayList<>();
            for (Future<T> part : running) {
                read.add(part.get(start + patience.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS));
            }
            return read;
        } catch (ExecutionException e) {
            throw new ReferenceTableException(table, e.getCause());
        } catch (TimeoutException e) {
            throw new ReferenceTableException(
                    table,
                    "not all of " + what + " could be read within " + patience.getSeconds()
                            + " s. Raise its read capacity, or --lookup_segments");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReferenceTableException(table, e);
        } finally {
            running.forEach(part -> part.cancel(true));
        }
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }
}
