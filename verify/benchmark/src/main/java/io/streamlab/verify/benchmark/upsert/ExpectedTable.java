package io.streamlab.verify.benchmark.upsert;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.streamlab.verify.benchmark.Orders;
import io.streamlab.verify.benchmark.upsert.Workload.Change;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the table must hold after the batches so far. */
final class ExpectedTable {
    private final long preloaded;
    private final Map<Long, Long> newest = new HashMap<>();
    private final Map<Long, Long> last = new HashMap<>();
    private long records;

    ExpectedTable(long preloaded) {
        this.preloaded = preloaded;
    }

    /** How a table compares with what is expected. */
    enum Verdict {
        EXACT("exact"),
        LATE_RECORDS_WIN("late records replaced newer rows"),
        DUPLICATES("a row for each record: no upsert"),
        WRONG("WRONG");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    void apply(List<Change> batch) {
        records += batch.size();
        Map<Long, Long> newestOfBatch = new HashMap<>();
        batch.forEach(change -> newestOfBatch.merge(change.key(), change.version(), Math::max));
        newestOfBatch.forEach((key, version) -> {
            newest.merge(key, Math.max(version, versionBefore(key)), Math::max);
            last.put(key, version);
        });
    }

    Verdict compare(Dataset<Row> table) {
        Row found = table.agg(
                        count(lit(1)),
                        countDistinct(col(Orders.KEY)),
                        coalesce(sum(col(Orders.ORDERING_FIELD).cast("long")), lit(0L)),
                        count(col("combinedname")))
                .first();
        long keys = preloaded
                + newest.keySet().stream().filter(key -> key >= preloaded).count();
        if (found.getLong(0) == preloaded + records && found.getLong(1) == keys) {
            return Verdict.DUPLICATES;
        }
        if (found.getLong(0) != keys || found.getLong(1) != keys || found.getLong(3) != matched()) {
            return Verdict.WRONG;
        }
        if (found.getLong(2) == sumOfVersions(newest)) {
            return Verdict.EXACT;
        }
        return found.getLong(2) == sumOfVersions(last) ? Verdict.LATE_RECORDS_WIN : Verdict.WRONG;
    }

    private long versionBefore(long key) {
        return key < preloaded ? Workload.FIRST_VERSION : 0;
    }

    private long sumOfVersions(Map<Long, Long> versions) {
        long sum = preloaded * Workload.FIRST_VERSION;
        for (Map.Entry<Long, Long> version : versions.entrySet()) {
            sum += version.getValue() - versionBefore(version.getKey());
        }
        return sum;
    }

    private long matched() {
        long matched = newest.keySet().stream()
                .filter(key -> key >= preloaded && Orders.isMatched(key))
                .count();
        for (long key = 0; key < preloaded; key++) {
            matched += Orders.isMatched(key) ? 1 : 0;
        }
        return matched;
    }
}
