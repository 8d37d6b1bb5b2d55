package io.streamlab.local.spark;

import io.streamlab.local.common.CommandException;
import java.util.List;

/**
 * What a Spark cluster of this machine has.
 *
 * @param workers each with one executor, in JVMs of their own
 * @param coresOfWorker tasks that run at the same time on a worker
 * @param executorMemory the heap of an executor, in Spark's notation, such as 1500m
 * @param executorOptions options of an executor's JVM, in addition to those that Spark needs on Java 17
 */
public record ClusterSpec(int workers, int coresOfWorker, String executorMemory, List<String> executorOptions) {
    /** Far more than one machine has memory for. */
    private static final int MOST_WORKERS = 50;

    public ClusterSpec {
        executorOptions = List.copyOf(executorOptions);
    }

    /**
     * Returns a cluster that shares the machine's cores between its workers.
     *
     * @param workers as the user has given it
     * @throws CommandException if that is no number of workers
     */
    public static ClusterSpec of(String workers, String executorMemory, List<String> executorOptions) {
        int count = parse(workers);
        int cores = Math.max(1, Runtime.getRuntime().availableProcessors() / count);
        return new ClusterSpec(count, cores, executorMemory, executorOptions);
    }

    private static int parse(String workers) {
        try {
            int count = Integer.parseInt(workers);
            if (count >= 1 && count <= MOST_WORKERS) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new CommandException("--cluster " + workers + ": give a number of workers from 1 to " + MOST_WORKERS);
    }
}
