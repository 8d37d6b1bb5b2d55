package io.streamlab.verify.benchmark.lookup;

import io.streamlab.verify.benchmark.DynamoDbInMemory;
import io.streamlab.verify.benchmark.Turns;
import io.streamlab.verify.benchmark.Workspace;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * All reads of one run, in a Spark process of their own. Measured is the time until Spark has counted the reference rows of a batch.
 *
 * <p>Arguments: the folder of a {@link Workspace}; its results are a {@link LookupKeysResult} for each read.
 */
public final class LookupKeysProgram {
    private static final StructType RECORDS = StructType.fromDDL("uuid string, country string");

    private LookupKeysProgram() {}

    public static void main(String[] arguments) throws Exception {
        try (Workspace<LookupKeysSettings> workspace =
                Workspace.open("lookup_keys", arguments, LookupKeysSettings.class)) {
            LookupKeysSettings settings = workspace.settings();
            Map<Integer, JobReferenceTable> tables = new LinkedHashMap<>();
            Map<Integer, Dataset<Row>> batches = new LinkedHashMap<>();
            for (int items : settings.sizes()) {
                tables.put(items, JobReferenceTable.open(DynamoDbInMemory.tableOf(items)));
                batches.put(items, batch(workspace.spark(), settings, items));
            }
            for (int round = 0; round <= settings.rounds(); round++) {
                for (int items : Turns.inRound(round, settings.sizes())) {
                    workspace.report(read(tables.get(items), batches.get(items), items, round, workspace.spark()));
                }
            }
            tables.values().forEach(JobReferenceTable::close);
        }
    }

    private static LookupKeysResult read(
            JobReferenceTable table, Dataset<Row> batch, int items, int round, SparkSession spark)
            throws ReflectiveOperationException {
        // What one read leaves behind is not to be cleared in the time of another.
        System.gc();
        List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        heap.forEach(MemoryPoolMXBean::resetPeakUsage);
        long start = System.nanoTime();
        JobReferenceTable.Read read = table.forRecords(batch);
        long found = read.rows(spark).count();
        double seconds = (System.nanoTime() - start) / 1e9;
        long peak =
                heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / (1024 * 1024);
        return new LookupKeysResult(items, round, seconds, read.isByKeys(), found, read.units(), peak);
    }

    /** In memory, as the job's batches are. Its values are spread evenly over the items, as far as there are so many. */
    private static Dataset<Row> batch(SparkSession spark, LookupKeysSettings settings, int items) {
        List<Row> records = new ArrayList<>();
        for (int record = 0; record < settings.records(); record++) {
            long value = record % settings.values();
            long item = items < settings.values() ? value : value * items / settings.values();
            records.add(RowFactory.create("u" + record, DynamoDbInMemory.nameOf(item)));
        }
        Dataset<Row> batch = spark.createDataFrame(records, RECORDS).cache();
        batch.count();
        return batch;
    }
}
