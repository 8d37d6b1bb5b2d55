package io.streamlab.join.lookup;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.config.LookupConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** Reads the items of given join values. */
final class KeyRead {
    /** DynamoDB's limit for one BatchGetItem. */
    private static final int KEYS_OF_A_REQUEST = 100;

    private static final Duration SHORTEST_DELAY = Duration.ofMillis(50);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    private final DynamoDbClient dynamoDb;
    private final LookupConfig lookup;
    private final LookupKey key;
    private final Duration patience;
    private final ShrinkCheck.Pause pause;
    private final Map<String, String> attributeNames = new HashMap<>();
    private final String projection;

    /**
     * @param patience how long the keys of one request may stay without their items
     * @param pause before keys are asked for again
     */
    KeyRead(DynamoDbClient dynamoDb, LookupConfig lookup, LookupKey key, Duration patience, ShrinkCheck.Pause pause) {
        this.dynamoDb = dynamoDb;
        this.lookup = lookup;
        this.key = key;
        this.patience = patience;
        this.pause = pause;
        // Attributes are named by placeholders because their names may be words that DynamoDB reserves.
        for (String attribute : lookup.schema().fieldNames()) {
            attributeNames.put("#attribute" + attributeNames.size(), attribute);
        }
        this.projection = String.join(", ", attributeNames.keySet());
    }

    /**
     * Returns the work that reads the items, in parts that may run at the same time.
     *
     * @param values the texts of the key's attributes, each combination once
     */
    List<Callable<ReadItems>> parts(List<? extends List<String>> values, ItemLimit limit) {
        List<Callable<ReadItems>> parts = new ArrayList<>();
        if (!key.findsOneItem()) {
            values.forEach(texts -> parts.add(() -> query(texts, limit)));
            return parts;
        }
        for (int from = 0; from < values.size(); from += KEYS_OF_A_REQUEST) {
            List<Map<String, AttributeValue>> keys =
                    values.subList(from, Math.min(from + KEYS_OF_A_REQUEST, values.size())).stream()
                            .map(key::valuesOf)
                            .collect(toList());
            parts.add(() -> get(keys, limit));
        }
        return parts;
    }

    /** Reads items by their whole keys. DynamoDB may leave out keys of a request that it has no capacity for, or over 16 MB. */
    private ReadItems get(List<Map<String, AttributeValue>> keys, ItemLimit limit) throws InterruptedException {
        ReadItems read = new ReadItems(lookup, limit);
        List<Map<String, AttributeValue>> left = keys;
        long lastProgress = System.nanoTime();
        Duration delay = SHORTEST_DELAY;
        while (true) {
            BatchGetItemResponse page = dynamoDb.batchGetItem(request(left));
            read.addPage(
                    page.responses().getOrDefault(lookup.table(), Collections.emptyList()), page.consumedCapacity());
            KeysAndAttributes unprocessed = page.unprocessedKeys().get(lookup.table());
            if (unprocessed == null || unprocessed.keys().isEmpty()) {
                return read;
            }
            if (unprocessed.keys().size() < left.size()) {
                lastProgress = System.nanoTime();
                delay = SHORTEST_DELAY;
            } else if (System.nanoTime() - lastProgress > patience.toNanos()) {
                throw new UnansweredKeysException(unprocessed.keys().size(), patience);
            }
            left = unprocessed.keys();
            pause.sleep(delay);
            delay = delay.multipliedBy(2).compareTo(LONGEST_DELAY) < 0 ? delay.multipliedBy(2) : LONGEST_DELAY;
        }
    }

    private BatchGetItemRequest request(List<Map<String, AttributeValue>> keys) {
        KeysAndAttributes wanted = KeysAndAttributes.builder()
                .keys(keys)
                .consistentRead(key.isConsistent())
                .projectionExpression(projection)
                .expressionAttributeNames(attributeNames)
                .build();
        return BatchGetItemRequest.builder()
                .requestItems(Collections.singletonMap(lookup.table(), wanted))
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build();
    }

    /** Reads all items that have the values. */
    private ReadItems query(List<String> texts, ItemLimit limit) {
        ReadItems read = new ReadItems(lookup, limit);
        Map<String, String> names = new HashMap<>(attributeNames);
        Map<String, AttributeValue> values = new HashMap<>();
        List<String> conditions = new ArrayList<>();
        key.valuesOf(texts).forEach((name, value) -> {
            String number = Integer.toString(values.size());
            names.put("#key" + number, name);
            values.put(":key" + number, value);
            conditions.add("#key" + number + " = :key" + number);
        });
        Map<String, AttributeValue> startKey = Collections.emptyMap();
        do {
            QueryResponse page = dynamoDb.query(QueryRequest.builder()
                    .tableName(lookup.table())
                    .indexName(key.index().orElse(null))
                    .consistentRead(key.isConsistent())
                    .keyConditionExpression(String.join(" AND ", conditions))
                    .projectionExpression(projection)
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values)
                    .exclusiveStartKey(startKey.isEmpty() ? null : startKey)
                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                    .build());
            ConsumedCapacity consumed = page.consumedCapacity();
            read.addPage(
                    page.items(), consumed == null ? Collections.emptyList() : Collections.singletonList(consumed));
            startKey = page.lastEvaluatedKey();
        } while (!startKey.isEmpty());
        return read;
    }
}
