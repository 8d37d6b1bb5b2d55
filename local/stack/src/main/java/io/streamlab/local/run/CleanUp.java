package io.streamlab.local.run;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has to be ended when the run ends, the last first, however it ends: by itself, by a failure, or by Ctrl-C. */
final class CleanUp implements AutoCloseable {
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    private CleanUp() {}

    /** Cleans up when it is closed, or when the process is told to exit before. */
    static CleanUp alsoOnExit() {
        CleanUp cleanUp = new CleanUp();
        Runtime.getRuntime().addShutdownHook(new Thread(cleanUp::close, "clean-up"));
        return cleanUp;
    }

    synchronized void add(Runnable task) {
        tasks.push(task);
    }

    /** Leaves everything as it is. */
    synchronized void cancel() {
        tasks.clear();
    }

    @Override
    public synchronized void close() {
        while (!tasks.isEmpty()) {
            tasks.pop().run();
        }
    }
}
