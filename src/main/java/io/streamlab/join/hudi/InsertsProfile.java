package io.streamlab.join.hudi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * For keys that are nearly all new, so that a batch need not touch the files of former ones.
 *
 * <p>New rows go into the newest file while that is small, else into one of their own, and now and then the files that this
 * leaves are merged. What a batch costs then hardly depends on how large the table is.
 */
final class InsertsProfile implements WriteProfileOptions {
    /** So many batches leave their files before these are merged. */
    private static final int COMMITS_PER_CLUSTERING = 20;

    private static final long MEBIBYTE = 1024 * 1024;

    /**
     * Up to this size a file takes the next batch's new rows, too. To rewrite as much takes less than a second, and less
     * than 0.14.0 takes for a new file; each file that this spares is one less to be asked for every key.
     */
    private static final long GROWING_FILE_BYTES = 4 * MEBIBYTE;

    /**
     * A task writes so many new rows at most, into a file of its own: rows of 1 KiB fill it up to its {@link #TARGET_FILE_BYTES}. Hudi would
     * reckon with the rows' real size, and have one core write all of a batch that has a million small ones.
     */
    private static final int NEW_ROWS_OF_A_TASK = 120_000;

    /** Files from this size on are left alone; below it, each row is rewritten a few times only until its file is there. */
    private static final long SMALL_FILE_BYTES = 64 * MEBIBYTE;

    /** As large as Hudi makes a file by default. */
    private static final long TARGET_FILE_BYTES = 120 * MEBIBYTE;

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        // Each file's Bloom filter tells which of the batch's keys can be in it at all: nearly none.
        options.put(TableLayout.INDEX_TYPE, "BLOOM");
        // Else Hudi brings the questions to the files by a checksum of each key, which takes longer than sorting them.
        options.put("hoodie.bloom.index.bucketized.checking", "false");
        // Not serialized, as by default: the keys are read again at once.
        options.put("hoodie.bloom.index.input.storage.level", "MEMORY_AND_DISK");
        // By default files grow by new rows up to 100 MiB, and are rewritten by each batch until then.
        options.put("hoodie.parquet.small.file.limit", Long.toString(GROWING_FILE_BYTES));
        options.put("hoodie.copyonwrite.insert.auto.split", "false");
        options.put("hoodie.copyonwrite.insert.split.size", Integer.toString(NEW_ROWS_OF_A_TASK));
        options.put("hoodie.clustering.inline", "true");
        options.put("hoodie.clustering.inline.max.commits", Integer.toString(COMMITS_PER_CLUSTERING));
        options.put("hoodie.clustering.plan.strategy.small.file.limit", Long.toString(SMALL_FILE_BYTES));
        options.put("hoodie.clustering.plan.strategy.target.file.max.bytes", Long.toString(TARGET_FILE_BYTES));
        return Collections.unmodifiableMap(options);
    }
}
