package io.streamlab.join.lookup;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Reads one segment of the reference table. */
final class SegmentScan {
    private SegmentScan() {}

    /**
     * Reads every page of the segment; DynamoDB ends a page at 1 MB.
     *
     * @param attributes the names of the attributes to read, each once
     * @param segments of the whole table
     * @param pages gets the pages
     */
    static void run(
            DynamoDbClient dynamoDb,
            String table,
            Collection<String> attributes,
            int segment,
            int segments,
            ScannedPages pages) {
        // Attributes are named by placeholders because their names may be words that DynamoDB reserves.
        Map<String, String> names = new HashMap<>();
        for (String attribute : attributes) {
            names.put("#attribute" + names.size(), attribute);
        }
        Map<String, AttributeValue> startKey = Collections.emptyMap();
        do {
            ScanResponse page = dynamoDb.scan(request(table, names, segment, segments, startKey));
            ConsumedCapacity consumed = page.consumedCapacity();
            pages.addPage(
                    page.items(), consumed == null ? Collections.emptyList() : Collections.singletonList(consumed));
            startKey = page.lastEvaluatedKey();
        } while (!startKey.isEmpty());
    }

    private static ScanRequest request(
            String table, Map<String, String> names, int segment, int segments, Map<String, AttributeValue> startKey) {
        return ScanRequest.builder()
                .tableName(table)
                .segment(segment)
                .totalSegments(segments)
                .consistentRead(true)
                .projectionExpression(String.join(", ", names.keySet()))
                .expressionAttributeNames(names)
                .exclusiveStartKey(startKey.isEmpty() ? null : startKey)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build();
    }
}
