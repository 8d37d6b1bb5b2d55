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
    private static final int MOST_VERSIONS = 4;

    private final SettableClock clock = new SettableClock();
    private final GlueApi api = new GlueApi(new Catalog(clock, MOST_VERSIONS));

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
    void anUpdateKeepsTheVersionBefore() {
        createTable("t");
        update("one");
        update("two");
        JsonNode versions = call("GetTableVersions", "{'DatabaseName': 'orders', 'TableName': 't'}")
                .get("TableVersions");
        assertThat(versions.findValuesAsText("VersionId").stream().distinct()).containsExactly("2", "1", "0");
        assertThat(versions.at("/0/Table/Owner").asText()).isEqualTo("two");
        assertThat(versions.at("/1/Table/Owner").asText()).isEqualTo("one");
        assertThat(versions.at("/2/Table").has("Owner")).isFalse();
    }

    @Test
    void anUpdateThatSkipsTheArchiveLeavesNoVersion() {
        createTable("t");
        call(
                "UpdateTable",
                "{'DatabaseName': 'orders', 'TableInput': {'Name': 't', 'Owner': 'me'}, 'SkipArchive': true}");
        assertThat(versions()).containsExactly("1");
    }

    @Test
    void aTableWithTooManyVersionsCannotBeUpdatedUntilSomeAreDeleted() {
        createTable("t");
        for (int version = 1; version < MOST_VERSIONS; version++) {
            update("me");
        }
        assertThatGlueRefuses(
                        "UpdateTable",
                        "{'DatabaseName': 'orders', 'TableInput': {'Name': 't'}}",
                        "ResourceNumberLimitExceededException")
                .hasMessage("The table orders.t has 4 versions, and may have no more.");
        assertThat(versions()).containsExactly("3", "2", "1", "0");

        JsonNode answer = call(
                "BatchDeleteTableVersion",
                "{'DatabaseName': 'orders', 'TableName': 't', 'VersionIds': ['0', '7', '3', '1']}");
        assertThat(answer.at("/Errors/0/VersionId").asText()).isEqualTo("7");
        assertThat(answer.at("/Errors/0/ErrorDetail/ErrorCode").asText()).isEqualTo("EntityNotFoundException");
        assertThat(answer.at("/Errors/1/VersionId").asText())
                .as("the current one")
                .isEqualTo("3");
        update("me");
        call("DeleteTableVersion", "{'DatabaseName': 'orders', 'TableName': 't', 'VersionId': '2'}");
        assertThat(versions()).containsExactly("4", "3");
    }

    @Test
    void partitionsAreKeptByTheirValues() {
        call(
                "CreateTable",
                "{'DatabaseName': 'orders', 'TableInput': {'Name': 't', 'PartitionKeys': [{'Name': 'day'}]}}");
        JsonNode created = call(
                "BatchCreatePartition",
                "{'DatabaseName': 'orders', 'TableName': 't', 'PartitionInputList': [{'Values': ['1']}, {'Values': ['2']}, {'Values': ['1']}]}");
        assertThat(created.get("Errors")).hasSize(1);
        assertThat(created.at("/Errors/0/ErrorDetail/ErrorCode").asText()).isEqualTo("AlreadyExistsException");
        call("CreatePartition", "{'DatabaseName': 'orders', 'TableName': 't', 'PartitionInput': {'Values': ['3']}}");
        call(
                "UpdatePartition",
                "{'DatabaseName': 'orders', 'TableName': 't', 'PartitionValueList': ['2'], 'PartitionInput': {'Values': ['2'], 'Parameters': {'a': 'b'}}}");
        call("DeletePartition", "{'DatabaseName': 'orders', 'TableName': 't', 'PartitionValues': ['3']}");

        JsonNode partitions = call("GetPartitions", "{'DatabaseName': 'orders', 'TableName': 't'}")
                .get("Partitions");
        assertThat(partitions).hasSize(2);
        assertThat(partitions.at("/0/Values/0").asText()).isEqualTo("1");
        assertThat(call("GetPartition", "{'DatabaseName': 'orders', 'TableName': 't', 'PartitionValues': ['2']}")
                        .at("/Partition/Parameters/a")
                        .asText())
                .isEqualTo("b");
        assertThatGlueRefuses(
                        "GetPartition",
                        "{'DatabaseName': 'orders', 'TableName': 't', 'PartitionValues': ['3']}",
                        "EntityNotFoundException")
                .hasMessage("Cannot find partition.");
        assertThatGlueRefuses(
                "CreatePartition",
                "{'DatabaseName': 'orders', 'TableName': 't', 'PartitionInput': {'Values': ['1', '2']}}",
                "InvalidInputException");
        assertThat(versions()).as("a partition is no version of its table").containsExactly("0");
    }

    @Test
    void partitionsComeInTheSegmentsThatAreAskedFor() {
        call(
                "CreateTable",
                "{'DatabaseName': 'orders', 'TableInput': {'Name': 't', 'PartitionKeys': [{'Name': 'day'}]}}");
        List<String> found = new ArrayList<>();
        for (String day : List.of("1", "2", "3")) {
            call(
                    "CreatePartition",
                    "{'DatabaseName': 'orders', 'TableName': 't', 'PartitionInput': {'Values': ['" + day + "']}}");
        }
        for (int segment = 0; segment < 2; segment++) {
            call(
                            "GetPartitions",
                            "{'DatabaseName': 'orders', 'TableName': 't', 'Segment': {'SegmentNumber': " + segment
                                    + ", 'TotalSegments': 2}}")
                    .get("Partitions")
                    .forEach(partition -> found.add(partition.at("/Values/0").asText()));
        }
        assertThat(found).containsExactlyInAnyOrder("1", "2", "3");
    }

    private void update(String owner) {
        call("UpdateTable", "{'DatabaseName': 'orders', 'TableInput': {'Name': 't', 'Owner': '" + owner + "'}}");
    }

    private List<String> versions() {
        List<String> versions = new ArrayList<>();
        call("GetTableVersions", "{'DatabaseName': 'orders', 'TableName': 't'}")
                .get("TableVersions")
                .forEach(version -> versions.add(version.get("VersionId").asText()));
        return versions;
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
                        + " BatchCreatePartition, BatchDeletePartition, BatchDeleteTableVersion, BatchUpdatePartition,"
                        + " CreateDatabase, CreatePartition, CreateTable, DeleteDatabase, DeletePartition, DeleteTable,"
                        + " DeleteTableVersion, GetDatabase, GetDatabases, GetPartition, GetPartitions, GetTable,"
                        + " GetTableVersions, GetTables, UpdateDatabase, UpdatePartition, UpdateTable.");
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
