package io.streamlab.kinesis.client;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Refuses calls as Kinesis does: more than five GetRecords or five GetShardIterator a second on a shard, and GetRecords
 * while an earlier answer of more than 2 MB takes its share of the time. Cuts answers at 10 MB.
 */
public final class ServiceLimits implements KinesisCalls {

    private static final double CALLS_PER_SECOND = 5;
    private static final double BYTES_PER_SECOND = 2_000_000;
    private static final long BYTES_PER_ANSWER = 10_000_000;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final KinesisCalls calls;
    private final Clock clock;
    private final Map<String, Allowance> allowances = new HashMap<>();
    private long records;
    private long bytes;
    private int answers;

    public ServiceLimits(KinesisCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public synchronized List<Shard> listShards() {
        return calls.listShards();
    }

    @Override
    public synchronized String shardIterator(String shardId, IteratorStart start) {
        allowance("GetShardIterator " + shardId, CALLS_PER_SECOND).take(1);
        return calls.shardIterator(shardId, start);
    }

    @Override
    public synchronized RecordPage records(String shardId, String iterator, int limit) {
        Allowance bytesOfShard = allowance("bytes " + shardId, BYTES_PER_SECOND);
        bytesOfShard.require(0);
        allowance("GetRecords " + shardId, CALLS_PER_SECOND).take(1);
        RecordPage page = cut(shardId, iterator, limit);
        bytesOfShard.spend(page.bytes());
        records += page.records().size();
        bytes += page.bytes();
        answers++;
        return page;
    }

    /** Asks again for as many records as 10 MB hold, at least one. */
    private RecordPage cut(String shardId, String iterator, int limit) {
        RecordPage page = calls.records(shardId, iterator, limit);
        long sum = 0;
        int fitting = 0;
        for (Record record : page.records()) {
            sum += RecordPage.bytes(record);
            if (fitting > 0 && sum > BYTES_PER_ANSWER) {
                return calls.records(shardId, iterator, fitting);
            }
            fitting++;
        }
        return page;
    }

    @Override
    public synchronized StreamDescription describe() {
        return calls.describe();
    }

    /** Records that answers held so far. */
    public synchronized long records() {
        return records;
    }

    public synchronized long bytes() {
        return bytes;
    }

    /** Answers of GetRecords so far. */
    public synchronized int answers() {
        return answers;
    }

    private Allowance allowance(String of, double perSecond) {
        return allowances.computeIfAbsent(of, name -> new Allowance(name, perSecond));
    }

    /** So many units a second, at most one second's worth at once. What is spent beyond is owed. */
    private final class Allowance {

        private final String of;
        private final double perSecond;
        private double available;
        private long countedAt = clock.millis();

        Allowance(String of, double perSecond) {
            this.of = of;
            this.perSecond = perSecond;
            this.available = perSecond;
        }

        void take(double units) {
            require(units);
            spend(units);
        }

        void require(double units) {
            long now = clock.millis();
            available = Math.min(perSecond, available + (now - countedAt) * perSecond / MILLIS_PER_SECOND);
            countedAt = now;
            // Sums of fractions: a millionth is nobody's call.
            if (available + 1e-6 < units) {
                throw ProvisionedThroughputExceededException.builder()
                        .message("Rate exceeded: " + of)
                        .build();
            }
        }

        void spend(double units) {
            available -= units;
        }
    }
}
