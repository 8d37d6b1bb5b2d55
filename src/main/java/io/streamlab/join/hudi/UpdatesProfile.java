package io.streamlab.join.hudi;

import io.streamlab.join.config.TargetConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * For streams whose keys come again all over the table, so that each batch rewrites each file, whatever the index is.
 *
 * <p>The cheapest index then reads nothing: a hash of the key names the file, its bucket. The number of buckets in each
 * partition is fixed when the table is created, since another number would send a key to another file.
 */
final class UpdatesProfile implements WriteProfileOptions {
    /**
     * One core rewrites so many rows of the example's 11 columns in about two seconds. Fewer rows make more files, each with
     * a cost of its own. More rows leave cores idle.
     */
    static final int ROWS_PER_BUCKET = 300_000;

    /** The fewest buckets of a table without partitions: the smallest run has two cores, and one bucket leaves one idle. */
    private static final int FEWEST_BUCKETS = 2;

    private final int buckets;
    /** True if the user chose another index than the profile's, which may read the filters. */
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
