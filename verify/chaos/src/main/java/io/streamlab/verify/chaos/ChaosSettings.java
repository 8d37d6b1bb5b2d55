package io.streamlab.verify.chaos;

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
        int workers) {
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

    /** Returns whether driver and executors are processes of their own. */
    boolean hasCluster() {
        return workers > 0;
    }

    /** Returns whether Hudi clusters small files now and then. */
    boolean clustersFiles() {
        return profile == Profile.INSERTS;
    }
}
