package io.streamlab.local.replicator.apply;

import io.streamlab.local.replicator.mapping.ItemMapper;
import io.streamlab.local.replicator.mapping.KeyAttribute;
import io.streamlab.local.replicator.mapping.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/** Creates, checks and empties the DynamoDB tables to which source tables are replicated. */
final class TargetTables {

    private static final Logger LOGGER = LoggerFactory.getLogger(TargetTables.class);

    /** The capacity of a table that DMS creates, by the DMS guide. */
    private static final long CAPACITY_UNITS = 200;

    private final DynamoDbClient client;
    private final ItemWriter writer;

    TargetTables(DynamoDbClient client, ItemWriter writer) {
        this.client = client;
        this.writer = writer;
    }

    /**
     * Creates the target table of a mapping if the table is missing.
     *
     * @return whether the table was missing
     * @throws IllegalStateException if the table has another key than the mapping writes
     */
    boolean prepare(ItemMapper mapper) {
        String name = mapper.targetTable();
        boolean isMissing = describe(name).isEmpty();
        if (isMissing) {
            create(mapper);
        }
        try (DynamoDbWaiter waiter = client.waiter()) {
            waiter.waitUntilTableExists(request -> request.tableName(name));
        }
        TableDescription table = describe(name)
                .orElseThrow(() ->
                        new IllegalStateException("DynamoDB table " + name + " was deleted while we waited for it"));
        List<KeyAttribute> key = keyOf(table);
        if (!key.equals(mapper.key())) {
            throw new IllegalStateException("DynamoDB table %s has the key %s; the mapping of %s writes %s"
                    .formatted(name, key, mapper.source().qualifiedName(), mapper.key()));
        }
        return isMissing;
    }

    /** Removes every item but those with the given keys. */
    void removeAllExcept(ItemMapper mapper, Set<Map<String, AttributeValue>> keys) {
        Map<String, String> names = new HashMap<>();
        for (KeyAttribute attribute : mapper.key()) {
            names.put("#key" + names.size(), attribute.name());
        }
        ScanRequest request = ScanRequest.builder()
                .tableName(mapper.targetTable())
                .consistentRead(true)
                .projectionExpression(String.join(", ", names.keySet()))
                .expressionAttributeNames(names)
                .build();
        while (true) {
            ScanResponse response = client.scan(request);
            writer.write(response.items().stream()
                    .filter(key -> !keys.contains(canonical(key)))
                    .<ItemChange>map(key -> new ItemChange.Delete(mapper.targetTable(), key))
                    .toList());
            if (!response.hasLastEvaluatedKey()) {
                return;
            }
            request = request.toBuilder()
                    .exclusiveStartKey(response.lastEvaluatedKey())
                    .build();
        }
    }

    /** Returns a key with its numbers as {@link ItemMapper#key(Row)} writes them. DynamoDB may return another notation. */
    private static Map<String, AttributeValue> canonical(Map<String, AttributeValue> key) {
        Map<String, AttributeValue> canonical = new HashMap<>(key);
        canonical.replaceAll((name, value) -> value.n() == null
                ? value
                : AttributeValue.fromN(
                        new BigDecimal(value.n()).stripTrailingZeros().toPlainString()));
        return canonical;
    }

    private Optional<TableDescription> describe(String name) {
        try {
            return Optional.of(
                    client.describeTable(request -> request.tableName(name)).table());
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    private void create(ItemMapper mapper) {
        List<AttributeDefinition> attributes = new ArrayList<>();
        List<KeySchemaElement> keySchema = new ArrayList<>();
        for (KeyAttribute attribute : mapper.key()) {
            attributes.add(AttributeDefinition.builder()
                    .attributeName(attribute.name())
                    .attributeType(attribute.type())
                    .build());
            keySchema.add(KeySchemaElement.builder()
                    .attributeName(attribute.name())
                    .keyType(keySchema.isEmpty() ? KeyType.HASH : KeyType.RANGE)
                    .build());
        }
        CreateTableRequest request = CreateTableRequest.builder()
                .tableName(mapper.targetTable())
                .attributeDefinitions(attributes)
                .keySchema(keySchema)
                .provisionedThroughput(
                        capacity -> capacity.readCapacityUnits(CAPACITY_UNITS).writeCapacityUnits(CAPACITY_UNITS))
                // DMS makes tables without a stream. The job can follow a table that has one (--lookup_mode stream).
                .streamSpecification(stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE))
                .build();
        LOGGER.info("Creating DynamoDB table {} with key {}", mapper.targetTable(), mapper.key());
        try {
            client.createTable(request);
        } catch (ResourceInUseException e) {
            LOGGER.info("DynamoDB table {} has been created in the meantime", mapper.targetTable());
        }
    }

    private static List<KeyAttribute> keyOf(TableDescription table) {
        Map<String, ScalarAttributeType> types = table.attributeDefinitions().stream()
                .collect(Collectors.toMap(AttributeDefinition::attributeName, AttributeDefinition::attributeType));
        return table.keySchema().stream()
                .map(element -> new KeyAttribute(element.attributeName(), types.get(element.attributeName())))
                .toList();
    }
}
