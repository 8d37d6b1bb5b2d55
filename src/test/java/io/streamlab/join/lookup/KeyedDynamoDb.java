package io.streamlab.join.lookup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Answers reads from a list of items, as the service does: limits, pages and keys left unprocessed. */
final class KeyedDynamoDb implements DynamoDbClient {
    private final String table;
    private final List<Map<String, AttributeValue>> items = new ArrayList<>();
    final List<KeysAndAttributes> gets = new ArrayList<>();
    final List<QueryRequest> queries = new ArrayList<>();
    final List<ScanRequest> scans = new ArrayList<>();
    int descriptions;
    private TableDescription description;
    private double unitsOfAScan;
    private RuntimeException failureToDescribe;
    private int mostProcessed = 100;
    private int itemsOfAPage = 1_000;

    KeyedDynamoDb(String table) {
        this.table = table;
    }

    KeyedDynamoDb item(Map<String, AttributeValue> item) {
        items.add(item);
        return this;
    }

    KeyedDynamoDb remove(Map<String, AttributeValue> item) {
        items.remove(item);
        return this;
    }

    KeyedDynamoDb described(TableDescription table) {
        description = table;
        return this;
    }

    KeyedDynamoDb failingToDescribe(RuntimeException failure) {
        failureToDescribe = failure;
        return this;
    }

    KeyedDynamoDb unitsOfAScan(double units) {
        unitsOfAScan = units;
        return this;
    }

    /** Leaves all but so many keys of each request unprocessed. */
    KeyedDynamoDb processing(int keys) {
        mostProcessed = keys;
        return this;
    }

    KeyedDynamoDb itemsOfAPage(int count) {
        itemsOfAPage = count;
        return this;
    }

    @Override
    public synchronized BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        KeysAndAttributes wanted = request.requestItems().get(table);
        gets.add(wanted);
        List<Map<String, AttributeValue>> keys = wanted.keys();
        if (keys.isEmpty() || keys.size() > 100 || new HashSet<>(keys).size() < keys.size()) {
            throw new IllegalArgumentException("ValidationException: " + keys.size() + " keys, or duplicates");
        }
        List<Map<String, AttributeValue>> done = keys.subList(0, Math.min(mostProcessed, keys.size()));
        List<Map<String, AttributeValue>> left = keys.subList(done.size(), keys.size());
        List<Map<String, AttributeValue>> found = items.stream()
                .filter(item -> done.stream().anyMatch(key -> item.entrySet().containsAll(key.entrySet())))
                .toList();
        BatchGetItemResponse.Builder answer = BatchGetItemResponse.builder()
                .responses(Map.of(table, found))
                .consumedCapacity(ConsumedCapacity.builder()
                        .capacityUnits((double) done.size())
                        .build());
        if (!left.isEmpty()) {
            answer.unprocessedKeys(Map.of(table, wanted.toBuilder().keys(left).build()));
        }
        return answer.build();
    }

    @Override
    public synchronized QueryResponse query(QueryRequest request) {
        queries.add(request);
        Map<String, AttributeValue> wanted = new HashMap<>();
        for (String condition : request.keyConditionExpression().split(" AND ")) {
            String[] sides = condition.split(" = ");
            wanted.put(
                    request.expressionAttributeNames().get(sides[0]),
                    request.expressionAttributeValues().get(sides[1]));
        }
        List<Map<String, AttributeValue>> found = items.stream()
                .filter(item -> item.entrySet().containsAll(wanted.entrySet()))
                .toList();
        int from = request.hasExclusiveStartKey()
                ? Integer.parseInt(request.exclusiveStartKey().get("from").n())
                : 0;
        int until = Math.min(from + itemsOfAPage, found.size());
        return QueryResponse.builder()
                .items(found.subList(from, until))
                .lastEvaluatedKey(
                        until < found.size() ? Map.of("from", AttributeValue.fromN(Integer.toString(until))) : null)
                .consumedCapacity(ConsumedCapacity.builder().capacityUnits(1.0).build())
                .build();
    }

    /** The first segment has all items. */
    @Override
    public synchronized ScanResponse scan(ScanRequest request) {
        scans.add(request);
        boolean isFirst = request.segment() == null || request.segment() == 0;
        long most = request.limit() == null ? items.size() : request.limit();
        return ScanResponse.builder()
                .items(isFirst ? items.stream().limit(most).toList() : List.of())
                .consumedCapacity(ConsumedCapacity.builder()
                        .capacityUnits(isFirst ? unitsOfAScan : 0)
                        .build())
                .build();
    }

    /** Fails as AWS does for a role without the permission, where no description was given. */
    @Override
    public synchronized DescribeTableResponse describeTable(DescribeTableRequest request) {
        descriptions++;
        if (failureToDescribe != null) {
            throw failureToDescribe;
        }
        if (description == null) {
            throw DynamoDbException.builder()
                    .message(
                            "User: arn:aws:sts::1:assumed-role/job is not authorized to perform: dynamodb:DescribeTable on "
                                    + "resource: countries")
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("AccessDeniedException")
                            .build())
                    .build();
        }
        return DescribeTableResponse.builder().table(description).build();
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
