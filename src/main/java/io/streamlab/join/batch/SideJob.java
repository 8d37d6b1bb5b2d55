package io.streamlab.join.batch;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Spark work that runs during the rest of a batch, on cores that the rest leaves idle now and then.
 *
 * <p>Each job starts a thread of its own. A new thread inherits Spark's job group from the thread that starts it, so whatever
 * cancels the batch cancels the job, too. A thread of a pool would not.
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

    /**
     * Starts the work.
     *
     * @param name the name of the thread, which is in the message of a failure
     */
    static <T> SideJob<T> start(String name, Callable<T> work) {
        SideJob<T> job = new SideJob<>(name, work);
        job.thread.start();
        return job;
    }

    /**
     * Waits until the work has ended, and returns its result.
     *
     * @throws IllegalStateException when the work has failed, or this thread was interrupted
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

    /** Waits until the work has ended: nothing of a batch may go on after the batch, even after a failed one. */
    @Override
    public void close() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            // The query is being stopped. Spark cancels its jobs.
            Thread.currentThread().interrupt();
        }
    }
}
