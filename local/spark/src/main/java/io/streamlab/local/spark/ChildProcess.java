package io.streamlab.local.spark;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Runs a process in the foreground: its streams are ours, a signal to us reaches it, and we end when and as it ends. */
final class ChildProcess {
    private ChildProcess() {}

    /** What is to be done once the process has ended. */
    interface Conclusion {
        void accept(int exitCode) throws IOException;
    }

    /**
     * Runs the process to its end.
     *
     * @param conclusion called with the exit code, after a signal too
     * @return the exit code
     */
    static int run(ProcessBuilder command, Conclusion conclusion) throws IOException, InterruptedException {
        CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        Process process = command.inheritIO().start();
        Thread hook = new Thread(
                () -> {
                    process.destroy();
                    Runtime.getRuntime().halt(exitCode.join());
                },
                "stop-child");
        Runtime.getRuntime().addShutdownHook(hook);
        int code = process.waitFor();
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
