package io.streamlab.verify.endurance;

import java.util.List;
import java.util.Locale;

/**
 * What is asked of a run.
 *
 * @param commits how many batches the job is to write
 * @param seed decides the orders
 * @param profile by which the job writes
 * @param hudiOptions further options of Hudi, as the job takes them; empty for none
 * @param mostGrowth how many times its first value a figure may have in the end
 */
record EnduranceSettings(int commits, long seed, Profile profile, String hudiOptions, double mostGrowth) {
    /** Hudi's tool for the Data Catalog would replace versions. On Glue, the sync goes through AWS's Hive client, which adds some. */
    private static final String KEEP_VERSIONS = "hoodie.datasource.meta.sync.glue.skip_table_archive=false";

    /** How many batches are compared at each end of a long run. */
    private static final int COMPARED = 100;

    /** Until then the JVM compiles what a batch runs most. */
    private static final int WARM_UP = 100;

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

    /** Returns how many batches are left out at the beginning: a third of a short run. */
    int warmUp() {
        return Math.min(WARM_UP, commits / 3);
    }

    /** Returns how many batches are compared at each end. */
    int compared() {
        return Math.min(COMPARED, (commits - warmUp()) / 2);
    }

    /** Returns how many batches there are between two samples. Each sample has the job's JVM collect its garbage. */
    int commitsBetweenSamples() {
        return Math.max(5, Math.min(25, commits / 20));
    }

    /** Returns the job's arguments. Everything that can grow is switched on. */
    List<String> jobArguments() {
        return List.of(
                "--window_seconds",
                "1",
                "--write_profile",
                profile.toString(),
                "--reenrich",
                "true",
                "--ordering_field",
                "impressiontime",
                "--ordering_format",
                "iso",
                "--delete_field",
                Orders.DELETED,
                "--hudi_options",
                hudiOptions.isEmpty() ? KEEP_VERSIONS : KEEP_VERSIONS + "," + hudiOptions);
    }
}
