package io.streamlab.local.commands.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.streamlab.local.common.CommandException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Runs a statement on Amazon Athena, by the AWS CLI and in its region. */
final class AthenaQuery {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
    private static final Set<String> NUMBERS =
            Set.of("tinyint", "smallint", "integer", "bigint", "float", "double", "decimal");

    /** Not NaN, not Infinity, not the header. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Waiting for a while, so that tests need not wait. */
    interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    static final Pause SLEEP = duration -> Thread.sleep(duration.toMillis());

    private final AwsCli aws;
    private final Pause pause;
    private final String workgroup;
    private final String database;

    AthenaQuery(AwsCli aws, Pause pause, String workgroup, String database) {
        this.aws = aws;
        this.pause = pause;
        this.workgroup = workgroup;
        this.database = database;
    }

    /** @throws CommandException if the CLI does not work, or the statement fails: with Athena's reason */
    QueryResult run(String statement) throws InterruptedException {
        String id = athena(
                        "start-query-execution",
                        "--query-string",
                        statement,
                        "--work-group",
                        workgroup,
                        "--query-execution-context",
                        "Database=" + database)
                .get("QueryExecutionId")
                .asText();
        JsonNode execution = awaitEnd(id);
        // All pages: the CLI turns them by itself.
        JsonNode results =
                athena("get-query-results", "--query-execution-id", id).get("ResultSet");
        return toResult(results, execution.path("StatementType").asText().equals("DML"));
    }

    private JsonNode awaitEnd(String id) throws InterruptedException {
        while (true) {
            JsonNode execution =
                    athena("get-query-execution", "--query-execution-id", id).get("QueryExecution");
            JsonNode status = execution.get("Status");
            switch (status.get("State").asText()) {
                case "SUCCEEDED":
                    return execution;
                case "FAILED":
                case "CANCELLED":
                    throw new CommandException(status.path("StateChangeReason").asText("the query was cancelled"));
                default:
                    pause.sleep(POLL_INTERVAL);
            }
        }
    }

    private JsonNode athena(String operation, String... options) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("athena", operation));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--output", "json"));
        String output = aws.run(arguments);
        try {
            return MAPPER.readTree(output);
        } catch (JsonProcessingException e) {
            throw new CommandException(
                    "aws athena " + operation + " has answered with something else than JSON: " + output, e);
        }
    }

    /** @param headed whether the first row holds the columns' names, as it does for a SELECT */
    private static QueryResult toResult(JsonNode resultSet, boolean headed) {
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (JsonNode column : resultSet.path("ResultSetMetadata").path("ColumnInfo")) {
            names.add(column.get("Name").asText());
            types.add(column.get("Type").asText());
        }
        List<List<JsonNode>> rows = new ArrayList<>();
        for (JsonNode row : resultSet.path("Rows")) {
            List<JsonNode> values = new ArrayList<>();
            for (JsonNode datum : row.get("Data")) {
                values.add(toJson(datum.get("VarCharValue"), types.get(values.size())));
            }
            rows.add(values);
        }
        return new QueryResult(names, headed && !rows.isEmpty() ? rows.subList(1, rows.size()) : rows);
    }

    /** Athena's answer is all text; the value of a null is left out. */
    private static JsonNode toJson(JsonNode text, String type) {
        if (text == null) {
            return NODES.nullNode();
        }
        if (type.equals("boolean")) {
            return NODES.booleanNode(Boolean.parseBoolean(text.asText()));
        }
        return NUMBERS.contains(type) && NUMBER.matcher(text.asText()).matches()
                ? NODES.numberNode(new BigDecimal(text.asText()))
                : text;
    }
}
