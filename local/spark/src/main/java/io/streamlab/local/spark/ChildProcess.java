package io.streamlab.local.spark;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Runs a process in the foreground. The process has the streams of this one and gets the signals that this one gets. This process goes on
 * until the other has ended.
 */
final class ChildProcess {
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(2);

    private ChildProcess() {}

    /** What is to be done once the process has ended. */
    interface Conclusion {
        void accept(int exitCode) throws IOException;
    }

    /**
     * Runs the process to its end.
     *
     * @param mayGoOn asked every two seconds; the process is killed when it may not
     * @param conclusion called with the exit code, after a signal too
     * @return the exit code
     */
    static int run(ProcessBuilder command, BooleanSupplier mayGoOn, Conclusion conclusion)
            throws IOException, InterruptedException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        PassedOnSignals.to(started);
        Process process = command.inheritIO().start();
        started.complete(process);
        while (!process.waitFor(WATCH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            if (!mayGoOn.getAsBoolean()) {
                process.destroyForcibly();
            }
        }
        conclusion.accept(process.exitValue());
        return process.exitValue();
    }
}
