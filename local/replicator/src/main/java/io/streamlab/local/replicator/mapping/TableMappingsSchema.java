package io.streamlab.local.replicator.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The JSON Schema of a table-mapping file, {@code dms-table-mappings.schema.json}. Each pattern and limit in the schema
 * has a description that words the rule for the user.
 */
final class TableMappingsSchema {

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                    TableMappingsSchema.class.getResourceAsStream("dms-table-mappings.schema.json"), InputFormat.JSON);

    private TableMappingsSchema() {}

    /** Returns the name of a rule in problems: {@code rule-id 2}. */
    static String nameOf(JsonNode rule) {
        return "rule-id " + rule.path("rule-id").asText("?");
    }

    /** Adds each violation to the problems: the rule, the path within the rule, the value, and what is supported. */
    static void check(JsonNode file, Problems problems) {
        for (Error error : SCHEMA.validate(file)) {
            problems.add(place(file, error) + " " + violation(error));
        }
    }

    private static String place(JsonNode file, Error error) {
        NodePath location = error.getInstanceLocation();
        boolean isInRule = location.getNameCount() > 1;
        StringBuilder path = new StringBuilder();
        for (int i = isInRule ? 2 : 0; i < location.getNameCount(); i++) {
            Object step = location.getElement(i);
            path.append(step instanceof Integer ? "[" + step + "]" : "." + step);
        }
        if (error.getProperty() != null) {
            path.append('.').append(error.getProperty());
        }
        String start = isInRule ? nameOf(file.path("rules").path((Integer) location.getElement(1))) : "the file";
        return path.isEmpty() ? start + ":" : start + ": " + path.substring(1);
    }

    private static String violation(Error error) {
        JsonNode expected = error.getSchemaNode();
        JsonNode schema = SCHEMA.getSchemaNode()
                .at(error.getSchemaLocation().getFragment().getParent().toString());
        JsonNode node = error.getInstanceNode();
        String value = node.isTextual() ? "'" + node.textValue() + "'" : node.toString();
        return switch (error.getKeyword()) {
            case "required" -> "is missing";
            case "dependentRequired" -> "needs a " + error.getArguments()[0];
            case "additionalProperties" ->
                "is not supported here; supported: "
                        + list(schema.path("properties").propertyStream().map(Map.Entry::getKey));
            case "enum" ->
                "is " + value + "; supported: " + list(expected.valueStream().map(JsonNode::asText));
            case "type" -> "must be of type " + expected.textValue() + ", but is " + value;
            case "contains", "minContains" -> schema.path("description").textValue();
            default -> schema.path("description").textValue() + ", but is " + value;
        };
    }

    private static String list(Stream<String> words) {
        return words.collect(Collectors.joining(", "));
    }
}
