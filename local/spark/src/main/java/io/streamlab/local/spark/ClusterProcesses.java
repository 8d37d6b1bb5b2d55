package io.streamlab.local.spark;

import java.util.List;

/**
 * The processes of one run: driver, master, workers and executors. Each of them names the run's folder on its command line, so that executors
 * are found whose worker is dead.
 *
 * @param folder of this run alone
 */
record ClusterProcesses(String folder) {
    /** A worker may start an executor while it is looked for. */
    private static final int ROUNDS = 50;

    private static final long ROUND_MILLISECONDS = 100;

    /** Kills the processes, but for this one, and returns when none is left, or after five seconds. */
    void kill() {
        for (int round = 0; round < ROUNDS; round++) {
            List<ProcessHandle> running = running();
            if (running.isEmpty()) {
                return;
            }
            running.forEach(ProcessHandle::destroyForcibly);
            try {
                Thread.sleep(ROUND_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private List<ProcessHandle> running() {
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != self)
                .filter(process -> process.info().commandLine().orElse("").contains(folder + "/"))
                .toList();
    }
}
