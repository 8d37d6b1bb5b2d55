package io.streamlab.verify.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamlab.local.common.AwsService;
import io.streamlab.local.common.Endpoints;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * As much of DynamoDB as readers of a reference table need, for tables of any size: an item is made when it is asked for. DynamoDB Local
 * keeps items in a database, and takes seven seconds for a page of a table of a million items.
 *
 * <p>Speaks the service's JSON 1.0 protocol: DescribeTable, BatchGetItem and Scan, with the service's pages of 1 MB and its read units. A
 * table {@code reference_N} has N items with {@code countryname} as their key: "Country number 0" and so on.
 */
public final class DynamoDbInMemory implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TABLE = "reference_";
    private static final String NAME = "Country number ";

    /** Of one item: the bytes of its names and values, as DynamoDB counts them, rounded up. */
    private static final int BYTES_OF_AN_ITEM = 100;

    private static final int ITEMS_OF_A_PAGE = 1024 * 1024 / BYTES_OF_AN_ITEM;
    private static final int BYTES_OF_A_UNIT = 4 * 1024;

    private final Duration answerTime;
    private final JsonServer server = JsonServer.start(
            "application/x-amz-json-1.0", "com.amazon.coral.validate#ValidationException", this::answerInTime);

    private DynamoDbInMemory(Duration answerTime) {
        this.answerTime = answerTime;
    }

    /** @param answerTime how long each answer is held back, in place of the way to the service and its own work */
    public static DynamoDbInMemory start(Duration answerTime) {
        return new DynamoDbInMemory(answerTime);
    }

    /** Returns the name of the table with so many items. */
    public static String tableOf(int items) {
        return TABLE + items;
    }

    /** Returns the key of an item. */
    public static String nameOf(long item) {
        return NAME + item;
    }

    /** Returns the variables by which every AWS SDK finds the server. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Endpoints.CREDENTIALS_AND_REGION);
        environment.put(
                AwsService.DYNAMODB.endpointVariable(), server.endpoint().toString());
        return environment;
    }

    @Override
    public void close() {
        server.close();
    }

    private byte[] answerInTime(String operation, JsonNode request) throws IOException, InterruptedException {
        Thread.sleep(answerTime.toMillis());
        return JSON.writeValueAsBytes(answer(operation, request));
    }

    private static Object answer(String operation, JsonNode request) {
        return switch (operation) {
            case "DescribeTable" -> describe(request.get("TableName").textValue());
            case "BatchGetItem" -> get(request);
            case "Scan" -> scan(request);
            default -> throw new IllegalArgumentException("this DynamoDB has no operation " + operation);
        };
    }

    private static Object describe(String table) {
        return Map.of(
                "Table",
                Map.of(
                        "TableName",
                        table,
                        "TableStatus",
                        "ACTIVE",
                        "KeySchema",
                        List.of(Map.of("AttributeName", "countryname", "KeyType", "HASH")),
                        "AttributeDefinitions",
                        List.of(Map.of("AttributeName", "countryname", "AttributeType", "S")),
                        "ItemCount",
                        itemsOf(table),
                        "TableSizeBytes",
                        itemsOf(table) * BYTES_OF_AN_ITEM));
    }

    private static Object get(JsonNode request) {
        Map.Entry<String, JsonNode> wanted =
                request.get("RequestItems").fields().next();
        JsonNode keys = wanted.getValue().get("Keys");
        if (keys.size() > 100) {
            throw new IllegalArgumentException(keys.size() + " keys in one request");
        }
        long items = itemsOf(wanted.getKey());
        ArrayNode found = JSON.createArrayNode();
        for (JsonNode key : keys) {
            long item = numberOf(key.at("/countryname/S").textValue());
            if (0 <= item && item < items) {
                found.add(item(item));
            }
        }
        return Map.of(
                "Responses",
                Map.of(wanted.getKey(), found),
                "UnprocessedKeys",
                Map.of(),
                "ConsumedCapacity",
                List.of(Map.of("TableName", wanted.getKey(), "CapacityUnits", (double) keys.size())));
    }

    /** Each segment has the items from its first to that of the next segment. */
    private static Object scan(JsonNode request) {
        String table = request.get("TableName").textValue();
        long items = itemsOf(table);
        int segments = request.path("TotalSegments").asInt(1);
        int segment = request.path("Segment").asInt(0);
        JsonNode startKey = request.at("/ExclusiveStartKey/countryname/S");
        long from = startKey.isMissingNode() ? items * segment / segments : numberOf(startKey.textValue()) + 1;
        long end = items * (segment + 1) / segments;
        long until = Math.min(
                Math.min(end, from + ITEMS_OF_A_PAGE),
                from + request.path("Limit").asLong(end));
        ArrayNode page = JSON.createArrayNode();
        for (long item = from; item < until; item++) {
            page.add(item(item));
        }
        Map<String, Object> answer = new HashMap<>(Map.of(
                "Items",
                page,
                "Count",
                page.size(),
                "ConsumedCapacity",
                Map.of(
                        "TableName",
                        table,
                        "CapacityUnits",
                        Math.max(1, Math.ceil(1.0 * page.size() * BYTES_OF_AN_ITEM / BYTES_OF_A_UNIT)))));
        if (until < end) {
            answer.put("LastEvaluatedKey", Map.of("countryname", Map.of("S", nameOf(until - 1))));
        }
        return answer;
    }

    private static ObjectNode item(long number) {
        String code = "C" + number;
        ObjectNode item = JSON.createObjectNode();
        item.putObject("code").put("S", code);
        item.putObject("countryname").put("S", nameOf(number));
        item.putObject("combinedname").put("S", code + "-" + nameOf(number));
        return item;
    }

    private static long itemsOf(String table) {
        return Long.parseLong(table.substring(TABLE.length()));
    }

    /** Returns -1 for a name that no item has. */
    private static long numberOf(String name) {
        return name.startsWith(NAME) ? Long.parseLong(name.substring(NAME.length())) : -1;
    }
}
