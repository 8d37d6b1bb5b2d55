package io.streamlab.join.lookup;

import io.streamlab.join.config.LookupConfig;
import io.streamlab.join.config.UnfitReferenceItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** The rows of one segment of the reference table. */
final class SegmentScan {
    private final List<Row> rows = new ArrayList<>();
    private int unfitItems;
    /** Null without such an item. Only one message: there may be as many such items as items. */
    private String firstUnfit;

    private int pages;
    private double consumedCapacityUnits;

    private SegmentScan() {}

    /**
     * Reads every page of the segment; DynamoDB ends a page at 1 MB.
     *
     * @param segments of the whole table
     * @param limit for all segments together
     */
    static SegmentScan run(DynamoDbClient dynamoDb, LookupConfig lookup, int segment, int segments, ItemLimit limit) {
        SegmentScan scan = new SegmentScan();
        AttributeConverter converter = new AttributeConverter(lookup.schema());
        Map<String, AttributeValue> startKey = Collections.emptyMap();
        do {
            ScanResponse page = dynamoDb.scan(request(lookup, segment, segments, startKey));
            limit.add(page.items().size());
            page.items().forEach(item -> scan.add(item, converter, lookup));
            scan.pages++;
            if (page.consumedCapacity() != null) {
                scan.consumedCapacityUnits += page.consumedCapacity().capacityUnits();
            }
            startKey = page.lastEvaluatedKey();
        } while (!startKey.isEmpty());
        return scan;
    }

    private void add(Map<String, AttributeValue> item, AttributeConverter converter, LookupConfig lookup) {
        try {
            rows.add(converter.toRow(item));
        } catch (InvalidReferenceItemException e) {
            if (lookup.unfitItem() == UnfitReferenceItem.FAIL) {
                throw e;
            }
            unfitItems++;
            if (firstUnfit == null) {
                firstUnfit = e.getMessage();
            }
        }
    }

    /** Returns how many items are left out because they do not fit. */
    int unfitItems() {
        return unfitItems;
    }

    /** Returns a sentence on one of the items that do not fit; empty if all fit. */
    Optional<String> firstUnfit() {
        return Optional.ofNullable(firstUnfit);
    }

    List<Row> rows() {
        return rows;
    }

    int pages() {
        return pages;
    }

    double consumedCapacityUnits() {
        return consumedCapacityUnits;
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
