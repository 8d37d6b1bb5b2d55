package io.streamlab.local.replicator.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Turns the rows of one source table into the items of one DynamoDB table, as one object-mapping rule says. */
public final class ItemMapper {

    private static final String DOCUMENT_ATTRIBUTE = "_doc";

    private final ObjectMappingRule rule;
    private final SourceTable source;
    private final List<KeyAttribute> key;

    /** @param key partition key, then sort key if there is one */
    ItemMapper(ObjectMappingRule rule, SourceTable source, List<KeyAttribute> key) {
        this.rule = rule;
        this.source = source;
        this.key = List.copyOf(key);
    }

    String ruleId() {
        return rule.id();
    }

    public SourceTable source() {
        return source;
    }

    public String targetTable() {
        return rule.targetTableName();
    }

    /** Returns the target's primary key: partition key, then sort key if there is one. */
    public List<KeyAttribute> key() {
        return key;
    }

    /**
     * Returns the key of a row's item.
     *
     * @throws RejectedRowException if the row has no key and thus no item
     */
    public Map<String, AttributeValue> key(Row row) throws RejectedRowException {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        for (KeyAttribute attribute : key) {
            attributes.put(
                    attribute.name(),
                    attribute(attribute.name(), row)
                            .orElseThrow(
                                    () -> new RejectedRowException("key attribute " + attribute.name() + " is NULL")));
        }
        return attributes;
    }

    /**
     * Returns a row's item: the columns that are not excluded, under their own names, and the mapped attributes. If both have
     * the same name, the mapped attribute counts. NULLs are not written.
     *
     * @throws RejectedRowException if DynamoDB cannot hold a value or the key has none
     */
    public Map<String, AttributeValue> item(Row row) throws RejectedRowException {
        Map<String, AttributeValue> columns = copiedColumns(row);
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        if (!rule.asDocument()) {
            item.putAll(columns);
        } else if (!columns.isEmpty()) {
            item.put(DOCUMENT_ATTRIBUTE, AttributeValue.fromM(columns));
        }
        for (String name : rule.attributes().keySet()) {
            attribute(name, row).ifPresent(value -> item.put(name, value));
        }
        item.putAll(key(row));
        return item;
    }

    private Map<String, AttributeValue> copiedColumns(Row row) throws RejectedRowException {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, ColumnValue> column : row.values().entrySet()) {
            String name = column.getKey();
            boolean isMappedOver = !rule.asDocument() && rule.attributes().containsKey(name);
            if (!rule.excludedColumns().contains(name) && !isMappedOver) {
                try {
                    attributes.put(name, column.getValue().asAttribute());
                } catch (RejectedRowException e) {
                    throw new RejectedRowException("column " + name + ": " + e.getMessage());
                }
            }
        }
        return attributes;
    }

    private Optional<AttributeValue> attribute(String name, Row row) throws RejectedRowException {
        AttributeTemplate template = rule.attributes().get(name);
        try {
            if (template != null) {
                return template.fill(row);
            }
            Optional<ColumnValue> column = row.value(name);
            return column.isEmpty()
                    ? Optional.empty()
                    : Optional.of(column.get().asAttribute());
        } catch (RejectedRowException e) {
            throw new RejectedRowException("attribute " + name + ": " + e.getMessage());
        }
    }
}
