package io.streamlab.local.replicator.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamlab.local.replicator.mapping.AttributeTemplate.Elements;
import io.streamlab.local.replicator.mapping.AttributeTemplate.Members;
import io.streamlab.local.replicator.mapping.AttributeTemplate.Scalar;
import io.streamlab.local.replicator.mapping.AttributeTemplate.ScalarType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the value of an attribute mapping: text for a scalar; for a document DynamoDB's own JSON, {@code {"M": {"Home":
 * {"S": "${HomeAddress}"}}}}, with templates in the leaves.
 */
final class AttributeTemplateReader {

    private static final Map<String, ScalarType> SCALAR_SUB_TYPES =
            Map.of("string", ScalarType.STRING, "number", ScalarType.NUMBER, "boolean", ScalarType.BOOLEAN);
    private static final Map<String, ScalarType> LEAVES =
            Map.of("S", ScalarType.STRING, "N", ScalarType.NUMBER, "BOOL", ScalarType.BOOLEAN);

    private AttributeTemplateReader() {}

    /** Reads a mapping; adds what is wrong to its problems and then returns something empty. */
    static AttributeTemplate read(JsonFields mapping) {
        return switch (mapping.oneOf("attribute-type", List.of("scalar", "document"))) {
            case "scalar" -> scalar(mapping);
            case "document" -> document(mapping);
            default -> nothing();
        };
    }

    private static AttributeTemplate scalar(JsonFields mapping) {
        String subType = mapping.oneOf("attribute-sub-type", List.of("string", "number", "boolean"));
        String text = mapping.text("value");
        if (subType.isEmpty()) {
            return nothing();
        }
        try {
            return new Scalar(SCALAR_SUB_TYPES.get(subType), TextTemplate.parse(text));
        } catch (IllegalArgumentException e) {
            mapping.problem("value", e.getMessage());
            return nothing();
        }
    }

    private static AttributeTemplate document(JsonFields mapping) {
        String root =
                switch (mapping.oneOf("attribute-sub-type", List.of("dynamodb-map", "dynamodb-list"))) {
                    case "dynamodb-map" -> "M";
                    case "dynamodb-list" -> "L";
                    default -> "";
                };
        if (root.isEmpty()) {
            return nothing();
        }
        JsonNode value = mapping.node("value");
        if (!value.has(root)) {
            mapping.problem("value", "must be an object with '" + root + "'");
            return nothing();
        }
        try {
            return template(value);
        } catch (IllegalArgumentException e) {
            mapping.problem("value", e.getMessage());
            return nothing();
        }
    }

    /** @throws IllegalArgumentException naming the first part that is not DynamoDB JSON as we support it */
    private static AttributeTemplate template(JsonNode value) {
        if (value.size() != 1 || !value.isObject()) {
            throw new IllegalArgumentException("has " + value + " where an object with one type is needed");
        }
        String type = value.fieldNames().next();
        JsonNode content = value.get(type);
        if (type.equals("M") && content.isObject()) {
            Map<String, AttributeTemplate> members = new LinkedHashMap<>();
            content.properties().forEach(member -> members.put(member.getKey(), template(member.getValue())));
            return new Members(members);
        }
        if (type.equals("L") && content.isArray()) {
            List<AttributeTemplate> elements = new ArrayList<>();
            content.forEach(element -> elements.add(template(element)));
            return new Elements(elements);
        }
        if (LEAVES.containsKey(type) && content.isTextual()) {
            return new Scalar(LEAVES.get(type), TextTemplate.parse(content.textValue()));
        }
        throw new IllegalArgumentException(
                "has " + value + "; supported: M with an object, L with a list, S, N and BOOL with text");
    }

    private static AttributeTemplate nothing() {
        return new Elements(List.of());
    }
}
