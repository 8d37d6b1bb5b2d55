package io.streamlab.local.spark;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs a process in the foreground: its streams are ours, a signal to us reaches it, and we end when and as it ends. */
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
        CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        Process process = command.inheritIO().start();
        Thread hook = new Thread(
                () -> {
                    process.destroy();
                    Runtime.getRuntime().halt(exitCode.join());
                },
                "stop-child");
        Runtime.getRuntime().addShutdownHook(hook);
        while (!process.waitFor(WATCH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            if (!mayGoOn.getAsBoolean()) {
                process.destroyForcibly();
            }
        }
        int code = process.exitValue();
        try {
            conclusion.accept(code);
        } finally {
            exitCode.complete(code);
            remove(hook);
        }
        return code;
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shutdownHasBegun) {
            // Then the hook is running and ends this JVM with the child's exit code.
        }
    }
}
