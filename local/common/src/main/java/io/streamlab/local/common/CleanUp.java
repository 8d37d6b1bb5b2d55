package io.streamlab.local.common;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Ends what a run has started, the last first, however the run ends: by itself, by a failure, or by Ctrl-C. */
public final class CleanUp implements AutoCloseable {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Object closing = new Object();
    private boolean closed;

    private CleanUp() {}

    /** Returns a clean-up that runs when it is closed, or earlier if the process ends. */
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

    /** Forgets the tasks: what has been started goes on. */
    public synchronized void cancel() {
        tasks.clear();
    }

    /** Runs the tasks, and returns when all have ended, even if another thread has begun to clean up. */
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
