package io.streamlab.verify.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * As much of Kinesis as readers need, so quick that they are measured and not it: every record is kept as the piece of an answer that it
 * will be.
 *
 * <p>Speaks the service's JSON 1.1 protocol: CreateStream, DescribeStream, DescribeStreamSummary, ListShards, PutRecords, GetShardIterator
 * and GetRecords. Streams neither change their shards nor lose records; nothing is checked, throttled or refused.
 */
final class KinesisInMemory implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_RECORDS_PER_CALL = 10_000;

    private final Map<String, StoredStream> streams = new ConcurrentHashMap<>();
    private final JsonServer server =
            JsonServer.start("application/x-amz-json-1.1", "InvalidArgumentException", this::answer);

    private KinesisInMemory() {}

    static KinesisInMemory start() {
        return new KinesisInMemory();
    }

    URI endpoint() {
        return server.endpoint();
    }

    @Override
    public void close() {
        server.close();
    }

    private byte[] answer(String operation, JsonNode request) throws IOException {
        switch (operation) {
            case "CreateStream":
                String name = request.get("StreamName").textValue();
                streams.put(name, new StoredStream(request.get("ShardCount").intValue()));
                return new byte[0];
            case "DescribeStream":
                return bytes(Map.of("StreamDescription", description(request)));
            case "DescribeStreamSummary":
                return bytes(Map.of("StreamDescriptionSummary", description(request)));
            case "ListShards":
                return bytes(Map.of("Shards", stream(request).descriptions()));
            case "PutRecords":
                return bytes(put(stream(request), request.get("Records")));
            case "GetShardIterator":
                return bytes(Map.of("ShardIterator", iterator(request)));
            case "GetRecords":
                Iterator iterator = Iterator.parse(request.get("ShardIterator").textValue());
                return streams.get(iterator.stream())
                        .shards()
                        .get(iterator.shard())
                        .read(iterator, request.path("Limit").asInt(MOST_RECORDS_PER_CALL));
            default:
                throw new IllegalArgumentException("this Kinesis has no operation " + operation);
        }
    }

    private StoredStream stream(JsonNode request) {
        StoredStream stream = streams.get(request.path("StreamName").asText());
        if (stream == null) {
            throw new IllegalArgumentException("there is no stream " + request.path("StreamName"));
        }
        return stream;
    }

    private Map<String, Object> description(JsonNode request) {
        StoredStream stream = stream(request);
        return Map.of(
                "StreamName",
                request.get("StreamName").textValue(),
                "StreamARN",
                "arn:aws:kinesis:us-east-1:000000000000:stream/"
                        + request.get("StreamName").textValue(),
                "StreamStatus",
                "ACTIVE",
                "RetentionPeriodHours",
                24,
                "OpenShardCount",
                stream.shards().size(),
                "StreamCreationTimestamp",
                stream.created().getEpochSecond(),
                "Shards",
                stream.descriptions(),
                "HasMoreShards",
                false);
    }

    private static Map<String, Object> put(StoredStream stream, JsonNode records) throws IOException {
        List<Map<String, String>> results = new ArrayList<>();
        for (JsonNode record : records) {
            results.add(stream.add(
                    record.get("PartitionKey").textValue(), record.get("Data").textValue()));
        }
        return Map.of("FailedRecordCount", 0, "Records", results);
    }

    private String iterator(JsonNode request) {
        StoredStream stream = stream(request);
        int number = StoredStream.number(request.get("ShardId").textValue());
        StoredShard shard = stream.shards().get(number);
        String sequenceNumber = request.path("StartingSequenceNumber").asText();
        String type = request.get("ShardIteratorType").textValue();
        int place =
                switch (type) {
                    case "TRIM_HORIZON" -> 0;
                    case "LATEST" -> shard.size();
                    case "AT_SEQUENCE_NUMBER" -> shard.placeOf(sequenceNumber);
                    case "AFTER_SEQUENCE_NUMBER" -> shard.placeOf(sequenceNumber) + 1;
                    case "AT_TIMESTAMP" ->
                        shard.firstSince(request.get("Timestamp").doubleValue());
                    default -> throw new IllegalArgumentException("there is no iterator " + type);
                };
        return new Iterator(request.get("StreamName").textValue(), number, place).issued();
    }

    private static byte[] bytes(Object answer) throws IOException {
        return JSON.writeValueAsBytes(answer);
    }

    /** Where to read on: at which record of the shard, counted from 0. */
    private record Iterator(String stream, int shard, int place) {
        private static final AtomicLong ISSUED = new AtomicLong();

        static Iterator parse(String text) {
            String[] parts = text.split(":");
            return new Iterator(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
        }

        Iterator at(int otherPlace) {
            return new Iterator(stream, shard, otherPlace);
        }

        /** No two are alike, as with the service. */
        String issued() {
            return stream + ":" + shard + ":" + place + ":" + ISSUED.incrementAndGet();
        }
    }

    private record StoredStream(List<StoredShard> shards, AtomicLong added, Instant created) {
        private static final String SHARD = "shardId-%012d";
        private static final BigInteger HASH_KEYS = BigInteger.ONE.shiftLeft(128);

        StoredStream(int shards) {
            this(new ArrayList<>(), new AtomicLong(), Instant.now());
            for (int shard = 0; shard < shards; shard++) {
                this.shards.add(new StoredShard());
            }
        }

        static int number(String shardId) {
            return Integer.parseInt(shardId.substring(shardId.indexOf('-') + 1));
        }

        List<Map<String, Object>> descriptions() {
            List<Map<String, Object>> descriptions = new ArrayList<>();
            for (int shard = 0; shard < shards.size(); shard++) {
                descriptions.add(Map.of(
                        "ShardId", String.format(Locale.ROOT, SHARD, shard),
                        "HashKeyRange",
                                Map.of(
                                        "StartingHashKey", firstHashKey(shard).toString(),
                                        "EndingHashKey",
                                                firstHashKey(shard + 1)
                                                        .subtract(BigInteger.ONE)
                                                        .toString()),
                        "SequenceNumberRange", Map.of("StartingSequenceNumber", sequenceNumber(0))));
            }
            return descriptions;
        }

        /** The shards share all hash keys evenly, as those of a new stream do: readers take a gap for a missing shard. */
        private BigInteger firstHashKey(int shard) {
            return HASH_KEYS.multiply(BigInteger.valueOf(shard)).divide(BigInteger.valueOf(shards.size()));
        }

        Map<String, String> add(String partitionKey, String data) {
            int shard = Math.floorMod(partitionKey.hashCode(), shards.size());
            String sequenceNumber = shards.get(shard).add(added, partitionKey, data);
            return Map.of("ShardId", String.format(Locale.ROOT, SHARD, shard), "SequenceNumber", sequenceNumber);
        }

        /** Of as many digits as the service's. */
        static String sequenceNumber(long number) {
            return "49600000000000000000000000000000000000" + String.format(Locale.ROOT, "%018d", number);
        }
    }

    private static final class StoredShard {
        private final List<StoredRecord> records = new ArrayList<>();

        /** @param json what GetRecords gives of it */
        private record StoredRecord(String sequenceNumber, long arrivalMillis, byte[] json) {}

        synchronized String add(AtomicLong numbers, String partitionKey, String data) {
            String sequenceNumber = StoredStream.sequenceNumber(numbers.incrementAndGet());
            long now = System.currentTimeMillis();
            String json = String.format(
                    Locale.ROOT,
                    "{\"SequenceNumber\":\"%s\",\"ApproximateArrivalTimestamp\":%d.%03d,\"PartitionKey\":\"%s\",\"Data\":\"%s\"}",
                    sequenceNumber,
                    now / 1000,
                    now % 1000,
                    partitionKey,
                    data);
            records.add(new StoredRecord(sequenceNumber, now, json.getBytes(UTF_8)));
            return sequenceNumber;
        }

        synchronized int size() {
            return records.size();
        }

        /** Of the record, or of the next one if there is none. */
        int placeOf(String sequenceNumber) {
            return first(record -> record.sequenceNumber().compareTo(sequenceNumber) >= 0);
        }

        int firstSince(double seconds) {
            long millis = Math.round(seconds * 1000);
            return first(record -> record.arrivalMillis() >= millis);
        }

        /** @param reached false up to some record, and true from there on */
        private synchronized int first(Predicate<StoredRecord> reached) {
            int from = 0;
            int to = records.size();
            while (from < to) {
                int middle = (from + to) / 2;
                if (reached.test(records.get(middle))) {
                    to = middle;
                } else {
                    from = middle + 1;
                }
            }
            return from;
        }

        byte[] read(Iterator iterator, int limit) {
            List<StoredRecord> page;
            long millisBehind;
            synchronized (this) {
                int end = (int) Math.min(records.size(), (long) iterator.place() + limit);
                page = List.copyOf(records.subList(iterator.place(), end));
                millisBehind = end == records.size()
                        ? 0
                        : System.currentTimeMillis() - records.get(end).arrivalMillis();
            }
            ByteArrayOutputStream answer = new ByteArrayOutputStream(256
                    + page.stream().mapToInt(record -> record.json().length + 1).sum());
            String separator = "";
            answer.writeBytes("{\"Records\":[".getBytes(UTF_8));
            for (StoredRecord record : page) {
                answer.writeBytes(separator.getBytes(UTF_8));
                answer.writeBytes(record.json());
                separator = ",";
            }
            answer.writeBytes(("],\"NextShardIterator\":\""
                            + iterator.at(iterator.place() + page.size()).issued() + "\",\"MillisBehindLatest\":"
                            + millisBehind + "}")
                    .getBytes(UTF_8));
            return answer.toByteArray();
        }
    }
}
