package io.streamlab.join.lookup;

import java.util.Arrays;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Descriptions of tables with keys of one type. */
final class KeyTables {
    private KeyTables() {}

    /** @param attributes the partition key, and after it the sort key if there is one */
    static TableDescription of(ScalarAttributeType type, String... attributes) {
        return TableDescription.builder()
                .tableName("countries")
                .keySchema(key(attributes))
                .attributeDefinitions(Arrays.stream(attributes)
                        .map(name -> AttributeDefinition.builder()
                                .attributeName(name)
                                .attributeType(type)
                                .build())
                        .toList())
                .tableSizeBytes(0L)
                .itemCount(0L)
                .build();
    }

    static KeySchemaElement[] key(String... attributes) {
        KeySchemaElement[] key = new KeySchemaElement[attributes.length];
        for (int i = 0; i < key.length; i++) {
            key[i] = KeySchemaElement.builder()
                    .attributeName(attributes[i])
                    .keyType(i == 0 ? KeyType.HASH : KeyType.RANGE)
                    .build();
        }
        return key;
    }
}
