package io.streamlab.join.lookup;

import io.streamlab.join.config.LookupConfig;
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
     * @param segments of the whole table
     * @param limit for all segments together
     */
    static ReadItems run(DynamoDbClient dynamoDb, LookupConfig lookup, int segment, int segments, ItemLimit limit) {
        ReadItems read = new ReadItems(lookup, limit);
        Map<String, AttributeValue> startKey = Collections.emptyMap();
        do {
            ScanResponse page = dynamoDb.scan(request(lookup, segment, segments, startKey));
            ConsumedCapacity consumed = page.consumedCapacity();
            read.addPage(
                    page.items(), consumed == null ? Collections.emptyList() : Collections.singletonList(consumed));
            startKey = page.lastEvaluatedKey();
        } while (!startKey.isEmpty());
        return read;
    }

    private static ScanRequest request(
            LookupConfig lookup, int segment, int segments, Map<String, AttributeValue> startKey) {
        // Attributes are named by placeholders because their names may be words that DynamoDB reserves.
        Map<String, String> names = new HashMap<>();
        for (String attribute : lookup.schema().fieldNames()) {
            names.put("#attribute" + names.size(), attribute);
        }
        return ScanRequest.builder()
                .tableName(lookup.table())
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
