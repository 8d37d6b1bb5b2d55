package io.streamlab.verify.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * What is asked of a run.
 *
 * @param kills how often to kill the job
 * @param stops how often to stop the job with SIGTERM. No call fails then
 * @param longestEnd the seconds that the job may take to end after the batch that a stop hit
 * @param seed decides orders, points and faults
 * @param reenrich whether rows of the table follow the reference data, and have to show its last state in the end
 * @param movesRows whether the table is partitioned so that each new version of an order moves its row
 * @param profile by which the job writes
 * @param lookupMode how the job reads the reference table
 * @param workers of the Spark cluster that the job runs on; 0 for a job of one JVM
 */
record ChaosSettings(
        int kills,
        int stops,
        double longestEnd,
        long seed,
        boolean reenrich,
        boolean movesRows,
        Profile profile,
        String lookupMode,
        int workers) {
    /** How long a job that follows the reference table's stream may take to see a change. */
    private static final Duration LONGEST_DELAY_OF_CHANGES = Duration.ofSeconds(2);

    /** The job's write profiles. */
    enum Profile {
        UPDATES,
        INSERTS;

        /** As the job's argument has it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns whether there are deletes among the orders. With clustered files nobody could tell how many rows a commit left. */
    boolean deletes() {
        return !clustersFiles();
    }

    /** Returns for how long after a change the job may still join with the reference row before. */
    Duration delayOfChanges() {
        return lookupMode.equals("stream") ? LONGEST_DELAY_OF_CHANGES : Duration.ZERO;
    }

    /** Returns whether driver and executors are processes of their own. */
    boolean hasCluster() {
        return workers > 0;
    }

    /** Returns whether Hudi clusters small files now and then. */
    boolean clustersFiles() {
        return profile == Profile.INSERTS;
    }
}
