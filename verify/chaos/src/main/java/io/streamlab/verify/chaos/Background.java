package io.streamlab.verify.chaos;

import io.streamlab.local.common.CleanUp;
import io.streamlab.local.common.CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Tasks that run at the same time as the job, until they are stopped. */
final class Background {
    private final CleanUp cleanUp;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Runnable> stops = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    Background(CleanUp cleanUp) {
        this.cleanUp = cleanUp;
    }

    /** @param stop lets the task end soon */
    void start(String name, Runnable task, Runnable stop) {
        Thread thread = new Thread(task, name);
        thread.setUncaughtExceptionHandler((failed, failure) -> failures.add(failure));
        thread.setDaemon(true);
        cleanUp.add(stop);
        thread.start();
        threads.add(thread);
        stops.add(stop);
    }

    boolean isHealthy() {
        return failures.isEmpty();
    }

    /** @throws CommandException if one of the tasks has failed */
    void requireHealthy() {
        if (!isHealthy()) {
            Throwable failure = failures.peek();
            throw new CommandException("a task that runs with the job has failed: " + failure.getMessage(), failure);
        }
    }

    /** @throws CommandException if one of the tasks has failed */
    void stop() throws InterruptedException {
        stops.forEach(Runnable::run);
        for (Thread thread : threads) {
            thread.join();
        }
        requireHealthy();
    }
}
