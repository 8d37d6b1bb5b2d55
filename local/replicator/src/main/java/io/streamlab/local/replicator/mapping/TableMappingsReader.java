package io.streamlab.local.replicator.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.local.replicator.mapping.AttributeTemplate.Elements;
import io.streamlab.local.replicator.mapping.AttributeTemplate.Members;
import io.streamlab.local.replicator.mapping.AttributeTemplate.Scalar;
import io.streamlab.local.replicator.mapping.AttributeTemplate.ScalarType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a table-mapping file, and refuses what the replicator would not obey. */
final class TableMappingsReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private TableMappingsReader() {}

    static TableMappings read(Path file) throws IOException, InvalidTableMappingsException {
        JsonNode json = parse(file);
        Problems problems = new Problems();
        TableMappingsSchema.check(json, problems);
        checkDifferences(json.path("rules"), problems);
        problems.throwIfAny();
        List<SelectionRule> selections = new ArrayList<>();
        List<ObjectMappingRule> mappings = new ArrayList<>();
        for (JsonNode rule : json.path("rules")) {
            try {
                if (text(rule, "rule-type").equals("selection")) {
                    selections.add(selection(rule));
                } else {
                    mappings.add(objectMapping(rule));
                }
            } catch (IllegalArgumentException e) {
                problems.add(TableMappingsSchema.nameOf(rule) + ": object-locator " + e.getMessage());
            }
        }
        problems.throwIfAny();
        return new TableMappings(selections, mappings);
    }

    private static JsonNode parse(Path file) throws IOException, InvalidTableMappingsException {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new InvalidTableMappingsException(List.of("not JSON: " + e.getOriginalMessage() + " (line "
                    + e.getLocation().getLineNr() + ")"));
        }
    }

    /** Checks which values differ, which a JSON Schema cannot. The rules may violate the schema. */
    private static void checkDifferences(JsonNode rules, Problems problems) {
        Set<String> seen = new HashSet<>();
        for (JsonNode rule : rules) {
            String place = TableMappingsSchema.nameOf(rule) + ": ";
            checkUnique("rule-id", rule, place, seen, problems);
            checkUnique("rule-name", rule, place, seen, problems);
            JsonNode parameters = rule.path("mapping-parameters");
            String sortKey = parameters.path("sort-key-name").asText();
            if (!sortKey.isEmpty()
                    && sortKey.equals(parameters.path("partition-key-name").asText())) {
                problems.add(place + "mapping-parameters.sort-key-name '" + sortKey + "' is the partition key already");
            }
            Set<String> seenInRule = new HashSet<>();
            JsonNode attributes = parameters.path("attribute-mappings");
            for (int i = 0; i < attributes.size(); i++) {
                String path = place + "mapping-parameters.attribute-mappings[" + i + "].";
                checkUnique("target-attribute-name", attributes.path(i), path, seenInRule, problems);
            }
        }
    }

    private static void checkUnique(String field, JsonNode object, String place, Set<String> seen, Problems problems) {
        String text = object.path(field).asText();
        if (!text.isEmpty() && !seen.add(field + " '" + text + "'")) {
            problems.add(place + field + " '" + text + "' is not unique");
        }
    }

    private static SelectionRule selection(JsonNode rule) {
        String action = text(rule, "rule-action");
        return new SelectionRule(
                text(rule, "rule-id"), action.equals("exclude"), locator(rule, action.equals("explicit")));
    }

    private static ObjectMappingRule objectMapping(JsonNode rule) {
        JsonNode parameters = rule.path("mapping-parameters");
        Map<String, AttributeTemplate> attributes = new LinkedHashMap<>();
        for (JsonNode attribute : parameters.path("attribute-mappings")) {
            attributes.put(text(attribute, "target-attribute-name"), template(attribute));
        }
        return new ObjectMappingRule(
                text(rule, "rule-id"),
                text(rule, "rule-action").equals("map-record-to-document"),
                locator(rule, false),
                text(rule, "target-table-name"),
                Optional.ofNullable(text(parameters, "partition-key-name")),
                Optional.ofNullable(text(parameters, "sort-key-name")),
                parameters
                        .path("exclude-columns")
                        .valueStream()
                        .map(JsonNode::textValue)
                        .collect(Collectors.toSet()),
                attributes);
    }

    private static ObjectLocator locator(JsonNode rule, boolean isLiteral) {
        JsonNode locator = rule.path("object-locator");
        String schema = text(locator, "schema-name");
        String table = text(locator, "table-name");
        return isLiteral
                ? new ObjectLocator(NamePattern.literal(schema), NamePattern.literal(table))
                : new ObjectLocator(NamePattern.withWildcards(schema), NamePattern.withWildcards(table));
    }

    private static AttributeTemplate template(JsonNode attribute) {
        JsonNode value = attribute.path("value");
        return switch (text(attribute, "attribute-sub-type")) {
            case "string" -> scalar(ScalarType.STRING, value);
            case "number" -> scalar(ScalarType.NUMBER, value);
            case "boolean" -> scalar(ScalarType.BOOLEAN, value);
            default -> document(value);
        };
    }

    /** Reads DynamoDB's own JSON, {@code {"M": {"Home": {"S": "${HomeAddress}"}}}}, with templates in its leaves. */
    private static AttributeTemplate document(JsonNode value) {
        Map.Entry<String, JsonNode> typed = value.properties().iterator().next();
        JsonNode content = typed.getValue();
        return switch (typed.getKey()) {
            case "M" -> {
                Map<String, AttributeTemplate> members = new LinkedHashMap<>();
                content.properties().forEach(member -> members.put(member.getKey(), document(member.getValue())));
                yield new Members(members);
            }
            case "L" ->
                new Elements(
                        content.valueStream().map(TableMappingsReader::document).toList());
            case "N" -> scalar(ScalarType.NUMBER, content);
            case "BOOL" -> scalar(ScalarType.BOOLEAN, content);
            default -> scalar(ScalarType.STRING, content);
        };
    }

    private static Scalar scalar(ScalarType type, JsonNode text) {
        return new Scalar(type, TextTemplate.parse(text.textValue()));
    }

    private static String text(JsonNode object, String field) {
        return object.path(field).textValue();
    }
}
