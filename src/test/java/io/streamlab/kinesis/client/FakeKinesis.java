package io.streamlab.kinesis.client;

import io.streamlab.kinesis.offset.SequenceNumbers;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * A stream in memory that behaves as Kinesis documents it, in the ways that are hard to get from an emulator: records
 * are trimmed, iterators expire, answers are empty though more follows, arrival times are off, calls fail.
 *
 * <p>Hash keys are 0 to {@value #HASH_KEYS} - 1, and shown as those of Kinesis; a partition key's is that of its text.
 */
public final class FakeKinesis implements KinesisCalls {

    static final int HASH_KEYS = 1 << 16;

    private static final Duration ITERATOR_LIFE = Duration.ofMinutes(5);
    private static final BigInteger FIRST_SEQUENCE_NUMBER =
            new BigInteger("49680460089951927950902661965377056156151010918779584514");
    private static final BigInteger SEQUENCE_STEP = new BigInteger("1208925819614629174706176");

    private final ManualClock clock;
    private final Map<String, FakeShard> shards = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final Map<String, Integer> hiddenForLists = new LinkedHashMap<>();
    private BigInteger nextSequenceNumber = FIRST_SEQUENCE_NUMBER;
    private int nextShard;
    private Duration retention = Duration.ofHours(24);
    private String arn = "arn:aws:kinesis:us-east-1:000000000000:stream/simulated";
    private Instant created;
    private Duration arrivalError = Duration.ZERO;
    private int emptyAnswersBeforeRecords;
    private boolean missingRecordsAreErrors;
    private boolean behindNewestRecord;
    private Function<String, Optional<SdkException>> failures = call -> Optional.empty();
    private BiFunction<String, String, Optional<SdkException>> shardFailures = (call, shard) -> Optional.empty();
    private Duration clockBehind = Duration.ZERO;

    public FakeKinesis(ManualClock clock, int shardCount) {
        this.clock = clock;
        this.created = now();
        addShards(shardCount);
    }

    // ---- what producers and operators do

    /** Puts a record into the open shard that its key belongs to. */
    public synchronized PutRecord put(String partitionKey, String data) {
        return put(partitionKey, SdkBytes.fromString(data, StandardCharsets.UTF_8));
    }

    public synchronized PutRecord put(String partitionKey, SdkBytes data) {
        int hashKey = Math.floorMod(partitionKey.hashCode() * 31, HASH_KEYS);
        FakeShard shard = shards.values().stream()
                .filter(candidate -> candidate.isOpen() && candidate.holds(hashKey))
                .findFirst()
                .orElseThrow();
        // Arrival times are approximate: every other record's is off.
        Instant arrival = shard.records.size() % 2 == 0 ? now() : now().minus(arrivalError);
        Record record = Record.builder()
                .sequenceNumber(takeSequenceNumber())
                .partitionKey(partitionKey)
                .data(data)
                .approximateArrivalTimestamp(arrival)
                .build();
        shard.records.add(record);
        return new PutRecord(shard.id, record);
    }

    /** A record and the shard that took it. */
    public record PutRecord(String shardId, Record record) {}

    public synchronized void split(String shardId) {
        FakeShard parent = open(shardId);
        int middle = (parent.fromHashKey + parent.toHashKey) / 2;
        parent.close(takeSequenceNumber());
        addShard(parent.fromHashKey, middle, parent.id, null);
        addShard(middle + 1, parent.toHashKey, parent.id, null);
    }

    public synchronized void merge(String shardId, String adjacentShardId) {
        FakeShard parent = open(shardId);
        FakeShard adjacent = open(adjacentShardId);
        parent.close(takeSequenceNumber());
        adjacent.close(takeSequenceNumber());
        addShard(
                Math.min(parent.fromHashKey, adjacent.fromHashKey),
                Math.max(parent.toHashKey, adjacent.toHashKey),
                parent.id,
                adjacent.id);
    }

    public synchronized List<String> openShards() {
        return shards.values().stream()
                .filter(FakeShard::isOpen)
                .map(shard -> shard.id)
                .toList();
    }

    public synchronized List<String> allShards() {
        return List.copyOf(shards.keySet());
    }

    /** The open shard that follows in hash key order, which can be merged with the given one. */
    public synchronized Optional<String> neighbour(String shardId) {
        int next = open(shardId).toHashKey + 1;
        return shards.values().stream()
                .filter(shard -> shard.isOpen() && shard.fromHashKey == next)
                .map(shard -> shard.id)
                .findFirst();
    }

    /** Drops what is older than the retention, and closed shards of which nothing is left. */
    public synchronized void trim() {
        Instant horizon = now().minus(retention);
        shards.values().forEach(shard -> shard.trim(horizon));
        shards.values().removeIf(shard -> shard.isGone(horizon));
    }

    /** Deletes the stream and makes it anew, with shards of the same ids. */
    public synchronized void deleteAndCreate(int shardCount) {
        shards.clear();
        nextShard = 0;
        created = now();
        addShards(shardCount);
    }

    /** Lets the next lists miss a shard, as lists made during a reshard do. */
    public synchronized void hideFromLists(int lists, String shardId) {
        hiddenForLists.put(shardId, lists);
    }

    /** Makes it the stream of another region, account or time. */
    public synchronized void setIdentity(String region, String account, Instant created) {
        this.arn = "arn:aws:kinesis:" + region + ":" + account + ":stream/simulated";
        this.created = created;
    }

    // ---- how it behaves

    public synchronized void setRetention(Duration retention) {
        this.retention = retention;
    }

    /** How long it keeps a record. */
    public synchronized Duration retention() {
        return retention;
    }

    /** Lets every other record seem to have arrived earlier than it did. */
    public synchronized void setArrivalError(Duration arrivalError) {
        this.arrivalError = arrivalError;
    }

    /** Lets this many answers be empty before an iterator that is not a next iterator finds records. */
    public synchronized void setEmptyAnswersBeforeRecords(int answers) {
        this.emptyAnswersBeforeRecords = answers;
    }

    /** Lets iterators at records that do not exist be refused, as emulators do, instead of moved to the oldest one. */
    public synchronized void setMissingRecordsAreErrors(boolean missingRecordsAreErrors) {
        this.missingRecordsAreErrors = missingRecordsAreErrors;
    }

    /** Lets answers tell how far they lie behind the newest record, as emulators do, instead of behind now. */
    public synchronized void setBehindNewestRecord(boolean behindNewestRecord) {
        this.behindNewestRecord = behindNewestRecord;
    }

    /** Asked before every call, by its name, for what it fails with. */
    public synchronized void setFailures(Function<String, Optional<SdkException>> failures) {
        this.failures = failures;
    }

    /** Asked before every call about a shard, by the call's name and the shard's id, for what it fails with. */
    public synchronized void setShardFailures(BiFunction<String, String, Optional<SdkException>> failures) {
        this.shardFailures = failures;
    }

    /** Lets the clock of Kinesis be behind that of its users. */
    public synchronized void setClockBehind(Duration behind) {
        // The stream was made by the same clock.
        created = created.plus(clockBehind).minus(behind);
        this.clockBehind = behind;
    }

    private Instant now() {
        return clock.instant().minus(clockBehind);
    }

    /** The names of the calls made since the last time this was asked. */
    public synchronized List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    // ---- what consumers do

    @Override
    public synchronized List<Shard> listShards() {
        called("ListShards");
        List<Shard> listed = shards.values().stream()
                .filter(shard -> !hiddenForLists.containsKey(shard.id))
                .map(FakeShard::toShard)
                .toList();
        hiddenForLists.replaceAll((shardId, lists) -> lists - 1);
        hiddenForLists.values().removeIf(lists -> lists <= 0);
        return listed;
    }

    @Override
    public synchronized String shardIterator(String shardId, IteratorStart start) {
        called("GetShardIterator", shardId);
        FakeShard shard = found(shardId);
        if (start.sequenceNumber() != null) {
            return iterator(shard, index(shard, start.sequenceNumber()), emptyAnswersBeforeRecords);
        }
        if (start.timestamp() != null) {
            return iterator(shard, index(shard, start.timestamp()), emptyAnswersBeforeRecords);
        }
        return iterator(shard, shard.trimmed, emptyAnswersBeforeRecords);
    }

    private int index(FakeShard shard, String sequenceNumber) {
        boolean tooLate = !SequenceNumbers.isAfter(shard.endOfNumbers(), sequenceNumber);
        if (tooLate || SequenceNumbers.isAfter(shard.startingSequenceNumber, sequenceNumber)) {
            throw InvalidArgumentException.builder()
                    .message("StartingSequenceNumber " + sequenceNumber + " is invalid because it did not come from"
                            + " this stream")
                    .build();
        }
        for (int i = shard.trimmed; i < shard.end(); i++) {
            String candidate = shard.record(i).sequenceNumber();
            if (candidate.equals(sequenceNumber)) {
                return i;
            }
            if (SequenceNumbers.isAfter(candidate, sequenceNumber)) {
                return missing(sequenceNumber, i);
            }
        }
        return missing(sequenceNumber, shard.end());
    }

    private int missing(String sequenceNumber, int next) {
        if (missingRecordsAreErrors) {
            throw ResourceNotFoundException.builder()
                    .message("Unable to find record with provided SequenceNumber " + sequenceNumber)
                    .build();
        }
        return next;
    }

    private int index(FakeShard shard, Instant timestamp) {
        if (timestamp.isAfter(now())) {
            throw InvalidArgumentException.builder()
                    .message("Timestamp cannot be in the future")
                    .build();
        }
        for (int i = shard.trimmed; i < shard.end(); i++) {
            if (!shard.record(i).approximateArrivalTimestamp().isBefore(timestamp)) {
                return i;
            }
        }
        return shard.end();
    }

    private String iterator(FakeShard shard, int index, int emptyAnswers) {
        return String.join(
                "/",
                shard.id,
                shard.startingSequenceNumber,
                Integer.toString(index),
                Integer.toString(emptyAnswers),
                now().toString());
    }

    @Override
    public synchronized RecordPage records(String shardId, String iterator, int limit) {
        called("GetRecords", shardId);
        String[] parts = iterator.split("/");
        FakeShard shard = found(parts[0]);
        boolean expired = Instant.parse(parts[4]).plus(ITERATOR_LIFE).isBefore(now());
        if (expired || !shard.startingSequenceNumber.equals(parts[1])) {
            throw ExpiredIteratorException.builder().message("Iterator expired").build();
        }
        int from = Math.max(Integer.parseInt(parts[2]), shard.trimmed);
        int emptyAnswers = Integer.parseInt(parts[3]);
        if (emptyAnswers > 0 && from < shard.end()) {
            String next = iterator(shard, from, emptyAnswers - 1);
            return new RecordPage(List.of(), next, shard.behindInStretch(from, emptyAnswers), false);
        }
        int to = Math.min(shard.end(), from + limit);
        List<Record> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            records.add(shard.record(i));
        }
        boolean ended = to == shard.end() && !shard.isOpen();
        return new RecordPage(
                records, ended ? null : iterator(shard, to, 0), shard.behind(to), records.size() == limit);
    }

    @Override
    public synchronized StreamDescription describe() {
        called("DescribeStreamSummary");
        return new StreamDescription(arn, created, retention);
    }

    // ---- inside

    private void called(String call, String shardId) {
        called(call);
        shardFailures.apply(call, shardId).ifPresent(failure -> {
            throw failure;
        });
    }

    private void called(String call) {
        calls.add(call);
        failures.apply(call).ifPresent(failure -> {
            throw failure;
        });
    }

    private void addShards(int shardCount) {
        int width = HASH_KEYS / shardCount;
        for (int i = 0; i < shardCount; i++) {
            addShard(i * width, i == shardCount - 1 ? HASH_KEYS - 1 : (i + 1) * width - 1, null, null);
        }
    }

    private void addShard(int fromHashKey, int toHashKey, String parent, String adjacentParent) {
        String id = String.format("shardId-%012d", nextShard++);
        shards.put(id, new FakeShard(id, fromHashKey, toHashKey, parent, adjacentParent, takeSequenceNumber()));
    }

    private String takeSequenceNumber() {
        String taken = nextSequenceNumber.toString();
        nextSequenceNumber = nextSequenceNumber.add(SEQUENCE_STEP);
        return taken;
    }

    /** The hash keys of Kinesis have 128 bits. */
    private static BigInteger shown(int hashKey) {
        return BigInteger.valueOf(hashKey).shiftLeft(112);
    }

    private FakeShard found(String shardId) {
        FakeShard shard = shards.get(shardId);
        if (shard == null) {
            throw ResourceNotFoundException.builder()
                    .message("Shard " + shardId + " does not exist")
                    .build();
        }
        return shard;
    }

    private FakeShard open(String shardId) {
        FakeShard shard = found(shardId);
        if (!shard.isOpen()) {
            throw new IllegalStateException(shardId + " is closed");
        }
        return shard;
    }

    private final class FakeShard {

        private final String id;
        private final int fromHashKey;
        private final int toHashKey;
        private final String parent;
        private final String adjacentParent;
        private final String startingSequenceNumber;
        private final List<Record> records = new ArrayList<>();
        private String endingSequenceNumber;
        private Instant closed;
        private int trimmed;

        FakeShard(
                String id,
                int fromHashKey,
                int toHashKey,
                String parent,
                String adjacentParent,
                String startingSequenceNumber) {
            this.id = id;
            this.fromHashKey = fromHashKey;
            this.toHashKey = toHashKey;
            this.parent = parent;
            this.adjacentParent = adjacentParent;
            this.startingSequenceNumber = startingSequenceNumber;
        }

        /** The first number that no record of the shard has. */
        String endOfNumbers() {
            return isOpen() ? nextSequenceNumber.toString() : endingSequenceNumber;
        }

        boolean isOpen() {
            return endingSequenceNumber == null;
        }

        boolean holds(int hashKey) {
            return fromHashKey <= hashKey && hashKey <= toHashKey;
        }

        void close(String sequenceNumber) {
            endingSequenceNumber = sequenceNumber;
            closed = now();
        }

        void trim(Instant horizon) {
            while (trimmed < end()
                    && record(trimmed).approximateArrivalTimestamp().isBefore(horizon)) {
                trimmed++;
            }
        }

        boolean isGone(Instant horizon) {
            return !isOpen() && closed.isBefore(horizon);
        }

        int end() {
            return records.size();
        }

        Record record(int index) {
            return records.get(index);
        }

        /** How far the record before the index lies behind. */
        long behind(int index) {
            if (index >= end()) {
                return 0;
            }
            Instant reached = record(Math.max(trimmed, index - 1)).approximateArrivalTimestamp();
            Instant newest = record(end() - 1).approximateArrivalTimestamp();
            return behindNewestRecord
                    ? Math.max(0, Duration.between(reached, newest).toMillis())
                    : Math.max(1, Duration.between(reached, now()).toMillis());
        }

        /** Each empty answer crosses a part of the stretch before the record. */
        long behindInStretch(int index, int emptyAnswersLeft) {
            long behindRecord = Duration.between(record(index).approximateArrivalTimestamp(), now())
                    .toMillis();
            long stretch = Math.max(0, behind(index) - behindRecord);
            double left = (double) emptyAnswersLeft / Math.max(emptyAnswersLeft, emptyAnswersBeforeRecords);
            return Math.max(1, behindRecord + (long) (stretch * left));
        }

        Shard toShard() {
            return Shard.builder()
                    .shardId(id)
                    .parentShardId(parent)
                    .adjacentParentShardId(adjacentParent)
                    .hashKeyRange(
                            range -> range.startingHashKey(shown(fromHashKey).toString())
                                    .endingHashKey(shown(toHashKey + 1)
                                            .subtract(BigInteger.ONE)
                                            .toString()))
                    .sequenceNumberRange(range -> range.startingSequenceNumber(startingSequenceNumber)
                            .endingSequenceNumber(endingSequenceNumber))
                    .build();
        }
    }
}
