package io.streamlab.local.replicator.mapping;

import io.streamlab.local.replicator.mapping.AttributeTemplate.Scalar;
import io.streamlab.local.replicator.mapping.AttributeTemplate.ScalarType;
import io.streamlab.local.replicator.mapping.SourceTable.Column;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Binds one object-mapping rule to the table that the rule maps. */
final class MappingBinder {

    private final ObjectMappingRule rule;
    private final SourceTable table;
    private final Problems problems;

    MappingBinder(ObjectMappingRule rule, SourceTable table, Problems problems) {
        this.rule = rule;
        this.table = table;
        this.problems = problems;
    }

    /** Returns the mapper, or empty if the rule's key does not fit the table. Adds each misfit to the problems. */
    Optional<ItemMapper> bind() {
        checkColumnsExist();
        checkColumnsAreSupported();
        List<String> keyNames = keyNames();
        List<KeyAttribute> key = new ArrayList<>();
        for (String name : keyNames) {
            keyType(name).ifPresent(type -> key.add(new KeyAttribute(name, type)));
        }
        boolean isComplete = !key.isEmpty() && key.size() == keyNames.size();
        return isComplete ? Optional.of(new ItemMapper(rule, table, key)) : Optional.empty();
    }

    private void checkColumnsExist() {
        rule.excludedColumns().forEach(column -> checkColumnExists("exclude-columns", column));
        rule.attributes().forEach((name, template) -> template.columns()
                .forEach(column -> checkColumnExists("the value of attribute '" + name + "'", column)));
    }

    private void checkColumnExists(String place, String column) {
        if (table.column(column).isEmpty()) {
            problem("%s names column '%s', which %s does not have; it has %s"
                    .formatted(place, column, table.qualifiedName(), table.columnNames()));
        }
    }

    private void checkColumnsAreSupported() {
        Set<String> used = new LinkedHashSet<>();
        table.columns().stream().map(Column::name).filter(this::isCopied).forEach(used::add);
        rule.attributes().values().forEach(template -> used.addAll(template.columns()));
        for (Column column : table.columns()) {
            if (used.contains(column.name()) && column.type() == ColumnType.UNSUPPORTED) {
                problem("column '%s' of %s has type %s, which DMS does not bring to DynamoDB; exclude it"
                        .formatted(column.name(), table.qualifiedName(), column.declaredType()));
            }
        }
    }

    private boolean isCopied(String column) {
        return !rule.excludedColumns().contains(column);
    }

    /** Returns the names that the rule gives, or the source's primary key, as the guide says. */
    private List<String> keyNames() {
        if (rule.partitionKeyName().isPresent()) {
            List<String> names = new ArrayList<>();
            rule.partitionKeyName().ifPresent(names::add);
            rule.sortKeyName().ifPresent(names::add);
            return names;
        }
        if (table.primaryKey().size() != 1) {
            problem("mapping-parameters.partition-key-name is missing and %s has no primary key of one column"
                    .formatted(table.qualifiedName()));
            return List.of();
        }
        return table.primaryKey();
    }

    private Optional<ScalarAttributeType> keyType(String name) {
        AttributeTemplate template = rule.attributes().get(name);
        if (template != null) {
            return mappedKeyType(name, template);
        }
        Optional<Column> column = table.column(name).filter(candidate -> isCopied(name) && !rule.asDocument());
        if (column.isEmpty()) {
            problem("no attribute mapping writes key attribute '%s', nor is it the name of a column that is copied"
                    .formatted(name));
            return Optional.empty();
        }
        return switch (column.get().type()) {
            case STRING -> Optional.of(ScalarAttributeType.S);
            case NUMBER -> Optional.of(ScalarAttributeType.N);
            case BOOLEAN -> {
                problem("key attribute '%s' is boolean; it must be a string or a number".formatted(name));
                yield Optional.empty();
            }
            case UNSUPPORTED -> Optional.empty(); // reported with the other columns
        };
    }

    private Optional<ScalarAttributeType> mappedKeyType(String name, AttributeTemplate template) {
        if (template instanceof Scalar scalar && scalar.type() != ScalarType.BOOLEAN) {
            return Optional.of(scalar.type() == ScalarType.NUMBER ? ScalarAttributeType.N : ScalarAttributeType.S);
        }
        problem("key attribute '%s' must be of attribute-type scalar, a string or a number".formatted(name));
        return Optional.empty();
    }

    private void problem(String problem) {
        problems.add("rule-id " + rule.id() + ": " + problem);
    }
}
