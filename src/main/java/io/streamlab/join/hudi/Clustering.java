package io.streamlab.join.hudi;

import io.streamlab.join.config.InvalidConfigException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides when small files of the table are merged. Hudi calls this clustering.
 *
 * <p>Hudi would merge files at the end of a batch's commit, so one batch in twenty took three times as long as the others. The
 * job makes a commit without rows for it, between two batches, and lets Hudi merge files with that commit alone.
 *
 * <p>A job whose batches follow each other without a pause has no time between batches. So after twice the number of commits,
 * the next batch waits.
 */
final class Clustering {
    /** Whether Hudi merges files at the end of a commit. */
    private static final String AT_COMMITS = "hoodie.clustering.inline";

    /** After how many commits; the default of Hudi is 4. */
    private static final String COMMITS = "hoodie.clustering.inline.max.commits";

    /** How many groups of files one clustering merges. Each group is a task, and its bytes are bounded by the profile. */
    private static final String GROUPS = "hoodie.clustering.plan.strategy.max.num.groups";

    private static final String DEFAULT_COMMITS = "4";

    private static final int OVERDUE = 2;

    private final int interval;
    private int commits;

    /** @param interval the number of commits between two merges */
    Clustering(int interval) {
        this.interval = interval;
    }

    /**
     * Returns the number of commits between two merges of a table that nobody else writes; empty if files are not merged, or if
     * Hudi does so at the end of the commits since several jobs write the table.
     *
     * @param options for Hudi, by their full names
     * @throws InvalidConfigException when the number of commits is no whole number
     */
    static Optional<Integer> interval(Map<String, String> options) {
        if (HudiWriteOptions.allowSeveralWriters(options) || !Boolean.parseBoolean(options.get(AT_COMMITS))) {
            return Optional.empty();
        }
        String interval = options.getOrDefault(COMMITS, DEFAULT_COMMITS);
        try {
            return Optional.of(Math.max(1, Integer.parseInt(interval.trim())));
        } catch (NumberFormatException e) {
            throw new InvalidConfigException(Collections.singletonList(
                    "--hudi_options sets " + COMMITS + " to '" + interval + "', which is no whole number"));
        }
    }

    /** Returns the options of a commit at whose end Hudi merges no files. */
    static Map<String, String> leftOut() {
        return Collections.singletonMap(AT_COMMITS, "false");
    }

    /**
     * Returns the options of a commit at whose end Hudi merges files.
     *
     * @param cores the number that Spark has at the moment
     */
    static Map<String, String> due(int cores) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(AT_COMMITS, "true");
        options.put(COMMITS, "1");
        options.put(GROUPS, Integer.toString(cores));
        return options;
    }

    /** Returns the options of a commit at whose end Hudi completes a clustering that was cut short, and begins none. */
    static Map<String, String> onlyThatWasCutShort() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(AT_COMMITS, "true");
        options.put(COMMITS, Integer.toString(Integer.MAX_VALUE));
        return options;
    }

    /** Counts commits that were made before. */
    void begin(int commitsSinceTheLast) {
        commits = commitsSinceTheLast;
    }

    /** Counts a commit. */
    void noteCommit() {
        commits++;
    }

    /** Notes that files were merged, or that there were none to merge. */
    void noteDone() {
        commits = 0;
    }

    boolean isDue() {
        return commits >= interval;
    }

    /** Returns whether the next batch has to wait. */
    boolean isOverdue() {
        return commits >= OVERDUE * interval;
    }
}
