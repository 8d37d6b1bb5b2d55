package io.streamlab.local.spark;

import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.service.launcher.IrqHandler;

/**
 * Passes SIGTERM and SIGINT on to a child process as SIGTERM, each time. This process does not end by them.
 *
 * <p>A shutdown hook could pass on the first signal only. The job ends between two batches after the first, and at once after the second.
 */
final class PassedOnSignals {
    /** By convention of shells. */
    private static final int EXIT_CODE_OF_SIGNALS = 128;

    private PassedOnSignals() {}

    /**
     * Passes signals on from now on. A signal that comes before the process exists waits for it. When the process has ended, a signal ends this
     * process, with the exit code that it has by convention.
     */
    static void to(CompletableFuture<Process> process) {
        for (String signal : new String[] {IrqHandler.SIGTERM, IrqHandler.CONTROL_C}) {
            new IrqHandler(signal, data -> passOn(process, data.getNumber())).bind();
        }
    }

    private static void passOn(CompletableFuture<Process> process, int signal) {
        Process child = process.join();
        if (child.isAlive()) {
            child.destroy();
        } else {
            System.exit(EXIT_CODE_OF_SIGNALS + signal);
        }
    }
}
