package io.streamlab.local.replicator.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads a table-mapping file strictly: what this module would not obey is a problem, never ignored. */
final class TableMappingsReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Amazon DynamoDB developer guide, "Naming rules". */
    private static final Pattern TARGET_TABLE_NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

    private static final String DOCUMENT_ATTRIBUTE = "_doc";

    private final Problems problems = new Problems();
    private final List<SelectionRule> selections = new ArrayList<>();
    private final List<ObjectMappingRule> mappings = new ArrayList<>();

    private TableMappingsReader() {}

    static TableMappings read(Path file) throws IOException, InvalidTableMappingsException {
        TableMappingsReader reader = new TableMappingsReader();
        reader.readRules(reader.parse(file));
        reader.problems.throwIfAny();
        return new TableMappings(reader.selections, reader.mappings);
    }

    private JsonNode parse(Path file) throws IOException, InvalidTableMappingsException {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new InvalidTableMappingsException(List.of("not JSON: " + e.getOriginalMessage() + " (line "
                    + e.getLocation().getLineNr() + ")"));
        }
    }

    private void readRules(JsonNode file) {
        JsonFields fields = JsonFields.of("the file", file, problems);
        fields.refuseOthersThan("rules");
        if (fields.objects("rules").isEmpty()) {
            problems.add("the file: rules must list at least one rule");
        }
        Set<String> ids = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (JsonNode node : file.path("rules")) {
            readRule(node, ids, names);
        }
        if (selections.isEmpty()) {
            problems.add("the file: no rule of rule-type selection; object mapping needs one");
        }
    }

    private void readRule(JsonNode node, Set<String> ids, Set<String> names) {
        String id = node.path("rule-id").asText();
        JsonFields rule = JsonFields.of("rule-id " + (id.isEmpty() ? "?" : id), node, problems);
        if (!rule.text("rule-id").isEmpty() && !id.chars().allMatch(Character::isDigit)) {
            rule.problem("rule-id", "must be a number in quotes");
        }
        if (!ids.add(id)) {
            rule.problem("rule-id", "is not unique");
        }
        String name = rule.text("rule-name");
        if (!name.isEmpty() && !names.add(name)) {
            rule.problem("rule-name", "'" + name + "' is not unique");
        }
        switch (rule.oneOf("rule-type", List.of("selection", "object-mapping"))) {
            case "selection" -> readSelection(id, rule);
            case "object-mapping" -> readObjectMapping(id, rule);
            default -> {
                // Its fields cannot be judged.
            }
        }
    }

    private void readSelection(String id, JsonFields rule) {
        rule.refuseOthersThan("rule-type", "rule-id", "rule-name", "rule-action", "object-locator", "filters");
        if (!rule.node("filters").isEmpty()) {
            rule.problem("filters", "must be empty: filters are not supported");
        }
        String action = rule.oneOf("rule-action", List.of("include", "exclude", "explicit"));
        ObjectLocator locator =
                locator(rule, action.equals("explicit") ? NamePattern::literal : NamePattern::withWildcards);
        selections.add(new SelectionRule(id, action.equals("exclude"), locator));
    }

    private void readObjectMapping(String id, JsonFields rule) {
        rule.refuseOthersThan(
                "rule-type",
                "rule-id",
                "rule-name",
                "rule-action",
                "object-locator",
                "target-table-name",
                "mapping-parameters");
        boolean asDocument = rule.oneOf("rule-action", List.of("map-record-to-record", "map-record-to-document"))
                .equals("map-record-to-document");
        ObjectLocator locator = locator(rule, NamePattern::withWildcards);
        String target = rule.text("target-table-name");
        if (!target.isEmpty() && !TARGET_TABLE_NAME.matcher(target).matches()) {
            rule.problem(
                    "target-table-name", "'" + target + "' must have 3 to 255 of the characters a-z, A-Z, 0-9, _ . -");
        }
        JsonFields parameters = rule.object("mapping-parameters");
        parameters.refuseOthersThan(
                "partition-key-name", "sort-key-name", "exclude-columns", "attribute-mappings", "apply-during-cdc");
        // The walk-through's file says true. The guide gives the setting a meaning for condition expressions only,
        // which are refused above; what false would leave out is not documented.
        JsonNode applyDuringCdc = parameters.node("apply-during-cdc");
        if (!applyDuringCdc.isMissingNode() && !(applyDuringCdc.isBoolean() && applyDuringCdc.booleanValue())) {
            parameters.problem("apply-during-cdc", "must be true: changes are always applied");
        }
        Optional<String> partitionKey = parameters.optionalText("partition-key-name");
        Optional<String> sortKey = parameters.optionalText("sort-key-name");
        if (sortKey.isPresent() && partitionKey.isEmpty()) {
            parameters.problem("sort-key-name", "needs a partition-key-name");
        }
        if (sortKey.isPresent() && sortKey.equals(partitionKey)) {
            parameters.problem("sort-key-name", "'" + sortKey.get() + "' is the partition key already");
        }
        Set<String> excluded = new LinkedHashSet<>(parameters.texts("exclude-columns"));
        mappings.add(new ObjectMappingRule(
                id, asDocument, locator, target, partitionKey, sortKey, excluded, attributes(parameters, asDocument)));
    }

    private ObjectLocator locator(JsonFields rule, Function<String, NamePattern> pattern) {
        JsonFields locator = rule.object("object-locator");
        locator.refuseOthersThan("schema-name", "table-name", "table-type");
        if (locator.names().contains("table-type")) {
            locator.oneOf("table-type", List.of("table"));
        }
        return new ObjectLocator(name(locator, "schema-name", pattern), name(locator, "table-name", pattern));
    }

    private static NamePattern name(JsonFields locator, String field, Function<String, NamePattern> pattern) {
        String text = locator.text(field);
        try {
            return pattern.apply(text);
        } catch (IllegalArgumentException e) {
            locator.problem(field, e.getMessage());
            return NamePattern.literal(text);
        }
    }

    private static Map<String, AttributeTemplate> attributes(JsonFields parameters, boolean asDocument) {
        Map<String, AttributeTemplate> attributes = new LinkedHashMap<>();
        for (JsonFields mapping : parameters.objects("attribute-mappings")) {
            mapping.refuseOthersThan("target-attribute-name", "attribute-type", "attribute-sub-type", "value");
            String name = mapping.text("target-attribute-name");
            if (asDocument && name.equals(DOCUMENT_ATTRIBUTE)) {
                mapping.problem("target-attribute-name", "must not be _doc: map-record-to-document writes it");
            }
            AttributeTemplate template = AttributeTemplateReader.read(mapping);
            if (attributes.putIfAbsent(name, template) != null) {
                mapping.problem("target-attribute-name", "'" + name + "' is mapped already");
            }
        }
        return attributes;
    }
}
