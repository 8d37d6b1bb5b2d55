package io.streamlab.join.lookup;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import io.streamlab.join.config.JoinColumn;
import io.streamlab.join.config.LookupConfig;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** The key by which the items of given join values are read: the table's own, a part of it, or that of an index. */
final class LookupKey implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Null for the table's own key. */
    private final String index;

    private final boolean findsOneItem;
    private final boolean consistent;
    /** The partition key first. */
    private final ArrayList<KeyAttribute> attributes;

    private LookupKey(String index, boolean findsOneItem, boolean consistent, List<KeyAttribute> attributes) {
        this.index = index;
        this.findsOneItem = findsOneItem;
        this.consistent = consistent;
        this.attributes = new ArrayList<>(attributes);
    }

    /**
     * Returns the key that the join columns make up.
     *
     * @throws ReferenceTableException when they make up no key, with the way out
     */
    static LookupKey of(LookupConfig lookup, TableDescription table) {
        Optional<String> named = lookup.index();
        List<KeySchemaElement> schema = table.keySchema();
        boolean isGlobal = false;
        if (named.isPresent()) {
            Optional<LocalSecondaryIndexDescription> local = table.localSecondaryIndexes().stream()
                    .filter(index -> index.indexName().equals(named.get()))
                    .findFirst();
            Optional<GlobalSecondaryIndexDescription> global = table.globalSecondaryIndexes().stream()
                    .filter(index -> index.indexName().equals(named.get()))
                    .findFirst();
            if (!local.isPresent() && !global.isPresent()) {
                throw refused(
                        lookup, "it has no index '" + named.get() + "' (--lookup_index); it has " + indexesOf(table));
            }
            isGlobal = global.isPresent();
            schema = isGlobal ? global.get().keySchema() : local.get().keySchema();
            global.ifPresent(index -> requireUsable(lookup, table, index));
        }
        Set<String> joined = new HashSet<>();
        lookup.joinColumns().stream().map(JoinColumn::referenceAttribute).forEach(joined::add);
        if (joined.size() != lookup.joinColumns().size()) {
            throw refused(lookup, "--join_columns compares one attribute with several columns, which no key can do");
        }
        String partition = nameOf(schema, KeyType.HASH).orElseThrow(IllegalStateException::new);
        Optional<String> sort = nameOf(schema, KeyType.RANGE);
        Set<String> whole = new HashSet<>(Collections.singleton(partition));
        sort.ifPresent(whole::add);
        boolean isWhole = joined.equals(whole);
        if (!isWhole && !joined.equals(Collections.singleton(partition))) {
            throw refused(
                    lookup,
                    "the join attributes " + joined + " are not the key of "
                            + named.map(name -> "its index '" + name + "'").orElse("the table") + ", which is " + whole
                            + ": join on the partition key '" + partition
                            + "', alone or with the sort key; or name an index "
                            + "with --lookup_index (it has " + indexesOf(table) + ")");
        }
        Map<String, ScalarAttributeType> types = table.attributeDefinitions().stream()
                .collect(toMap(AttributeDefinition::attributeName, AttributeDefinition::attributeType));
        List<KeyAttribute> attributes = new ArrayList<>();
        attributes.add(KeyAttribute.ofPartitionKey(partition, types.get(partition)));
        sort.filter(joined::contains).ifPresent(name -> attributes.add(KeyAttribute.ofSortKey(name, types.get(name))));
        for (KeyAttribute attribute : attributes) {
            attribute
                    .problemWith(lookup.schema().apply(attribute.name()).dataType())
                    .ifPresent(problem -> {
                        throw refused(lookup, problem + ": correct --lookup_schema");
                    });
        }
        return new LookupKey(named.orElse(null), !named.isPresent() && isWhole, !isGlobal, attributes);
    }

    /** A global index has only what is copied into it. A local one takes the rest from the table. */
    private static void requireUsable(
            LookupConfig lookup, TableDescription table, GlobalSecondaryIndexDescription index) {
        if (index.indexStatus() != null && index.indexStatus() != IndexStatus.ACTIVE) {
            throw refused(
                    lookup,
                    "its index '" + index.indexName() + "' is " + index.indexStatus() + ": wait until it is ACTIVE");
        }
        Projection projection = index.projection();
        if (projection == null || projection.projectionType() == ProjectionType.ALL) {
            return;
        }
        Set<String> projected = new HashSet<>(projection.nonKeyAttributes());
        table.keySchema().forEach(key -> projected.add(key.attributeName()));
        index.keySchema().forEach(key -> projected.add(key.attributeName()));
        List<String> missing = Arrays.stream(lookup.schema().fieldNames())
                .filter(name -> !projected.contains(name))
                .collect(toList());
        if (!missing.isEmpty()) {
            throw refused(
                    lookup,
                    "its index '" + index.indexName() + "' does not hold the attributes " + missing
                            + " of --lookup_schema: make an index that projects them");
        }
    }

    private static ReferenceTableException refused(LookupConfig lookup, String problem) {
        return new ReferenceTableException(
                lookup.table(), problem + ". Or read the whole table, with --lookup_mode scan");
    }

    private static String indexesOf(TableDescription table) {
        List<String> names = new ArrayList<>();
        table.globalSecondaryIndexes().forEach(index -> names.add(index.indexName()));
        table.localSecondaryIndexes().forEach(index -> names.add(index.indexName()));
        return names.isEmpty() ? "no index" : names.stream().sorted().collect(joining(", ", "the indexes ", ""));
    }

    private static Optional<String> nameOf(List<KeySchemaElement> schema, KeyType type) {
        return schema.stream()
                .filter(key -> key.keyType() == type)
                .map(KeySchemaElement::attributeName)
                .findFirst();
    }

    /** Returns the index to query; empty for the table itself. */
    Optional<String> index() {
        return Optional.ofNullable(index);
    }

    /** Returns whether the values are the table's whole key, so that BatchGetItem can read their items. */
    boolean findsOneItem() {
        return findsOneItem;
    }

    /** Returns whether reads can be strongly consistent, which those of a global index cannot. */
    boolean isConsistent() {
        return consistent;
    }

    List<KeyAttribute> attributes() {
        return Collections.unmodifiableList(attributes);
    }

    /** Returns the positions of the key's attributes in the columns of {@code lookup_schema}. */
    int[] positionsIn(StructType schema) {
        return attributes.stream()
                .mapToInt(attribute -> schema.fieldIndex(attribute.name()))
                .toArray();
    }

    /** Returns the positions of the join columns, in the order of the key's attributes. */
    int[] positionsIn(List<JoinColumn> joinColumns) {
        return attributes.stream()
                .mapToInt(attribute -> {
                    int position = 0;
                    while (!joinColumns.get(position).referenceAttribute().equals(attribute.name())) {
                        position++;
                    }
                    return position;
                })
                .toArray();
    }

    /**
     * Returns the texts of a row's values, in the order of the key's attributes; null if one of them cannot be in a key.
     *
     * @param positions of the attributes' values in the row
     */
    ArrayList<String> textsOf(Row row, int[] positions) {
        ArrayList<String> texts = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            String text = attributes.get(i).textOf(row.get(positions[i]));
            if (text == null) {
                return null;
            }
            texts.add(text);
        }
        return texts;
    }

    /** Returns the attributes of the key with values, for a request. */
    Map<String, AttributeValue> valuesOf(List<String> texts) {
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            values.put(attributes.get(i).name(), attributes.get(i).valueOf(texts.get(i)));
        }
        return values;
    }
}
