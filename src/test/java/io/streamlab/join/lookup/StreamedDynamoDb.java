package io.streamlab.join.lookup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * A table with a stream, as DynamoDB has them, where it can be nasty:
 *
 * <ul>
 *   <li>An answer passes an hour of a shard at most, so an answer without records may come before records.
 *   <li>LATEST is the end when the iterator is first used.
 *   <li>Iterators expire after 15 minutes, records are trimmed after 24 hours.
 *   <li>Shards are closed, after 4 hours or when the test says so, with one child or with two. A list may lack shards for a
 *       while.
 * </ul>
 *
 * <p>The key of the table is {@code code}.
 */
final class StreamedDynamoDb implements DynamoDbClient {
    private static final Duration ANSWER_PASSES = Duration.ofHours(1);
    private static final Duration ITERATOR_LIVES = Duration.ofMinutes(15);
    private static final Duration SHARD_LIVES = Duration.ofHours(4);
    private static final Duration RETENTION = Duration.ofHours(24);
    private static final int SHARDS_OF_A_LIST = 3;

    final SettableClock clock = new SettableClock();
    int scans;
    int lists;
    int answers;
    /** Happens after each page of a scan. */
    Runnable afterPage = () -> {};
    /** Happens after each answer with records of the stream, or without. */
    Runnable afterAnswer = () -> {};
    /** Thrown by the next call of the stream, once. */
    RuntimeException failure;

    int itemsOfAPage = 3;
    int recordsOfAnAnswer = 4;
    StreamViewType view = StreamViewType.NEW_IMAGE;

    private final Map<String, Map<String, AttributeValue>> items = new TreeMap<>();
    /** By the ARN; the last one is that of the table. */
    private final Map<String, Stream> streams = new LinkedHashMap<>();

    private final Map<String, Position> iterators = new LinkedHashMap<>();
    private long sequence = 100;
    private int shards;

    StreamedDynamoDb() {
        enable();
    }

    /** A clock that stands still until it is moved. */
    static final class SettableClock extends Clock {
        private Instant now = Instant.parse("2026-03-01T00:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final class Stream {
        private final List<OpenOrClosed> shards = new ArrayList<>();
        private boolean enabled = true;
    }

    private record Written(long sequence, Record change) {
        Instant time() {
            return change.dynamodb().approximateCreationDateTime();
        }
    }

    /** A shard of the keys whose hash has this remainder. */
    private static final class OpenOrClosed {
        private final String id;
        private final String parent;
        private final int divisor;
        private final int remainder;
        private Instant begin;
        private final List<Written> records = new ArrayList<>();
        private Instant closed;
        private long trimmedUntil;
        private int listsUntilShown;

        OpenOrClosed(String id, String parent, int divisor, int remainder, Instant begin) {
            this.id = id;
            this.parent = parent;
            this.divisor = divisor;
            this.remainder = remainder;
            this.begin = begin;
        }
    }

    /**
     * @param after the sequence number before the position; null for LATEST that was not used yet
     * @param time up to which the shard was passed
     */
    private record Position(OpenOrClosed shard, Long after, Instant time, Instant made, boolean fromHorizon) {}

    synchronized void put(Map<String, AttributeValue> item) {
        boolean isNew = items.put(item.get("code").s(), item) == null;
        write(isNew ? OperationType.INSERT : OperationType.MODIFY, item, item);
    }

    synchronized void delete(String code) {
        Map<String, AttributeValue> item = items.remove(code);
        if (item != null) {
            write(OperationType.REMOVE, item, null);
        }
    }

    /** Closes the shards that are old enough, each with one child. */
    private void closeOldShards() {
        for (int i = 0; i < current().shards.size(); i++) {
            OpenOrClosed shard = current().shards.get(i);
            Instant end = shard.begin.plus(SHARD_LIVES);
            if (shard.closed == null && !clock.instant().isBefore(end)) {
                shard.closed = end;
                OpenOrClosed child = open(current(), shard.id, shard.divisor, shard.remainder);
                child.begin = end;
            }
        }
    }

    private void write(OperationType type, Map<String, AttributeValue> item, Map<String, AttributeValue> image) {
        closeOldShards();
        String code = item.get("code").s();
        current().shards.stream()
                .filter(shard ->
                        shard.closed == null && Math.floorMod(code.hashCode(), shard.divisor) == shard.remainder)
                .forEach(shard -> {
                    sequence++;
                    shard.records.add(new Written(
                            sequence,
                            Record.builder()
                                    .eventName(type)
                                    .dynamodb(change -> change.sequenceNumber(Long.toString(sequence))
                                            .approximateCreationDateTime(clock.instant())
                                            .keys(Map.of("code", AttributeValue.fromS(code)))
                                            .newImage(image))
                                    .build()));
                });
    }

    synchronized List<Map<String, AttributeValue>> items() {
        return List.copyOf(items.values());
    }

    private Stream current() {
        return streams.values().stream().reduce((first, second) -> second).orElseThrow();
    }

    String arn() {
        return streams.keySet().stream().reduce((first, second) -> second).orElseThrow();
    }

    /** Gives the table another stream, of two shards. */
    void enable() {
        Stream stream = new Stream();
        streams.put("arn:aws:dynamodb:us-east-1:1:table/countries/stream/" + streams.size(), stream);
        for (int remainder = 0; remainder < 2; remainder++) {
            open(stream, null, 2, remainder);
        }
    }

    private OpenOrClosed open(Stream stream, String parent, int divisor, int remainder) {
        OpenOrClosed shard = new OpenOrClosed("shard-" + shards++, parent, divisor, remainder, clock.instant());
        stream.shards.add(shard);
        return shard;
    }

    /** Closes all shards; nothing is written to the stream any more. */
    void disable() {
        current().enabled = false;
        current().shards.forEach(shard -> shard.closed = shard.closed == null ? clock.instant() : shard.closed);
    }

    boolean isEnabled() {
        return current().enabled;
    }

    /** Closes an open shard, with as many children, which the next lists may lack. */
    synchronized void roll(int number, int children, int listsUntilShown) {
        if (!isEnabled()) {
            return;
        }
        List<OpenOrClosed> open =
                current().shards.stream().filter(shard -> shard.closed == null).toList();
        OpenOrClosed shard = open.get(number % open.size());
        shard.closed = clock.instant();
        for (int child = 0; child < children; child++) {
            OpenOrClosed opened =
                    open(current(), shard.id, shard.divisor * children, shard.remainder + child * shard.divisor);
            opened.listsUntilShown = listsUntilShown;
        }
    }

    @Override
    public synchronized ScanResponse scan(ScanRequest request) {
        boolean begins = !request.hasExclusiveStartKey();
        if (begins && (request.segment() == null || request.segment() == 0)) {
            scans++;
        }
        String after = begins ? "" : request.exclusiveStartKey().get("code").s();
        List<Map<String, AttributeValue>> page = request.segment() != null && request.segment() > 0
                ? List.of()
                : items.values().stream()
                        .filter(item -> item.get("code").s().compareTo(after) > 0)
                        .limit(itemsOfAPage)
                        .toList();
        boolean isLast = page.size() < itemsOfAPage;
        ScanResponse answer = ScanResponse.builder()
                .items(page)
                .lastEvaluatedKey(
                        isLast ? null : Map.of("code", page.get(page.size() - 1).get("code")))
                .consumedCapacity(ConsumedCapacity.builder().capacityUnits(1.0).build())
                .build();
        afterPage.run();
        return answer;
    }

    @Override
    public synchronized DescribeTableResponse describeTable(DescribeTableRequest request) {
        return DescribeTableResponse.builder()
                .table(table -> {
                    table.keySchema(KeySchemaElement.builder()
                            .attributeName("code")
                            .keyType(KeyType.HASH)
                            .build());
                    if (isEnabled()) {
                        table.latestStreamArn(arn()).streamSpecification(stream -> stream.streamEnabled(true)
                                .streamViewType(view));
                    }
                })
                .build();
    }

    /** Returns a client for the stream. */
    DynamoDbStreamsClient streams() {
        return new StreamsClient();
    }

    private final class StreamsClient implements DynamoDbStreamsClient {
        @Override
        public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
            synchronized (StreamedDynamoDb.this) {
                failIfTold();
                Stream stream = streamOf(request.streamArn());
                if (request.exclusiveStartShardId() == null) {
                    closeOldShards();
                    lists++;
                    trim(stream);
                    stream.shards.forEach(shard -> shard.listsUntilShown--);
                }
                List<OpenOrClosed> listed = stream.shards.stream()
                        .filter(shard -> shard.listsUntilShown < 0)
                        .toList();
                int from = request.exclusiveStartShardId() == null
                        ? 0
                        : 1 + ids(listed).indexOf(request.exclusiveStartShardId());
                int until = Math.min(listed.size(), from + SHARDS_OF_A_LIST);
                return DescribeStreamResponse.builder()
                        .streamDescription(description -> description
                                .streamStatus(stream.enabled ? StreamStatus.ENABLED : StreamStatus.DISABLED)
                                .shards(listed.subList(from, until).stream()
                                        .map(StreamedDynamoDb::described)
                                        .toList())
                                .lastEvaluatedShardId(until < listed.size() ? listed.get(until - 1).id : null))
                        .build();
            }
        }

        @Override
        public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
            synchronized (StreamedDynamoDb.this) {
                failIfTold();
                OpenOrClosed shard = streamOf(request.streamArn()).shards.stream()
                        .filter(other -> other.id.equals(request.shardId()))
                        .findFirst()
                        .orElseThrow(() -> ResourceNotFoundException.builder()
                                .message("no such shard")
                                .build());
                Position position;
                if (request.shardIteratorType() == ShardIteratorType.LATEST) {
                    position = new Position(shard, null, null, clock.instant(), false);
                } else if (request.shardIteratorType() == ShardIteratorType.TRIM_HORIZON) {
                    position = new Position(shard, shard.trimmedUntil, shard.begin, clock.instant(), true);
                } else {
                    long after = Long.parseLong(request.sequenceNumber());
                    requireKept(shard, after);
                    Instant time = shard.records.stream()
                            .filter(record -> record.sequence == after)
                            .map(Written::time)
                            .findFirst()
                            .orElse(shard.begin);
                    position = new Position(shard, after, time, clock.instant(), false);
                }
                return GetShardIteratorResponse.builder()
                        .shardIterator(iterator(position))
                        .build();
            }
        }

        @Override
        public GetRecordsResponse getRecords(GetRecordsRequest request) {
            synchronized (StreamedDynamoDb.this) {
                failIfTold();
                answers++;
                Position position = iterators.get(request.shardIterator());
                if (clock.instant().isAfter(position.made.plus(ITERATOR_LIVES))) {
                    throw ExpiredIteratorException.builder().message("expired").build();
                }
                OpenOrClosed shard = position.shard;
                if (position.after == null) {
                    position = new Position(shard, sequence, clock.instant(), clock.instant(), false);
                }
                requireKept(shard, position.after);
                long after = position.after;
                Instant passed = min(position.time.plus(ANSWER_PASSES), clock.instant());
                List<Written> found = shard.records.stream()
                        .filter(record ->
                                record.sequence > after && !record.time().isAfter(passed))
                        .limit(recordsOfAnAnswer)
                        .toList();
                long last = found.isEmpty() ? after : found.get(found.size() - 1).sequence;
                Instant time =
                        found.isEmpty() ? passed : found.get(found.size() - 1).time();
                boolean isOver = shard.closed != null
                        && !passed.isBefore(shard.closed)
                        && shard.records.stream().noneMatch(record -> record.sequence > last);
                GetRecordsResponse answer = GetRecordsResponse.builder()
                        .records(found.stream().map(Written::change).toList())
                        .nextShardIterator(
                                isOver ? null : iterator(new Position(shard, last, time, clock.instant(), false)))
                        .build();
                afterAnswer.run();
                return answer;
            }
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private void failIfTold() {
        if (failure != null) {
            RuntimeException thrown = failure;
            failure = null;
            throw thrown;
        }
    }

    private Stream streamOf(String arn) {
        Stream stream = streams.get(arn);
        if (stream == null) {
            throw ResourceNotFoundException.builder().message("no such stream").build();
        }
        return stream;
    }

    /** Forgets a stream that was disabled, as DynamoDB does after a day. */
    void forgetDisabled() {
        streams.values().removeIf(stream -> !stream.enabled && stream != current());
    }

    private void trim(Stream stream) {
        Instant horizon = clock.instant().minus(RETENTION);
        Predicate<Written> isOld = record -> record.time().isBefore(horizon);
        for (OpenOrClosed shard : stream.shards) {
            shard.records.stream().filter(isOld).forEach(record -> shard.trimmedUntil = record.sequence);
            shard.records.removeIf(isOld);
        }
        stream.shards.removeIf(shard -> shard.closed != null && shard.closed.isBefore(horizon));
    }

    private static void requireKept(OpenOrClosed shard, long after) {
        if (after < shard.trimmedUntil) {
            throw TrimmedDataAccessException.builder().message("trimmed").build();
        }
    }

    private static List<String> ids(List<OpenOrClosed> shards) {
        return shards.stream().map(shard -> shard.id).toList();
    }

    private static Shard described(OpenOrClosed shard) {
        return Shard.builder()
                .shardId(shard.id)
                .parentShardId(shard.parent)
                .sequenceNumberRange(range ->
                        range.startingSequenceNumber("1").endingSequenceNumber(shard.closed == null ? null : "999"))
                .build();
    }

    private String iterator(Position position) {
        String name = "iterator-" + iterators.size();
        iterators.put(name, position);
        return name;
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
