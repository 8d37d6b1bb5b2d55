package io.streamlab.local.glue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;

/** The service's operations: each takes the request's JSON and gives the response's. Knows nothing of HTTP. */
final class GlueApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The service's limit of MaxResults of GetPartitions. */
    private static final int MOST_PARTITIONS = 1000;

    private final Catalog catalog;
    private final Map<String, Function<ObjectNode, ObjectNode>> operations = new TreeMap<>();

    GlueApi(Catalog catalog) {
        this.catalog = catalog;
        operations.put("CreateDatabase", this::createDatabase);
        operations.put("GetDatabase", this::getDatabase);
        operations.put("GetDatabases", this::getDatabases);
        operations.put("UpdateDatabase", this::updateDatabase);
        operations.put("DeleteDatabase", this::deleteDatabase);
        operations.put("CreateTable", this::createTable);
        operations.put("GetTable", this::getTable);
        operations.put("GetTables", this::getTables);
        operations.put("UpdateTable", this::updateTable);
        operations.put("DeleteTable", this::deleteTable);
        operations.put("GetTableVersions", this::getTableVersions);
        operations.put("DeleteTableVersion", this::deleteTableVersion);
        operations.put("BatchDeleteTableVersion", this::batchDeleteTableVersion);
        operations.put("CreatePartition", this::createPartition);
        operations.put("BatchCreatePartition", this::batchCreatePartition);
        operations.put("GetPartition", this::getPartition);
        operations.put("GetPartitions", this::getPartitions);
        operations.put("UpdatePartition", this::updatePartition);
        operations.put("BatchUpdatePartition", this::batchUpdatePartition);
        operations.put("DeletePartition", this::deletePartition);
        operations.put("BatchDeletePartition", this::batchDeletePartition);
    }

    /**
     * Runs one operation.
     *
     * @param operation for example {@code GetTable}
     * @param request the request's JSON object
     * @return the response's JSON object
     * @throws GlueException whatever is wrong with the request
     */
    ObjectNode call(String operation, String request) {
        Function<ObjectNode, ObjectNode> implementation = operations.get(operation);
        if (implementation == null) {
            throw GlueException.unknownOperation("The local Glue Data Catalog does not know the operation " + operation
                    + "; it knows " + String.join(", ", operations.keySet()) + ".");
        }
        return implementation.apply(parse(request));
    }

    private static ObjectNode parse(String request) {
        try {
            if (JSON.readTree(request) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw GlueException.notJson("The request is not JSON: " + e.getOriginalMessage());
        }
        throw GlueException.notJson("The request is not a JSON object.");
    }

    private ObjectNode createDatabase(ObjectNode request) {
        catalog.createDatabase(object(request, "DatabaseInput"));
        return nothing();
    }

    private ObjectNode getDatabase(ObjectNode request) {
        return nothing().set("Database", catalog.getDatabase(text(request, "Name")));
    }

    private ObjectNode getDatabases(ObjectNode request) {
        return page("DatabaseList", catalog.getDatabases(), request);
    }

    private ObjectNode updateDatabase(ObjectNode request) {
        catalog.updateDatabase(text(request, "Name"), object(request, "DatabaseInput"));
        return nothing();
    }

    private ObjectNode deleteDatabase(ObjectNode request) {
        catalog.deleteDatabase(text(request, "Name"));
        return nothing();
    }

    private ObjectNode createTable(ObjectNode request) {
        catalog.createTable(text(request, "DatabaseName"), object(request, "TableInput"));
        return nothing();
    }

    private ObjectNode getTable(ObjectNode request) {
        return nothing().set("Table", catalog.getTable(text(request, "DatabaseName"), text(request, "Name")));
    }

    private ObjectNode getTables(ObjectNode request) {
        List<ObjectNode> tables = catalog.getTables(text(request, "DatabaseName"));
        if (request.hasNonNull("Expression")) {
            Pattern expression = pattern(text(request, "Expression"));
            tables = tables.stream()
                    .filter(table ->
                            expression.matcher(table.get("Name").textValue()).matches())
                    .toList();
        }
        return page("TableList", tables, request);
    }

    private ObjectNode updateTable(ObjectNode request) {
        catalog.updateTable(
                text(request, "DatabaseName"),
                object(request, "TableInput"),
                request.path("SkipArchive").asBoolean());
        return nothing();
    }

    private ObjectNode deleteTable(ObjectNode request) {
        catalog.deleteTable(text(request, "DatabaseName"), text(request, "Name"));
        return nothing();
    }

    private ObjectNode getTableVersions(ObjectNode request) {
        List<ObjectNode> versions =
                catalog.getTableVersions(text(request, "DatabaseName"), text(request, "TableName")).stream()
                        .map(table -> {
                            ObjectNode version = nothing();
                            version.set("Table", table);
                            version.set("VersionId", table.get("VersionId"));
                            return version;
                        })
                        .toList();
        return page("TableVersions", versions, request);
    }

    private ObjectNode deleteTableVersion(ObjectNode request) {
        catalog.deleteTableVersion(
                text(request, "DatabaseName"), text(request, "TableName"), text(request, "VersionId"));
        return nothing();
    }

    private ObjectNode batchDeleteTableVersion(ObjectNode request) {
        return forEach(request, "VersionIds", (id, error) -> {
            error.set("VersionId", id);
            catalog.deleteTableVersion(text(request, "DatabaseName"), text(request, "TableName"), id.asText());
        });
    }

    private ObjectNode createPartition(ObjectNode request) {
        catalog.createPartition(
                text(request, "DatabaseName"), text(request, "TableName"), object(request, "PartitionInput"));
        return nothing();
    }

    private ObjectNode batchCreatePartition(ObjectNode request) {
        return forEach(request, "PartitionInputList", (input, error) -> {
            error.set("PartitionValues", input.path("Values"));
            catalog.createPartition(text(request, "DatabaseName"), text(request, "TableName"), (ObjectNode) input);
        });
    }

    private ObjectNode getPartition(ObjectNode request) {
        return nothing()
                .set(
                        "Partition",
                        catalog.getPartition(
                                text(request, "DatabaseName"),
                                text(request, "TableName"),
                                texts(request, "PartitionValues")));
    }

    /** Knows no expressions. */
    private ObjectNode getPartitions(ObjectNode request) {
        if (request.hasNonNull("Expression") && !text(request, "Expression").isBlank()) {
            throw GlueException.invalidInput("The local Glue Data Catalog has no expressions over partitions.");
        }
        List<ObjectNode> partitions = catalog.getPartitions(text(request, "DatabaseName"), text(request, "TableName"));
        JsonNode segment = request.path("Segment");
        if (segment.isObject()) {
            int number = segment.path("SegmentNumber").asInt();
            int segments = segment.path("TotalSegments").asInt();
            partitions = IntStream.range(0, partitions.size())
                    .filter(place -> place % segments == number)
                    .mapToObj(partitions::get)
                    .toList();
        }
        return page("Partitions", partitions, request, MOST_PARTITIONS);
    }

    private ObjectNode updatePartition(ObjectNode request) {
        catalog.updatePartition(
                text(request, "DatabaseName"),
                text(request, "TableName"),
                texts(request, "PartitionValueList"),
                object(request, "PartitionInput"));
        return nothing();
    }

    private ObjectNode batchUpdatePartition(ObjectNode request) {
        return forEach(request, "Entries", (entry, error) -> {
            error.set("PartitionValueList", entry.path("PartitionValueList"));
            catalog.updatePartition(
                    text(request, "DatabaseName"),
                    text(request, "TableName"),
                    texts((ObjectNode) entry, "PartitionValueList"),
                    object((ObjectNode) entry, "PartitionInput"));
        });
    }

    private ObjectNode deletePartition(ObjectNode request) {
        catalog.deletePartition(
                text(request, "DatabaseName"), text(request, "TableName"), texts(request, "PartitionValues"));
        return nothing();
    }

    private ObjectNode batchDeletePartition(ObjectNode request) {
        return forEach(request, "PartitionsToDelete", (partition, error) -> {
            error.set("PartitionValues", partition.path("Values"));
            catalog.deletePartition(
                    text(request, "DatabaseName"), text(request, "TableName"), texts((ObjectNode) partition, "Values"));
        });
    }

    /** Does something with each element of a request's list. An element that is refused is named among the errors. */
    private static ObjectNode forEach(ObjectNode request, String member, BiConsumer<JsonNode, ObjectNode> operation) {
        ObjectNode response = nothing();
        ArrayNode errors = response.putArray("Errors");
        for (JsonNode element : request.path(member)) {
            ObjectNode error = nothing();
            try {
                operation.accept(element, error);
            } catch (GlueException e) {
                error.putObject("ErrorDetail").put("ErrorCode", e.type()).put("ErrorMessage", e.getMessage());
                errors.add(error);
            }
        }
        return response;
    }

    private static List<String> texts(ObjectNode request, String member) {
        if (!request.path(member).isArray()) {
            throw missing(member);
        }
        List<String> texts = new ArrayList<>();
        request.path(member).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static ObjectNode nothing() {
        return JSON.createObjectNode();
    }

    private static ObjectNode page(String member, List<ObjectNode> all, ObjectNode request) {
        return page(member, all, request, Page.MAX_RESULTS);
    }

    private static ObjectNode page(String member, List<ObjectNode> all, ObjectNode request, int limit) {
        Integer maxResults =
                request.hasNonNull("MaxResults") ? request.get("MaxResults").asInt() : null;
        String token = request.hasNonNull("NextToken") ? text(request, "NextToken") : null;
        Page<ObjectNode> page = Page.of(all, token, maxResults, limit);
        ObjectNode response = nothing();
        response.putArray(member).addAll(page.items());
        if (page.nextToken() != null) {
            response.put("NextToken", page.nextToken());
        }
        return response;
    }

    private static Pattern pattern(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw GlueException.invalidInput("Expression " + expression + " is not a pattern: " + e.getDescription());
        }
    }

    private static String text(ObjectNode request, String member) {
        JsonNode value = request.path(member);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw missing(member);
        }
        return value.textValue();
    }

    private static ObjectNode object(ObjectNode request, String member) {
        if (request.path(member) instanceof ObjectNode object) {
            return object;
        }
        throw missing(member);
    }

    private static GlueException missing(String member) {
        String javaName = Character.toLowerCase(member.charAt(0)) + member.substring(1);
        return GlueException.invalidInput("1 validation error detected: Value null at '" + javaName
                + "' failed to satisfy constraint: Member must not be null");
    }
}
