package io.streamlab.join.lookup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Answers scans page by page from what it was given for each segment, and remembers what was asked. */
final class RecordingDynamoDb implements DynamoDbClient {
    private final Map<Integer, List<List<Map<String, AttributeValue>>>> pagesBySegment = new HashMap<>();
    private final Map<Integer, DynamoDbException> failures = new HashMap<>();
    private final List<ScanRequest> requests = new ArrayList<>();
    private double capacityUnitsOfAPage = 0.5;
    private boolean closed;

    RecordingDynamoDb capacityUnitsOfAPage(double capacityUnits) {
        capacityUnitsOfAPage = capacityUnits;
        return this;
    }

    /** Adds a page to a segment; each consumes half a capacity unit if nothing else is said. */
    RecordingDynamoDb page(int segment, List<Map<String, AttributeValue>> items) {
        pagesBySegment.computeIfAbsent(segment, any -> new ArrayList<>()).add(items);
        return this;
    }

    /** Makes these all items of the table, in one page of the first segment. */
    synchronized RecordingDynamoDb onlyPage(List<Map<String, AttributeValue>> items) {
        pagesBySegment.clear();
        return page(0, items);
    }

    /** Lets the segment fail once all its pages are read. */
    RecordingDynamoDb failure(int segment, DynamoDbException failure) {
        failures.put(segment, failure);
        return this;
    }

    /** An item of strings, as name, value, name, value ... */
    static Map<String, AttributeValue> item(String... namesAndValues) {
        Map<String, AttributeValue> item = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            item.put(namesAndValues[i], AttributeValue.fromS(namesAndValues[i + 1]));
        }
        return item;
    }

    synchronized List<ScanRequest> requests() {
        return List.copyOf(requests);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized ScanResponse scan(ScanRequest request) {
        requests.add(request);
        List<List<Map<String, AttributeValue>>> pages = pagesBySegment.getOrDefault(request.segment(), List.of());
        int page = request.hasExclusiveStartKey()
                ? Integer.parseInt(request.exclusiveStartKey().get("page").n())
                : 0;
        DynamoDbException failure = failures.get(request.segment());
        if (page >= pages.size() && failure != null) {
            throw failure;
        }
        boolean last = page + 1 >= pages.size() && failure == null;
        return ScanResponse.builder()
                .items(page < pages.size() ? pages.get(page) : List.of())
                .lastEvaluatedKey(last ? null : Map.of("page", AttributeValue.fromN(Integer.toString(page + 1))))
                .consumedCapacity(ConsumedCapacity.builder()
                        .capacityUnits(capacityUnitsOfAPage)
                        .build())
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        closed = true;
    }
}
