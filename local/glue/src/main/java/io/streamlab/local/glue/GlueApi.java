package io.streamlab.local.glue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The service's operations: each takes the request's JSON and gives the response's. Knows nothing of HTTP. */
final class GlueApi {

    private static final ObjectMapper JSON = new ObjectMapper();

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
        catalog.updateTable(text(request, "DatabaseName"), object(request, "TableInput"));
        return nothing();
    }

    private ObjectNode deleteTable(ObjectNode request) {
        catalog.deleteTable(text(request, "DatabaseName"), text(request, "Name"));
        return nothing();
    }

    private static ObjectNode nothing() {
        return JSON.createObjectNode();
    }

    private static ObjectNode page(String member, List<ObjectNode> all, ObjectNode request) {
        Integer maxResults =
                request.hasNonNull("MaxResults") ? request.get("MaxResults").asInt() : null;
        String token = request.hasNonNull("NextToken") ? text(request, "NextToken") : null;
        Page<ObjectNode> page = Page.of(all, token, maxResults);
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
