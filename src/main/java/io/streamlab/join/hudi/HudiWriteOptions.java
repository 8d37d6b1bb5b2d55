package io.streamlab.join.hudi;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.JobColumns;
import io.streamlab.join.config.TargetConfig;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hudi's options for writing the configured table. */
final class HudiWriteOptions {
    private static final String FAIL_ON_FIRST_ERROR = "org.apache.hudi.client.FailOnFirstErrorWriteStatus";

    private static final List<String> PARALLELISM = Collections.unmodifiableList(Arrays.asList(
            "hoodie.upsert.shuffle.parallelism",
            "hoodie.simple.index.parallelism",
            "hoodie.bloom.index.parallelism",
            "hoodie.finalize.write.parallelism",
            "hoodie.markers.delete.parallelism",
            "hoodie.rollback.parallelism",
            "hoodie.cleaner.parallelism"));

    private HudiWriteOptions() {}

    /**
     * Returns Hudi's options by their full names: what the configuration decides, what suits its profile, and the user's own.
     *
     * @throws InvalidConfigException when the user's own contradict what other arguments decide
     */
    static Map<String, String> of(TargetConfig target, RecordKey recordKey, TablePartitions partitions) {
        Map<String, String> decided = decided(target);
        decided.putAll(recordKey.options());
        decided.putAll(partitions.options());
        List<String> problems = target.hudiOptions().keySet().stream()
                .filter(key -> decided.containsKey(key) || !key.startsWith("hoodie."))
                .map(key -> decided.containsKey(key)
                        ? "--hudi_options may not set " + key + ": the job's other arguments decide it"
                        : "--hudi_options names " + key + ", but only hoodie.* options are Hudi's")
                .collect(toList());
        Map<String, String> options = new LinkedHashMap<>(defaults());
        options.putAll(WriteProfileOptions.of(target).options());
        options.putAll(target.hudiOptions());
        options.putAll(decided);
        TableLayout.problem(options).ifPresent(problems::add);
        List<String> ofPartitions = partitions.problems(options);
        problems.addAll(ofPartitions);
        problems.addAll(RefusedOption.problems(undecided(target.hudiOptions(), decided, !ofPartitions.isEmpty())));
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
        return Collections.unmodifiableMap(options);
    }

    /** Returns the user's options that have no problem yet. */
    private static Map<String, String> undecided(
            Map<String, String> hudiOptions, Map<String, String> decided, boolean indexIsRefused) {
        Map<String, String> undecided = new LinkedHashMap<>(hudiOptions);
        undecided.keySet().removeAll(decided.keySet());
        if (indexIsRefused) {
            undecided.remove(TableLayout.INDEX_TYPE);
        }
        return undecided;
    }

    /**
     * Returns the number of tasks of Hudi's shuffles. Hudi's defaults, 100 and more, are meant for far larger batches: with a
     * few thousand records, starting the tasks takes longer than their work.
     *
     * @param cores the number that Spark has at the moment
     */
    static Map<String, String> parallelism(int cores) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String key : PARALLELISM) {
            options.put(key, Integer.toString(cores));
        }
        return options;
    }

    /** Returns what differs for a table that nobody else knows and that is removed at once. */
    static Map<String, String> apart() {
        Map<String, String> options = withoutCatalog();
        options.put("hoodie.write.concurrency.mode", "single_writer");
        options.putAll(Clustering.leftOut());
        return options;
    }

    /**
     * Returns what makes a write fail with the cause of the first record that cannot be written. By default Hudi counts such
     * records, and the write fails without a cause. Empty for Hudi 0.12, which cannot do this.
     */
    static Map<String, String> failAtFirstRecord() {
        try {
            Class.forName(FAIL_ON_FIRST_ERROR);
        } catch (ClassNotFoundException e) {
            return Collections.emptyMap();
        }
        return Collections.singletonMap("hoodie.writestatus.class", FAIL_ON_FIRST_ERROR);
    }

    /** Returns what differs for a commit that Hudi does not register in the catalog. */
    static Map<String, String> withoutCatalog() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("hoodie.datasource.hive_sync.enable", "false");
        options.put("hoodie.datasource.meta.sync.enable", "false");
        return options;
    }

    /** Returns whether the options ask Hudi itself to keep several writers of the table apart. */
    static boolean allowSeveralWriters(Map<String, String> options) {
        return "optimistic_concurrency_control".equalsIgnoreCase(options.get("hoodie.write.concurrency.mode"));
    }

    /** Returns the options that the job relies on; the user may set none of them. */
    private static Map<String, String> decided(TargetConfig target) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("hoodie.table.name", target.table());
        options.put("hoodie.datasource.write.table.type", "COPY_ON_WRITE");
        options.put("hoodie.datasource.write.operation", "upsert");
        options.put("hoodie.datasource.write.precombine.field", JobColumns.EVENT_ORDER);
        // The default payload lets a late record overwrite a newer row; this one compares the order of events.
        options.put("hoodie.datasource.write.payload.class", "org.apache.hudi.common.model.DefaultHoodieRecordPayload");
        options.put("hoodie.payload.ordering.field", JobColumns.EVENT_ORDER);
        // The rows come with one for each key.
        options.put("hoodie.combine.before.upsert", "false");
        options.put("hoodie.datasource.write.commitmeta.key.prefix", CommitMetadata.PREFIX);
        options.put("hoodie.datasource.hive_sync.database", target.database());
        options.put("hoodie.datasource.hive_sync.table", target.table());
        return options;
    }

    /** Returns what suits most tables, whatever their profile. The user may set each otherwise. */
    private static Map<String, String> defaults() {
        Map<String, String> options = new LinkedHashMap<>();
        // The metastore's own protocol: on Glue it reaches the Data Catalog, elsewhere a Hive metastore.
        options.put("hoodie.datasource.hive_sync.enable", "true");
        options.put("hoodie.datasource.hive_sync.use_jdbc", "false");
        options.put("hoodie.datasource.hive_sync.mode", "hms");
        options.put(CatalogUpdates.CONDITION, CatalogUpdates.defaultCondition(HudiVersion.present()));
        // Quicker to write than gzip, which is the default of Hudi.
        options.put("hoodie.parquet.compression.codec", "snappy");
        // Not serialized, as by default: the rows are read again at once, and what memory cannot hold goes to disk.
        options.put("hoodie.write.tagged.record.storage.level", "MEMORY_AND_DISK");
        // The metadata table spares the listing of partitions, at the price of a second commit for each one. A table
        // without partitions has one listing, and a batch lists no partition but those that it writes.
        options.put("hoodie.metadata.enable", "false");
        options.put(InstantZone.OPTION, InstantZone.UTC);
        // Hudi 1.x, the first that knows these options, would make a table of version 8 or make an older table one.
        // Athena reads up to version 6, which the Hudi of Glue 5.0 and our bundle on Glue 4.0 write by default.
        options.put("hoodie.write.table.version", "6");
        options.put("hoodie.write.auto.upgrade", "false");
        return options;
    }
}
