package io.streamlab.join.deployment;

import static io.streamlab.join.deployment.Template.list;
import static io.streamlab.join.deployment.Template.map;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The replication of the reference data: the template, the table mapping and the SQL say the same. */
class ReplicationTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Template template = Template.read("reference-data");
    private final Resolver resolver = Resolver.of(template);
    private final String mappingText = read(Path.of("cloudformation", "dms-table-mappings.json"));
    private final JsonNode selection = rule("selection");
    private final JsonNode objectMapping = rule("object-mapping");

    @Test
    void mappingGoesToTheTaskAsItIs() {
        assertThat(Resolver.of(template, "TableMappings", mappingText)
                        .properties("ReplicationTask")
                        .get("TableMappings"))
                .isEqualTo(mappingText);
    }

    @Test
    void mappingFitsIntoTheParameter() {
        Map<String, Object> parameter = map(template.parameters().get("TableMappings"));

        assertThat(mappingText).hasSizeLessThanOrEqualTo((Integer) parameter.get("MaxLength"));
        assertThat(mappingText).matches((String) parameter.get("AllowedPattern"));
    }

    @Test
    void mappingWritesTheTableThatTheTemplateCreates() {
        Map<String, Object> table = resolver.properties("ReferenceTable");

        assertThat(objectMapping.get("target-table-name").asText()).isEqualTo(table.get("TableName"));
        assertThat(list(table.get("KeySchema")))
                .containsExactly(
                        Map.of(
                                "AttributeName",
                                objectMapping
                                        .at("/mapping-parameters/partition-key-name")
                                        .asText(),
                                "KeyType",
                                "HASH"),
                        Map.of(
                                "AttributeName",
                                objectMapping
                                        .at("/mapping-parameters/sort-key-name")
                                        .asText(),
                                "KeyType",
                                "RANGE"));
    }

    @Test
    void tableCanDoWithoutASortKey() {
        Map<String, Object> table = Resolver.of(template, "LookupSortKey", "").properties("ReferenceTable");

        assertThat(list(table.get("KeySchema"))).containsExactly(Map.of("AttributeName", "code", "KeyType", "HASH"));
        assertThat(list(table.get("AttributeDefinitions")))
                .containsExactly(Map.of("AttributeName", "code", "AttributeType", "S"));
    }

    @Test
    void mappingReadsTheTableThatTheSqlCreatesAndChanges() {
        String name = selection.at("/object-locator/schema-name").asText() + "."
                + selection.at("/object-locator/table-name").asText();

        assertThat(read(Path.of("scripts", "sql", "create-reference-table.sql")))
                .contains("CREATE TABLE IF NOT EXISTS " + name + "\n");
        assertThat(statements("update-reference-table.sql"))
                .hasSize(4)
                .allMatch(statement -> statement.startsWith("UPDATE " + name + " SET combinedname = "));
        assertThat(read(Path.of("scripts", "lib", "replication.sh"))).contains("GRANT SELECT ON " + name + " TO");
    }

    @Test
    void primaryKeyInMySqlIsTheKeyInDynamoDb() {
        assertThat(read(Path.of("scripts", "sql", "create-reference-table.sql")))
                .contains("PRIMARY KEY ("
                        + objectMapping
                                .at("/mapping-parameters/partition-key-name")
                                .asText() + ", "
                        + objectMapping.at("/mapping-parameters/sort-key-name").asText() + ")");
    }

    @Test
    void sqlHasTheExamplesRowsAndChanges() {
        assertThat(read(Path.of("scripts", "sql", "create-reference-table.sql")))
                .contains("'IN' AS code, 'India' AS countryname, 'IN-India' AS combinedname")
                .contains("'US', 'USA', 'US-USA'", "'CA', 'Canada', 'CA-Canada'", "'CN', 'China', 'CN-China'");
        assertThat(statements("update-reference-table.sql"))
                .extracting(statement -> statement.substring(statement.indexOf("combinedname")))
                .containsExactly(
                        "combinedname = 'US-USA-US' WHERE code = 'US'",
                        "combinedname = 'CA-CAN-Canada' WHERE code = 'CA'",
                        "combinedname = 'CN-CHN-China' WHERE code = 'CN'",
                        "combinedname = 'IN-IND-India' WHERE code = 'IN'");
    }

    /** The scripts cut the files at semicolons and drop lines that begin as comments. */
    @Test
    void sqlHasNoSemicolonsButAtTheEndsOfStatements() {
        for (String file : List.of("create-reference-table.sql", "update-reference-table.sql")) {
            assertThat(statements(file)).as(file).allMatch(statement -> Pattern.compile("^[A-Z]")
                    .matcher(statement)
                    .find());
        }
    }

    @Test
    void taskLoadsThenFollowsAsTheExampleHasIt() throws IOException {
        Map<String, Object> task = resolver.properties("ReplicationTask");
        JsonNode settings = JSON.readTree((String) task.get("ReplicationTaskSettings"));

        assertThat(task).containsEntry("MigrationType", "full-load-and-cdc");
        assertThat(settings.at("/FullLoadSettings/TargetTablePrepMode").asText())
                .isEqualTo("DO_NOTHING");
        assertThat(settings.at("/FullLoadSettings/StopTaskCachedChangesApplied").asBoolean(true))
                .isFalse();
        assertThat(settings.at("/FullLoadSettings/StopTaskCachedChangesNotApplied")
                        .asBoolean(true))
                .isFalse();
        assertThat(settings.at("/TargetMetadata/LimitedSizeLobMode").asBoolean())
                .isTrue();
        assertThat(settings.at("/TargetMetadata/FullLobMode").asBoolean(true)).isFalse();
        assertThat(settings.at("/TargetMetadata/BatchApplyEnabled").asBoolean()).isTrue();
        assertThat(settings.at("/Logging/EnableLogging").asBoolean()).isTrue();
    }

    @Test
    void binlogIsAsDmsReadsIt() {
        assertThat(map(resolver.properties("DatabaseParameters").get("Parameters")))
                .containsOnly(
                        Map.entry("binlog_format", "ROW"),
                        Map.entry("binlog_row_image", "full"),
                        Map.entry("binlog_checksum", "NONE"));
        assertThat(resolver.properties("DatabaseCluster"))
                .containsEntry("DBClusterParameterGroupName", "<DatabaseParameters>");
    }

    @Test
    void mySqlIsPrivateAndEncrypted() {
        assertThat(resolver.properties("DatabaseCluster"))
                .containsEntry("StorageEncrypted", true)
                .containsEntry("ManageMasterUserPassword", true)
                .doesNotContainKey("MasterUserPassword");
        assertThat(resolver.properties("DatabaseInstance")).containsEntry("PubliclyAccessible", false);
        assertThat(resolver.properties("ReplicationInstance")).containsEntry("PubliclyAccessible", false);
        assertThat(template.resourcesOfType("AWS::EC2::InternetGateway")).isEmpty();
        assertThat(template.resourcesOfType("AWS::EC2::Route")).isEmpty();
    }

    @Test
    void dmsReadsMySqlOverTlsAndNeverAsTheAdministrator() {
        Map<String, Object> endpoint = Resolver.of(
                        template, "RdsCertificateArn", "arn:aws:dms:us-east-1:123456789012:cert:RDS")
                .properties("SourceEndpoint");

        assertThat(endpoint)
                .containsEntry("SslMode", "verify-ca")
                .containsEntry("CertificateArn", "arn:aws:dms:us-east-1:123456789012:cert:RDS")
                .containsEntry("Username", "{{resolve:secretsmanager:<ReplicationUser>:SecretString:username}}")
                .containsEntry("Password", "{{resolve:secretsmanager:<ReplicationUser>:SecretString:password}}");
        assertThat(read(Path.of("scripts", "lib", "replication.sh"))).contains("REQUIRE SSL");
    }

    @Test
    void dmsMayWriteTheReferenceTableAndCreateOnlyItsOwn() {
        Map<String, Set<String>> granted = Statement.in(template).stream()
                .filter(statement -> statement.place().endsWith(" DmsWritesReferenceTable"))
                .collect(toMap(statement -> (String) statement.fields().get("Sid"), Statement::actions));

        assertThat(granted.get("WriteReferenceTable"))
                .containsExactlyInAnyOrder(
                        "dynamodb:DescribeTable", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem");
        assertThat(Statement.in(template).stream()
                        .filter(statement -> statement.actions().contains("dynamodb:CreateTable"))
                        .filter(statement -> !statement.namesPrincipal())
                        .flatMap(statement -> statement.resources().stream()))
                .allMatch(resource -> resource.contains(":table/awsdms_"));
    }

    @Test
    void withoutMySqlOnlyTheTableAndItsReaderRemain() {
        Resolver without = Resolver.of(template, "ReplicateFromMySql", "false");

        assertThat(template.resources().keySet().stream().filter(without::exists))
                .containsExactlyInAnyOrder("ReferenceTable", "JobReadsReferenceTable");
    }

    @Test
    void existingTableIsOnlyRead() {
        Resolver without = Resolver.of(template, "ReplicateFromMySql", "false", "CreateLookupTable", "false");

        assertThat(template.resources().keySet().stream().filter(without::exists))
                .containsExactly("JobReadsReferenceTable");
    }

    private JsonNode rule(String type) {
        for (JsonNode rule : parse(mappingText).get("rules")) {
            if (rule.get("rule-type").asText().equals(type)) {
                return rule;
            }
        }
        throw new IllegalStateException("dms-table-mappings.json has no rule of the type " + type);
    }

    private static List<String> statements(String file) {
        String text = read(Path.of("scripts", "sql", file)).replaceAll("(?m)^ *--.*$", "");
        return List.of(text.split(";")).stream()
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }
}
