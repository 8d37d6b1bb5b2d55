package io.streamlab.local.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GlueApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SettableClock clock = new SettableClock();
    private final GlueApi api = new GlueApi(new Catalog(clock));

    @BeforeEach
    void createDatabase() {
        clock.now = Instant.parse("2026-01-02T03:04:05.678Z");
        call("CreateDatabase", "{'DatabaseInput': {'Name': 'orders', 'Description': 'all of them'}}");
    }

    @Test
    void databaseComesBackWithWhatTheServiceAdds() {
        JsonNode database = call("GetDatabase", "{'Name': 'orders'}");
        assertThat(database)
                .isEqualTo(
                        json(
                                """
                                {'Database': {'Name': 'orders', 'Description': 'all of them',
                                  'CreateTime': 1767323045.678, 'CatalogId': '000000000000'}}
                                """));
    }

    @Test
    void databaseIsCreatedOnce() {
        assertThatGlueRefuses("CreateDatabase", "{'DatabaseInput': {'Name': 'Orders'}}", "AlreadyExistsException")
                .hasMessage("Database already exists.");
    }

    @Test
    void databasesAreListedByNameAndInPages() {
        call("CreateDatabase", "{'DatabaseInput': {'Name': 'b'}}");
        call("CreateDatabase", "{'DatabaseInput': {'Name': 'a'}}");
        JsonNode first = call("GetDatabases", "{'MaxResults': 2}");
        JsonNode second = call(
                "GetDatabases",
                "{'MaxResults': 2, 'NextToken': '" + first.get("NextToken").asText() + "'}");
        assertThat(names(first.get("DatabaseList"))).containsExactly("a", "b");
        assertThat(names(second.get("DatabaseList"))).containsExactly("orders");
        assertThat(second.has("NextToken")).isFalse();
    }

    @Test
    void databaseIsUpdatedButNotRenamed() {
        clock.now = clock.now.plusSeconds(60);
        call("UpdateDatabase", "{'Name': 'orders', 'DatabaseInput': {'Name': 'orders', 'LocationUri': 's3://b/o'}}");
        JsonNode database = call("GetDatabase", "{'Name': 'orders'}").get("Database");
        assertThat(database.get("LocationUri").asText()).isEqualTo("s3://b/o");
        assertThat(database.has("Description")).isFalse();
        assertThat(database.get("CreateTime").asDouble()).isEqualTo(1767323045.678);
        assertThatGlueRefuses(
                        "UpdateDatabase",
                        "{'Name': 'orders', 'DatabaseInput': {'Name': 'other'}}",
                        "InvalidInputException")
                .hasMessage("A database cannot be renamed.");
    }

    @Test
    void updateOfADatabaseKeepsItsTables() {
        createTable("t");
        call("UpdateDatabase", "{'Name': 'orders', 'DatabaseInput': {'Name': 'orders'}}");
        assertThat(call("GetTable", "{'DatabaseName': 'orders', 'Name': 't'}").has("Table"))
                .isTrue();
    }

    @Test
    void deletedDatabaseTakesItsTablesWithIt() {
        createTable("t");
        call("DeleteDatabase", "{'Name': 'orders'}");
        call("CreateDatabase", "{'DatabaseInput': {'Name': 'orders'}}");
        assertThat(call("GetTables", "{'DatabaseName': 'orders'}").get("TableList"))
                .isEmpty();
    }

    @Test
    void missingDatabaseIsNamed() {
        String message = "Database nope not found.";
        assertThatGlueRefuses("GetDatabase", "{'Name': 'nope'}", "EntityNotFoundException")
                .hasMessage(message);
        assertThatGlueRefuses("DeleteDatabase", "{'Name': 'nope'}", "EntityNotFoundException")
                .hasMessage(message);
        assertThatGlueRefuses("GetTables", "{'DatabaseName': 'nope'}", "EntityNotFoundException")
                .hasMessage(message);
        assertThatGlueRefuses("GetTable", "{'DatabaseName': 'nope', 'Name': 't'}", "EntityNotFoundException")
                .hasMessage(message);
    }

    @Test
    void tableComesBackAsItWasGivenWithWhatTheServiceAdds() {
        call(
                "CreateTable",
                """
                {'DatabaseName': 'Orders', 'TableInput': {
                  'Name': 'Source',
                  'TableType': 'EXTERNAL_TABLE',
                  'StorageDescriptor': {
                    'Columns': [{'Name': 'uuid', 'Type': 'string'}, {'Name': 'units', 'Type': 'int'}],
                    'Parameters': {'typeOfData': 'kinesis', 'streamName': 'my_stream'}},
                  'Parameters': {'classification': 'json'}}}
                """);
        assertThat(call("GetTable", "{'DatabaseName': 'orders', 'Name': 'source'}"))
                .isEqualTo(
                        json(
                                """
                                {'Table': {
                                  'Name': 'source',
                                  'TableType': 'EXTERNAL_TABLE',
                                  'StorageDescriptor': {
                                    'Columns': [{'Name': 'uuid', 'Type': 'string'}, {'Name': 'units', 'Type': 'int'}],
                                    'Parameters': {'typeOfData': 'kinesis', 'streamName': 'my_stream'}},
                                  'Parameters': {'classification': 'json'},
                                  'DatabaseName': 'orders',
                                  'CreateTime': 1767323045.678,
                                  'UpdateTime': 1767323045.678,
                                  'Retention': 0,
                                  'CreatedBy': 'arn:aws:iam::000000000000:user/local',
                                  'IsRegisteredWithLakeFormation': false,
                                  'CatalogId': '000000000000',
                                  'VersionId': '0'}}
                                """));
    }

    @Test
    void namesAreFoldedToLowerCase() {
        createTable("MixedCase");
        JsonNode table = call("GetTable", "{'DatabaseName': 'ORDERS', 'Name': 'mixedCASE'}");
        assertThat(table.at("/Table/Name").asText()).isEqualTo("mixedcase");
    }

    @Test
    void tableIsCreatedOnce() {
        createTable("t");
        assertThatGlueRefuses(
                        "CreateTable",
                        "{'DatabaseName': 'orders', 'TableInput': {'Name': 'T'}}",
                        "AlreadyExistsException")
                .hasMessage("Table already exists.");
    }

    @Test
    void updateReplacesTheTableAndCountsItsVersion() {
        call(
                "CreateTable",
                "{'DatabaseName': 'orders', 'TableInput': {'Name': 't', 'Description': 'old', 'Retention': 7}}");
        clock.now = clock.now.plusSeconds(60);
        call("UpdateTable", "{'DatabaseName': 'orders', 'TableInput': {'Name': 't', 'Owner': 'me'}}");
        JsonNode table =
                call("GetTable", "{'DatabaseName': 'orders', 'Name': 't'}").get("Table");
        assertThat(table.has("Description")).isFalse();
        assertThat(table.get("Owner").asText()).isEqualTo("me");
        assertThat(table.get("Retention").asInt()).isZero();
        assertThat(table.get("CreateTime").asDouble()).isEqualTo(1767323045.678);
        assertThat(table.get("UpdateTime").asDouble()).isEqualTo(1767323105.678);
        assertThat(table.get("VersionId").asText()).isEqualTo("1");
    }

    @Test
    void deletedTableIsGone() {
        createTable("t");
        call("DeleteTable", "{'DatabaseName': 'orders', 'Name': 't'}");
        String message = "Table t not found.";
        assertThatGlueRefuses("GetTable", "{'DatabaseName': 'orders', 'Name': 't'}", "EntityNotFoundException")
                .hasMessage(message);
        assertThatGlueRefuses("DeleteTable", "{'DatabaseName': 'orders', 'Name': 't'}", "EntityNotFoundException")
                .hasMessage(message);
        assertThatGlueRefuses(
                        "UpdateTable",
                        "{'DatabaseName': 'orders', 'TableInput': {'Name': 't'}}",
                        "EntityNotFoundException")
                .hasMessage(message);
    }

    @Test
    void tablesAreListedByNameInPagesAndByPattern() {
        List.of("stream_b", "other", "stream_a").forEach(this::createTable);
        JsonNode first = call("GetTables", "{'DatabaseName': 'orders', 'MaxResults': 2}");
        JsonNode matching = call("GetTables", "{'DatabaseName': 'orders', 'Expression': 'stream_.*'}");
        assertThat(names(first.get("TableList"))).containsExactly("other", "stream_a");
        assertThat(first.has("NextToken")).isTrue();
        assertThat(names(matching.get("TableList"))).containsExactly("stream_a", "stream_b");
    }

    @Test
    void expressionThatIsNoPatternIsRefused() {
        assertThatGlueRefuses("GetTables", "{'DatabaseName': 'orders', 'Expression': '('}", "InvalidInputException")
                .hasMessage("Expression ( is not a pattern: Unclosed group");
    }

    @Test
    void missingMembersAreNamed() {
        assertThatGlueRefuses("GetTable", "{'Name': 't'}", "InvalidInputException")
                .hasMessage("1 validation error detected: Value null at 'databaseName' failed to satisfy constraint:"
                        + " Member must not be null");
        assertThatGlueRefuses("CreateTable", "{'DatabaseName': 'orders'}", "InvalidInputException")
                .hasMessageContaining("'tableInput'");
        assertThatGlueRefuses("CreateTable", "{'DatabaseName': 'orders', 'TableInput': {}}", "InvalidInputException")
                .hasMessageContaining("'tableInput.name'");
    }

    @Test
    void unknownOperationNamesTheKnownOnes() {
        assertThatGlueRefuses("GetCrawlers", "{}", "UnknownOperationException")
                .hasMessage("The local Glue Data Catalog does not know the operation GetCrawlers; it knows"
                        + " CreateDatabase, CreateTable, DeleteDatabase, DeleteTable, GetDatabase, GetDatabases,"
                        + " GetTable, GetTables, UpdateDatabase, UpdateTable.");
    }

    @Test
    void requestThatIsNoJsonObjectIsRefused() {
        assertThatThrownBy(() -> api.call("GetTables", "{"))
                .hasMessageStartingWith("The request is not JSON: ")
                .satisfies(e -> assertThat(((GlueException) e).type()).isEqualTo("SerializationException"));
        assertThatThrownBy(() -> api.call("GetTables", "[]")).hasMessage("The request is not a JSON object.");
    }

    private void createTable(String name) {
        call("CreateTable", "{'DatabaseName': 'orders', 'TableInput': {'Name': '" + name + "'}}");
    }

    private JsonNode call(String operation, String request) {
        return json(api.call(operation, doubleQuoted(request)).toString());
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertThatGlueRefuses(
            String operation, String request, String type) {
        return assertThatThrownBy(() -> call(operation, request))
                .isInstanceOfSatisfying(
                        GlueException.class, e -> assertThat(e.type()).isEqualTo(type));
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(item -> names.add(item.get("Name").asText()));
        return names;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(doubleQuoted(text));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String doubleQuoted(String text) {
        return text.replace('\'', '"');
    }

    private static final class SettableClock extends Clock {

        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
