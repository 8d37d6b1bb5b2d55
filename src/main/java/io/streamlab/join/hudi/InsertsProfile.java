package io.streamlab.join.hudi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * For streams whose keys are nearly all new, so that a batch leaves the files of former keys alone.
 *
 * <p>New rows go into the newest file while that file is small, else into a new one. Clustering merges the small files now and
 * then. So the cost of a batch hardly depends on the size of the table.
 */
final class InsertsProfile implements WriteProfileOptions {
    /** The number of commits between two clusterings. Ten files that still grow have 40 MiB, which one task merges. */
    private static final int COMMITS_PER_CLUSTERING = 10;

    private static final long MEBIBYTE = 1024 * 1024;

    /**
     * The size up to which a file takes the next batch's new rows. Rewriting so much takes less than a second, and less than
     * Hudi 0.14.0 takes for a new file. And each file less is one less to be searched for every key.
     */
    private static final long GROWING_FILE_BYTES = 4 * MEBIBYTE;

    /**
     * The most new rows that a task writes, into a file of its own. Rows of 1 KiB fill the file up to
     * {@link #TARGET_FILE_BYTES}. Hudi's own estimate goes by the rows' real size: then a single core writes all of a batch
     * of a million small rows.
     */
    private static final int NEW_ROWS_OF_A_TASK = 120_000;

    /**
     * The size from which on clustering leaves a file alone, and the most that one task of a clustering merges. A row is
     * rewritten a few times until its file has about that size.
     */
    private static final long SMALL_FILE_BYTES = 64 * MEBIBYTE;

    /** Hudi's default for the size of a file. */
    private static final long TARGET_FILE_BYTES = 120 * MEBIBYTE;

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        // Each file's Bloom filter excludes nearly all of the batch's keys.
        options.put(TableLayout.INDEX_TYPE, "BLOOM");
        // With bucketized checking, Hudi computes a checksum of each key, which takes longer than sorting the keys.
        options.put("hoodie.bloom.index.bucketized.checking", "false");
        // Not serialized, as by default: the keys are read again at once.
        options.put("hoodie.bloom.index.input.storage.level", "MEMORY_AND_DISK");
        // By default files grow by new rows up to 100 MiB, and are rewritten by each batch until then.
        options.put("hoodie.parquet.small.file.limit", Long.toString(GROWING_FILE_BYTES));
        options.put("hoodie.copyonwrite.insert.auto.split", "false");
        options.put("hoodie.copyonwrite.insert.split.size", Integer.toString(NEW_ROWS_OF_A_TASK));
        options.put("hoodie.clustering.inline", "true");
        // Spark's own writer would hold decimals of up to 18 digits as numbers. Hudi 0.14.0 cannot update rows of such
        // a file.
        options.put("hoodie.datasource.write.row.writer.enable", "false");
        options.put("hoodie.clustering.inline.max.commits", Integer.toString(COMMITS_PER_CLUSTERING));
        options.put("hoodie.clustering.plan.strategy.small.file.limit", Long.toString(SMALL_FILE_BYTES));
        options.put("hoodie.clustering.plan.strategy.max.bytes.per.group", Long.toString(SMALL_FILE_BYTES));
        options.put("hoodie.clustering.plan.strategy.target.file.max.bytes", Long.toString(TARGET_FILE_BYTES));
        return Collections.unmodifiableMap(options);
    }
}
