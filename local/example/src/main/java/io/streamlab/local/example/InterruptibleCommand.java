package io.streamlab.local.example;

import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;

/** Lets a command end in good order on Ctrl-C or SIGTERM: with its last words, and with its own exit code instead of the signal's. */
final class InterruptibleCommand {
    private InterruptibleCommand() {}

    /**
     * Runs the command.
     *
     * @param stop called on a signal, from another thread; has to make the command return soon
     * @param command returns the exit code
     */
    static int run(Runnable stop, IntSupplier command) {
        CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        Thread hook = new Thread(
                () -> {
                    stop.run();
                    Runtime.getRuntime().halt(exitCode.join());
                },
                "graceful-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            int code = command.getAsInt();
            exitCode.complete(code);
            return code;
        } finally {
            exitCode.complete(1);
            remove(hook);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shutdownHasBegun) {
            // Then the hook is running and ends the JVM with the command's exit code.
        }
    }
}
