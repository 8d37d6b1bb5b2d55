package io.streamlab.kinesis.client;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * A stream of thousands of shards, each of which takes records at a rate of its own. The records are computed and not
 * kept, so days of records cost nothing, and every call takes the same time. Calls wait for each other nowhere.
 */
public final class LargeKinesis implements KinesisCalls {

    /** What Kinesis puts into one answer of ListShards. */
    public static final int SHARDS_PER_PAGE = 1_000;

    private static final Duration ITERATOR_LIFE = Duration.ofMinutes(5);
    private static final BigInteger HASH_KEYS = BigInteger.ONE.shiftLeft(128);
    private static final BigInteger FIRST_NUMBER =
            new BigInteger("49680460089951927950902661965377056156151010918779584514");
    private static final BigInteger NUMBERS_PER_SHARD = BigInteger.ONE.shiftLeft(64);
    private static final SdkBytes PAYLOAD = SdkBytes.fromByteArray(new byte[200]);

    private final Clock clock;
    private final Duration latency;
    private final Duration retention;
    private final Instant created;
    private final Map<String, LargeShard> shards = new ConcurrentHashMap<>();
    private final Map<KinesisAction, LongAdder> calls = new EnumMap<>(KinesisAction.class);
    private final LongAdder recordsSent = new LongAdder();
    private final Map<String, Integer> emptyAnswers = new ConcurrentHashMap<>();
    private final AtomicInteger nextShard = new AtomicInteger();

    /**
     * @param latency how long each call takes
     * @param created when the stream was created
     */
    public LargeKinesis(Clock clock, Duration latency, Duration retention, Instant created) {
        this.clock = clock;
        this.latency = latency;
        this.retention = retention;
        this.created = created;
        for (KinesisAction action : KinesisAction.values()) {
            calls.put(action, new LongAdder());
        }
    }

    /** When the records of a shard arrive: one after each interval, from the first to the last time. */
    public record Arrivals(Instant first, Duration interval, Instant last) {

        public static Arrivals endless(Instant first, Duration interval) {
            return new Arrivals(first, interval, Instant.MAX);
        }
    }

    /** Adds open shards that share all hash keys. */
    public void addShards(int count, Arrivals arrivals) {
        BigInteger width = HASH_KEYS.divide(BigInteger.valueOf(count));
        for (int i = 0; i < count; i++) {
            BigInteger from = width.multiply(BigInteger.valueOf(i));
            BigInteger to = i == count - 1 ? HASH_KEYS : from.add(width);
            add(from, to, arrivals, null, null);
        }
    }

    /** Lets a shard take its records at other times. */
    public void setArrivals(String shardId, Arrivals arrivals) {
        shards.get(shardId).arrivals = arrivals;
    }

    /** Lets the shards name a parent that is no longer there. */
    public void setGoneParents() {
        shards.values().forEach(shard -> shard.parent = shard.id.replace("shardId-0", "shardId-9"));
    }

    /** Lets this many answers of a shard be empty before an iterator that is not a next iterator comes to the tip. */
    public void setEmptyAnswers(String shardId, int answers) {
        emptyAnswers.put(shardId, answers);
    }

    public List<String> openShards() {
        List<String> open = new ArrayList<>();
        new TreeMap<>(shards)
                .values().stream().filter(shard -> shard.closed == null).forEach(shard -> open.add(shard.id));
        return open;
    }

    /** @param arrivals those of the children */
    public void split(String shardId, Arrivals arrivals) {
        LargeShard parent = shards.get(shardId);
        BigInteger middle = parent.from.add(parent.to).shiftRight(1);
        parent.closed = clock.instant();
        add(parent.from, middle, arrivals, shardId, null);
        add(middle, parent.to, arrivals, shardId, null);
    }

    /** @param arrivals those of the child */
    public void merge(String shardId, String adjacentShardId, Arrivals arrivals) {
        LargeShard parent = shards.get(shardId);
        LargeShard adjacent = shards.get(adjacentShardId);
        parent.closed = clock.instant();
        adjacent.closed = clock.instant();
        add(parent.from.min(adjacent.from), parent.to.max(adjacent.to), arrivals, shardId, adjacentShardId);
    }

    private void add(BigInteger from, BigInteger to, Arrivals arrivals, String parent, String adjacentParent) {
        int index = nextShard.getAndIncrement();
        String id = String.format("shardId-%012d", index);
        BigInteger start = FIRST_NUMBER.add(NUMBERS_PER_SHARD.multiply(BigInteger.valueOf(index)));
        shards.put(id, new LargeShard(id, from, to, start, arrivals, parent, adjacentParent));
    }

    /** Returns how many calls of each kind were made since the last time this was asked. */
    public Map<KinesisAction, Long> takeCalls() {
        Map<KinesisAction, Long> taken = new EnumMap<>(KinesisAction.class);
        calls.forEach((action, count) -> taken.put(action, count.sumThenReset()));
        return taken;
    }

    /** Returns how many records were in answers since the last time this was asked. */
    public long takeRecordsSent() {
        return recordsSent.sumThenReset();
    }

    @Override
    public List<Shard> listShards() {
        return ShardPage.all(this::shardPage);
    }

    @Override
    public ShardPage shardPage(String nextToken) {
        called(KinesisAction.LIST_SHARDS);
        int from = nextToken == null ? 0 : Integer.parseInt(nextToken);
        List<Shard> listed = new TreeMap<>(shards)
                .values().stream()
                        .skip(from)
                        .limit(SHARDS_PER_PAGE)
                        .map(LargeShard::toShard)
                        .toList();
        int to = from + listed.size();
        return new ShardPage(listed, to == shards.size() ? null : Integer.toString(to));
    }

    @Override
    public String shardIterator(String shardId, IteratorStart start) {
        called(KinesisAction.GET_SHARD_ITERATOR);
        LargeShard shard = found(shardId);
        Instant now = clock.instant();
        long index = shard.oldest(now);
        if (start.sequenceNumber() != null) {
            index = Math.max(index, shard.index(start.sequenceNumber()));
        } else if (start.timestamp() != null) {
            if (start.timestamp().isAfter(now)) {
                throw InvalidArgumentException.builder()
                        .message("Timestamp cannot be in the future")
                        .build();
            }
            index = Math.max(index, shard.countBefore(start.timestamp()));
        }
        return iterator(shardId, index, emptyAnswers.getOrDefault(shardId, 0), now);
    }

    private static String iterator(String shardId, long index, int emptyAnswers, Instant issued) {
        return shardId + "/" + index + "/" + emptyAnswers + "/" + issued.toEpochMilli();
    }

    @Override
    public RecordPage records(String shardId, String iterator, int limit) {
        called(KinesisAction.GET_RECORDS);
        String[] parts = iterator.split("/");
        LargeShard shard = found(parts[0]);
        Instant now = clock.instant();
        if (Instant.ofEpochMilli(Long.parseLong(parts[3])).plus(ITERATOR_LIFE).isBefore(now)) {
            throw ExpiredIteratorException.builder().message("Iterator expired").build();
        }
        long from = Math.max(shard.oldest(now), Long.parseLong(parts[1]));
        int empty = Integer.parseInt(parts[2]);
        if (empty > 0) {
            return new RecordPage(List.of(), iterator(shardId, from, empty - 1, now), empty * 1_000L, false);
        }
        long end = shard.count(now);
        long to = Math.min(end, from + limit);
        List<Record> records = from < to ? shard.records(from, to) : Collections.emptyList();
        recordsSent.add(records.size());
        boolean ended = to >= end && shard.closed != null;
        long behind = to >= end
                ? 0
                : Math.max(1, Duration.between(shard.arrival(to - 1), now).toMillis());
        return new RecordPage(
                records, ended ? null : iterator(shardId, Math.max(from, to), 0, now), behind, records.size() == limit);
    }

    @Override
    public StreamDescription describe() {
        called(KinesisAction.DESCRIBE_STREAM_SUMMARY);
        return new StreamDescription("arn:aws:kinesis:us-east-1:000000000000:stream/large", created, retention);
    }

    private void called(KinesisAction action) {
        calls.get(action).increment();
        Sleeper.SLEEP.of(latency);
    }

    private LargeShard found(String shardId) {
        LargeShard shard = shards.get(shardId);
        if (shard == null) {
            throw ResourceNotFoundException.builder()
                    .message("Shard " + shardId + " does not exist")
                    .build();
        }
        return shard;
    }

    private final class LargeShard {

        private final String id;
        private final BigInteger from;
        private final BigInteger to;
        private final BigInteger start;
        private final String adjacentParent;
        private volatile String parent;
        private volatile Arrivals arrivals;
        private volatile Instant closed;

        /** @param to the first hash key after the shard's */
        LargeShard(
                String id,
                BigInteger from,
                BigInteger to,
                BigInteger start,
                Arrivals arrivals,
                String parent,
                String adjacentParent) {
            this.id = id;
            this.from = from;
            this.to = to;
            this.start = start;
            this.arrivals = arrivals;
            this.parent = parent;
            this.adjacentParent = adjacentParent;
        }

        /** Returns how many records arrived up to a time. */
        long count(Instant until) {
            Instant end = closed == null || until.isBefore(closed) ? until : closed;
            if (end.isAfter(arrivals.last())) {
                end = arrivals.last();
            }
            return end.isBefore(arrivals.first()) ? 0 : intervals(end) + 1;
        }

        long countBefore(Instant time) {
            return count(time.minusMillis(1));
        }

        private long intervals(Instant time) {
            return Duration.between(arrivals.first(), time).toMillis()
                    / arrivals.interval().toMillis();
        }

        long oldest(Instant now) {
            return countBefore(now.minus(retention));
        }

        Instant arrival(long index) {
            return arrivals.first().plus(arrivals.interval().multipliedBy(index));
        }

        long index(String sequenceNumber) {
            return new BigInteger(sequenceNumber).subtract(start).longValueExact() - 1;
        }

        private String sequenceNumber(long index) {
            return start.add(BigInteger.valueOf(index + 1)).toString();
        }

        List<Record> records(long first, long end) {
            List<Record> records = new ArrayList<>((int) (end - first));
            for (long i = first; i < end; i++) {
                records.add(Record.builder()
                        .sequenceNumber(sequenceNumber(i))
                        .partitionKey("key")
                        .data(PAYLOAD)
                        .approximateArrivalTimestamp(arrival(i))
                        .build());
            }
            return records;
        }

        Shard toShard() {
            return Shard.builder()
                    .shardId(id)
                    .parentShardId(parent)
                    .adjacentParentShardId(adjacentParent)
                    .hashKeyRange(range -> range.startingHashKey(from.toString())
                            .endingHashKey(to.subtract(BigInteger.ONE).toString()))
                    .sequenceNumberRange(range -> range.startingSequenceNumber(start.toString())
                            .endingSequenceNumber(closed == null ? null : sequenceNumber(count(closed))))
                    .build();
        }
    }
}
