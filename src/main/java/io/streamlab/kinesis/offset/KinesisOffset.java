package io.streamlab.kinesis.offset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.connector.read.streaming.Offset;

/**
 * How far a query has read a stream, and what the batch that ends here holds. In Spark's offset log an offset is one
 * line of JSON, with the shards in the order of their ids:
 *
 * <pre>{@code
 * {"version":2,"streamName":"orders","region":"eu-west-1","account":"111122223333","created":"2025-11-01T09:00:00Z",
 *  "retentionHours":24,"shards":{
 *   "shardId-000000000000":{"position":"SHARD_END","batchFirst":"4966...","asOf":"2026-01-31T08:00:00Z"},
 *   "shardId-000000000001":{"position":"AFTER_SEQUENCE_NUMBER","sequenceNumber":"4966...","batchFirst":"4966...",
 *                           "records":1200,"arrival":"2026-01-31T07:59:58Z","asOf":...},
 *   "shardId-000000000002":{"position":"TRIM_HORIZON","asOf":...},
 *   "shardId-000000000003":{"position":"AT_TIMESTAMP","timestamp":"2026-01-31T08:00:00Z","asOf":...}}}
 * }</pre>
 *
 * <p>The offset holds the shards that are being read, and the shards at their end whose children have not begun. An
 * offset without shards stands before the first plan. The first plan fixes the starting position: LATEST becomes a
 * sequence number or a time for each shard. AT_TIMESTAMP is kept as {@code startingTimestamp} for the shards that begin
 * later.
 *
 * <p>Version 1 has neither the stream's identity nor its retention nor {@code records} and {@code arrival}. It is read,
 * and the next plan writes version 2.
 */
public final class KinesisOffset extends Offset {

    private static final int VERSION = 2;
    private static final int OLDEST_VERSION = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final StreamIdentity UNKNOWN = new StreamIdentity(null, null, null);

    private final String streamName;
    private final StreamIdentity identity;
    private final Duration retention;
    private final Instant startingTimestamp;
    private final SortedMap<String, ShardOffset> shards;
    private final String json;

    /**
     * @param identity which stream of that name the shards belong to; null before the first plan and in version 1
     * @param retention the shortest retention that may have trimmed records after the shards' positions; null if unknown
     * @param startingTimestamp where a shard begins that the first plan did not begin; null for the shard's oldest record
     */
    public KinesisOffset(
            String streamName,
            StreamIdentity identity,
            Duration retention,
            Instant startingTimestamp,
            Map<String, ShardOffset> shards) {
        this.streamName = streamName;
        this.identity = identity;
        this.retention = retention;
        this.startingTimestamp = startingTimestamp;
        this.shards = Collections.unmodifiableSortedMap(new TreeMap<>(shards));
        this.json = write();
    }

    /** Returns the offset before the first plan. */
    public static KinesisOffset initial(String streamName) {
        return new KinesisOffset(streamName, null, null, null, Collections.emptyMap());
    }

    /**
     * Reads an offset from Spark's offset log.
     *
     * @throws IllegalArgumentException if the text is no offset of this source, or one of a later version
     */
    public static KinesisOffset parse(String json) {
        JsonNode root = readTree(json);
        int version = required(root, "version", json).asInt();
        if (version < OLDEST_VERSION || version > VERSION) {
            throw new IllegalArgumentException("The checkpoint holds an offset of version " + version
                    + ", this source reads the versions " + OLDEST_VERSION + " to " + VERSION + ": " + json);
        }
        SortedMap<String, ShardOffset> shards = new TreeMap<>();
        Iterator<Map.Entry<String, JsonNode>> fields =
                required(root, "shards", json).fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            shards.put(field.getKey(), shardOffset(field.getValue(), json));
        }
        return new KinesisOffset(
                required(root, "streamName", json).asText(),
                identity(root),
                root.hasNonNull("retentionHours")
                        ? Duration.ofHours(root.get("retentionHours").asLong())
                        : null,
                instant(root, "startingTimestamp"),
                shards);
    }

    private static StreamIdentity identity(JsonNode root) {
        StreamIdentity identity =
                new StreamIdentity(text(root, "region"), text(root, "account"), instant(root, "created"));
        return identity.equals(UNKNOWN) ? null : identity;
    }

    private static String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asText() : null;
    }

    private static Instant instant(JsonNode node, String field) {
        return node.hasNonNull(field) ? Instant.parse(node.get(field).asText()) : null;
    }

    private static JsonNode readTree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The checkpoint holds an offset that is not JSON: " + json, e);
        }
    }

    private static ShardOffset shardOffset(JsonNode node, String json) {
        Instant asOf = Instant.parse(required(node, "asOf", json).asText());
        ShardPosition position = position(node, json);
        ShardOffset offset = node.hasNonNull("batchFirst")
                ? ShardOffset.reading(node.get("batchFirst").asText(), position, asOf)
                : ShardOffset.of(position, asOf);
        return offset.withArrival(instant(node, "arrival"))
                .withRecords(
                        node.hasNonNull("records")
                                ? OptionalLong.of(node.get("records").asLong())
                                : OptionalLong.empty());
    }

    private static ShardPosition position(JsonNode node, String json) {
        switch (ShardPosition.Kind.valueOf(required(node, "position", json).asText())) {
            case TRIM_HORIZON:
                return ShardPosition.TRIM_HORIZON;
            case AT_TIMESTAMP:
                return ShardPosition.at(
                        Instant.parse(required(node, "timestamp", json).asText()));
            case AFTER_SEQUENCE_NUMBER:
                return ShardPosition.after(
                        required(node, "sequenceNumber", json).asText());
            default:
                return ShardPosition.SHARD_END;
        }
    }

    private static JsonNode required(JsonNode node, String field, String json) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("The checkpoint holds an offset without " + field + ": " + json);
        }
        return value;
    }

    private String write() {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("version", VERSION);
        root.put("streamName", streamName);
        if (identity != null) {
            put(root, "region", identity.region());
            put(root, "account", identity.account());
            put(root, "created", identity.created());
        }
        if (retention != null) {
            root.put("retentionHours", retention.toHours());
        }
        if (startingTimestamp != null) {
            root.put("startingTimestamp", startingTimestamp.toString());
        }
        ObjectNode shardNodes = root.putObject("shards");
        shards.forEach((shardId, shard) -> {
            ObjectNode node = shardNodes.putObject(shardId);
            node.put("position", shard.position().kind().name());
            if (shard.position().sequenceNumber() != null) {
                node.put("sequenceNumber", shard.position().sequenceNumber());
            }
            if (shard.position().timestamp() != null) {
                node.put("timestamp", shard.position().timestamp().toString());
            }
            shard.batchFirst().ifPresent(first -> node.put("batchFirst", first));
            shard.records().ifPresent(records -> node.put("records", records));
            put(node, "arrival", shard.arrival().orElse(null));
            node.put("asOf", shard.asOf().toString());
        });
        return root.toString();
    }

    private static void put(ObjectNode node, String field, Object value) {
        if (value != null) {
            node.put(field, value.toString());
        }
    }

    public String streamName() {
        return streamName;
    }

    /** Returns which stream of that name the shards belong to; absent before the first plan and in version 1. */
    public Optional<StreamIdentity> identity() {
        return Optional.ofNullable(identity);
    }

    /**
     * Returns the shortest retention that may have trimmed records after the shards' positions, as known when the offset
     * was planned; absent before the first plan and in version 1.
     */
    public Optional<Duration> retention() {
        return Optional.ofNullable(retention);
    }

    /** Returns where a shard begins that the first plan did not begin; null for the shard's oldest record. */
    public Instant startingTimestamp() {
        return startingTimestamp;
    }

    public SortedMap<String, ShardOffset> shards() {
        return shards;
    }

    public boolean isInitial() {
        return shards.isEmpty();
    }

    @Override
    public String json() {
        return json;
    }
}
