package io.streamlab.join.hudi;

import io.streamlab.join.config.TargetConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * For keys that come again all over the table, so that each batch rewrites each file, whatever the index is.
 *
 * <p>Then the cheapest index is one that reads nothing: a hash of the key names the file, its bucket. How many buckets there
 * are in each partition is fixed when the table is created, since another number would send a key to another file.
 */
final class UpdatesProfile implements WriteProfileOptions {
    /**
     * One core rewrites so many rows of the example's 11 columns in about two seconds. Fewer rows would make more and
     * smaller files, each with a cost of its own; more would leave cores idle.
     */
    static final int ROWS_PER_BUCKET = 300_000;

    /** Of a table without partitions: two cores are what the smallest run has; a single bucket would leave one idle. */
    private static final int FEWEST_BUCKETS = 2;

    private final int buckets;
    /** Which some index may read, that has been chosen instead of the profile's. */
    private final boolean needsBloomFilters;

    private UpdatesProfile(int buckets, boolean needsBloomFilters) {
        this.buckets = buckets;
        this.needsBloomFilters = needsBloomFilters;
    }

    static UpdatesProfile of(TargetConfig target) {
        // A batch that touches several partitions has work for several cores with one bucket in each.
        int buckets = target.partitionFields().isEmpty()
                ? Math.max(FEWEST_BUCKETS, bucketsFor(target.expectedRows()))
                : bucketsFor(target.expectedPartitionRows());
        return new UpdatesProfile(buckets, target.hudiOptions().containsKey(TableLayout.INDEX_TYPE));
    }

    private static int bucketsFor(int rows) {
        return (rows + ROWS_PER_BUCKET - 1) / ROWS_PER_BUCKET;
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(TableLayout.INDEX_TYPE, TableLayout.BUCKET);
        // The other engine, which splits and merges buckets, is for merge-on-read tables only.
        options.put("hoodie.index.bucket.engine", "SIMPLE");
        options.put(TableLayout.BUCKETS, Integer.toString(buckets));
        if (!needsBloomFilters) {
            // Hudi writes one into each file: one that is wrong half the time costs one hash of a row's key, not
            // thirty.
            options.put("hoodie.index.bloom.fpp", "0.5");
        }
        return Collections.unmodifiableMap(options);
    }
}
