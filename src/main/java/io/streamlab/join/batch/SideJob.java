package io.streamlab.join.batch;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Spark work of a batch that goes on beside the rest of it, on cores that the rest leaves idle now and then.
 *
 * <p>It has a thread of its own, started with it, as a thread inherits from the one that starts it what Spark knows it by: so
 * whatever cancels the batch cancels this, too.
 */
final class SideJob<T> implements AutoCloseable {
    private final String name;
    private final FutureTask<T> task;
    private final Thread thread;

    private SideJob(String name, Callable<T> work) {
        this.name = name;
        this.task = new FutureTask<>(work);
        this.thread = new Thread(task, name);
        thread.setDaemon(true);
    }

    /** @param name of the thread, which failures tell */
    static <T> SideJob<T> start(String name, Callable<T> work) {
        SideJob<T> job = new SideJob<>(name, work);
        job.thread.start();
        return job;
    }

    /**
     * Waits until it has ended.
     *
     * @throws IllegalStateException when it has failed, or the waiting was interrupted
     */
    T await() {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(name + " failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
    }

    /** Waits until it has ended, so that nothing of a batch goes on after the batch, which may have failed. */
    @Override
    public void close() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            // The query is being stopped, and Spark ends its jobs.
            Thread.currentThread().interrupt();
        }
    }
}
