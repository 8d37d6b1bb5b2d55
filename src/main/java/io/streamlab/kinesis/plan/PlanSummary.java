package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.offset.KinesisOffset;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the last plan found, for Spark's progress. */
public final class PlanSummary {

    public static final PlanSummary NONE = new PlanSummary(null, 0, 0, false, Collections.emptyMap());

    private final KinesisOffset tips;
    private final int shardsOpen;
    private final int shardsSkipped;
    private final boolean shortOfTargets;
    private final Map<String, Long> millisBehind;

    /** @param millisBehind how far the batch's end lies behind, by shard, in milliseconds */
    public PlanSummary(
            KinesisOffset tips,
            int shardsOpen,
            int shardsSkipped,
            boolean shortOfTargets,
            Map<String, Long> millisBehind) {
        this.tips = tips;
        this.shardsOpen = shardsOpen;
        this.shardsSkipped = shardsSkipped;
        this.shortOfTargets = shortOfTargets;
        this.millisBehind = millisBehind;
    }

    /** Returns how far the stream is known to hold records; null before the first plan. */
    public KinesisOffset tips() {
        return tips;
    }

    /** Returns how many shards are being read. */
    public int shardsOpen() {
        return shardsOpen;
    }

    /** Returns how many shards kept their position because Kinesis did not let them be read. */
    public int shardsSkipped() {
        return shardsSkipped;
    }

    /** Returns whether a query that drains the stream has more to read than the batch. */
    boolean isShortOfTargets() {
        return shortOfTargets;
    }

    /** Returns how far the batch's end lies behind the newest record, in milliseconds, in the shard that is furthest behind. */
    public long millisBehindLatest() {
        return millisBehind.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** Returns the shards that are furthest behind, with their milliseconds, the worst first. */
    public Map<String, Long> worstShards(int count) {
        Map<String, Long> worst = new LinkedHashMap<>();
        millisBehind.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(count)
                .forEach(entry -> worst.put(entry.getKey(), entry.getValue()));
        return worst;
    }
}
