package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.CallStatistics;
import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.ManualClock;
import io.streamlab.kinesis.client.RateLimitedKinesisCalls;
import io.streamlab.kinesis.client.RecordPage;
import io.streamlab.kinesis.client.ShardCursor;
import io.streamlab.kinesis.client.ShardRateLimiter;
import io.streamlab.kinesis.offset.ShardPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Plans and reads one shard batch after batch, with all that {@link BatchBound} hands from one plan to the next. The
 * driver and the task each have a rate limiter, as in two JVMs.
 */
final class BoundedReading {

    private static final Duration RETRY_TIMEOUT = Duration.ofMinutes(2);

    /** What a task asks for beyond the expected records. */
    private static final double HEADROOM = 1.02;

    private static final int FURTHER_RECORDS = 100;

    private final KinesisCalls driver;
    private final KinesisCalls task;
    private final String shardId;
    private final ManualClock clock;
    private final CallStatistics planning = new CallStatistics();

    private BatchEnd end;
    private Optional<Density> density = Optional.empty();
    private Instant planned;

    BoundedReading(KinesisCalls kinesis, String shardId, ManualClock clock) {
        this.driver = calls(kinesis, clock, planning);
        this.task = calls(kinesis, clock, new CallStatistics());
        this.shardId = shardId;
        this.clock = clock;
    }

    private static KinesisCalls calls(KinesisCalls kinesis, ManualClock clock, CallStatistics statistics) {
        Map<String, ShardRateLimiter> limiters = new HashMap<>();
        return new RateLimitedKinesisCalls(
                kinesis,
                "simulated",
                id -> limiters.computeIfAbsent(id, shard -> new ShardRateLimiter(clock, clock)),
                RETRY_TIMEOUT,
                statistics,
                clock,
                clock);
    }

    /** A batch as planned, with its records as a task reads them. */
    record Batch(BoundedEnd plan, List<Record> records) {

        long bytes() {
            return records.stream().mapToLong(RecordPage::bytes).sum();
        }

        List<String> sequenceNumbers() {
            return records.stream().map(Record::sequenceNumber).toList();
        }
    }

    /** Calls, records and bytes of planning so far. */
    CallStatistics planning() {
        return planning;
    }

    /** Plans and reads the next batch; nothing if the shard has no more records. */
    Optional<Batch> next(Bound bound) {
        RecordPage start;
        ShardCursor cursor;
        Instant serviceTime;
        Optional<RecordPage> following = end == null ? Optional.empty() : end.following();
        if (following.isPresent()) {
            start = following.get();
            ShardPosition position = ShardPosition.after(start.last().sequenceNumber());
            cursor = start.nextIterator()
                    .map(iterator -> ShardCursor.resumed(driver, shardId, position, iterator))
                    .orElse(null);
            serviceTime = start.serviceTime().plus(Duration.between(planned, clock.instant()));
        } else {
            cursor = cursor();
            start = cursor.nextWithRecords(2, 20);
            if (start.isEmpty()) {
                return Optional.empty();
            }
            serviceTime = start.serviceTime();
        }
        planned = clock.instant();
        RecordPage first = start;
        BoundedEnd plan = new BatchBound(driver, shardId, bound, Effort.FULL)
                .bounded(start, serviceTime, cursor, UnboundedEnd.searched(() -> tip(first)), density);
        end = plan.end();
        density = plan.density();
        return Optional.of(new Batch(plan, read(start.first().sequenceNumber(), plan)));
    }

    /** Plans and reads until a plan finds no more. */
    List<Batch> all(Bound bound) {
        List<Batch> batches = new ArrayList<>();
        for (Optional<Batch> batch = next(bound); batch.isPresent(); batch = next(bound)) {
            batches.add(batch.get());
            if (end.isShardEnd()) {
                break;
            }
        }
        return batches;
    }

    private ShardCursor cursor() {
        if (end == null) {
            return ShardCursor.opened(driver, shardId, ShardPosition.TRIM_HORIZON);
        }
        if (end.iterator().isPresent()) {
            return ShardCursor.resumed(
                    driver, shardId, end.position(), end.iterator().get());
        }
        return end.iteratorAtLast()
                .map(iterator -> ShardCursor.resumedBefore(driver, shardId, end.position(), iterator))
                .orElseGet(() -> ShardCursor.opened(driver, shardId, end.position()));
    }

    private BatchEnd tip(RecordPage start) {
        BatchEnd seen = BatchEnd.afterPage(start);
        boolean closed = driver.listShards().stream()
                .anyMatch(shard -> shard.shardId().equals(shardId)
                        && shard.sequenceNumberRange().endingSequenceNumber() != null);
        if (closed) {
            return BatchEnd.SHARD_END;
        }
        return start.reachesTip() ? seen : new NewestRecordSearch(driver, shardId, seen, start.serviceTime()).nearTip();
    }

    /** Reads as a task does: asks for about as many records as the plan expects, then for a few more. */
    private List<Record> read(String first, BoundedEnd plan) {
        List<Record> records = new ArrayList<>();
        ShardCursor cursor = ShardCursor.openedAt(task, shardId, first);
        String last = plan.end().position().sequenceNumber();
        int limit = (int) Math.min(
                KinesisCalls.MAX_RECORDS_PER_CALL,
                plan.expectedRecords().isPresent()
                        ? (plan.isCounted() ? 1 : HEADROOM)
                                * plan.expectedRecords().getAsLong()
                        : KinesisCalls.MAX_RECORDS_PER_CALL);
        while (true) {
            RecordPage page = cursor.next(Math.max(1, limit));
            for (Record record : page.records()) {
                records.add(record);
                if (record.sequenceNumber().equals(last)) {
                    return records;
                }
            }
            if (page.endsShard()) {
                return records;
            }
            long left = plan.expectedRecords().orElse(Integer.MAX_VALUE) - records.size();
            limit = (int) Math.max(FURTHER_RECORDS, Math.min(KinesisCalls.MAX_RECORDS_PER_CALL, left));
        }
    }
}
