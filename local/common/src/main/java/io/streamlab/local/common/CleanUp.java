package io.streamlab.local.common;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What has to be ended when the run ends, the last first, however it ends: by itself, by a failure, or by Ctrl-C. */
public final class CleanUp implements AutoCloseable {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Object closing = new Object();
    private boolean closed;

    private CleanUp() {}

    /** Cleans up when it is closed, or when the process is told to exit before. */
    public static CleanUp alsoOnExit() {
        CleanUp cleanUp = new CleanUp();
        Runtime.getRuntime().addShutdownHook(new Thread(cleanUp::close, "clean-up"));
        return cleanUp;
    }

    /**
     * @param task ends what has just been started
     * @throws CommandException if the clean-up has begun; the task has been run then
     */
    public void add(Runnable task) {
        synchronized (this) {
            if (!closed) {
                tasks.push(task);
                return;
            }
        }
        task.run();
        throw new CommandException("the run is being ended");
    }

    /** Leaves everything as it is. */
    public synchronized void cancel() {
        tasks.clear();
    }

    /** Returns when everything has ended, also if another thread has begun to clean up before. */
    @Override
    public void close() {
        synchronized (closing) {
            for (Optional<Runnable> task = next(); task.isPresent(); task = next()) {
                task.get().run();
            }
        }
    }

    private synchronized Optional<Runnable> next() {
        closed = true;
        return Optional.ofNullable(tasks.poll());
    }
}
