package io.streamlab.join.deployment;

import static io.streamlab.join.deployment.Template.list;
import static io.streamlab.join.deployment.Template.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StorageTest {
    private static final Set<String> BUCKETS = Set.of("DataBucket", "ArtifactBucket");

    private final Template template = Template.read("storage-and-roles");
    private final Resolver resolver = Resolver.of(template);

    @Test
    void bucketsAreTheseTwo() {
        assertThat(template.resourcesOfType("AWS::S3::Bucket")).isEqualTo(BUCKETS);
    }

    @Test
    void bucketsAreEncryptedAndPrivate() {
        for (String bucket : BUCKETS) {
            Map<String, Object> properties = resolver.properties(bucket);

            assertThat(properties.get("BucketEncryption").toString()).as(bucket).contains("SSEAlgorithm=AES256");
            assertThat(map(properties.get("PublicAccessBlockConfiguration")))
                    .as(bucket)
                    .containsOnly(
                            Map.entry("BlockPublicAcls", true),
                            Map.entry("BlockPublicPolicy", true),
                            Map.entry("IgnorePublicAcls", true),
                            Map.entry("RestrictPublicBuckets", true));
            assertThat(properties.get("OwnershipControls").toString())
                    .as(bucket)
                    .contains("BucketOwnerEnforced");
        }
    }

    @Test
    void bucketsRefuseAnythingButTls() {
        for (String bucket : BUCKETS) {
            List<Statement> denied = Statement.in(template).stream()
                    .filter(statement -> statement.place().endsWith(" " + bucket + "Policy"))
                    .toList();

            assertThat(denied).as(bucket).hasSize(2).allSatisfy(statement -> {
                assertThat(statement.fields()).containsEntry("Effect", "Deny").containsEntry("Principal", "*");
                assertThat(statement.actions()).containsExactly("s3:*");
                assertThat(statement.resources())
                        .containsExactlyInAnyOrder("<" + bucket + ".Arn>", "<" + bucket + ".Arn>/*");
            });
            assertThat(denied.stream().map(statement -> statement.fields().get("Condition")))
                    .containsExactlyInAnyOrder(
                            Map.of("Bool", Map.of("aws:SecureTransport", "false")),
                            Map.of("NumericLessThan", Map.of("s3:TlsVersion", "1.2")));
        }
    }

    @Test
    void onlyFilesThatCanBeMadeAgainExpire() {
        assertThat(list(map(resolver.properties("DataBucket").get("LifecycleConfiguration"))
                                .get("Rules"))
                        .stream()
                        .filter(rule -> map(rule).containsKey("ExpirationInDays"))
                        .map(rule -> map(rule).get("Prefix")))
                .containsExactlyInAnyOrder("temporary/", "sparkHistoryLogs/", "athena-results/");
    }

    @Test
    void versionsAreKeptOfJarsAndNotOfTheTable() {
        assertThat(resolver.properties("ArtifactBucket"))
                .containsEntry("VersioningConfiguration", Map.of("Status", "Enabled"));
        assertThat(resolver.properties("DataBucket")).doesNotContainKey("VersioningConfiguration");
    }

    @Test
    void rolesOfDmsAreCreatedOnlyWhereTheyAreMissing() {
        assertThat(resourcesLackedWith("CreateDmsVpcRole")).containsExactly("DmsVpcRole");
        assertThat(resourcesLackedWith("CreateDmsCloudWatchLogsRole")).containsExactly("DmsCloudWatchLogsRole");
    }

    private List<String> resourcesLackedWith(String parameter) {
        Resolver without = Resolver.of(template, parameter, "false");
        return template.resources().keySet().stream()
                .filter(resource -> !without.exists(resource))
                .toList();
    }

    @Test
    void rolesAreForTheirServicesAlone() {
        assertThat(Statement.in(template).stream()
                        .filter(Statement::allows)
                        .filter(Statement::namesPrincipal)
                        .map(statement ->
                                statement.place() + " " + statement.fields().get("Principal")))
                .containsExactlyInAnyOrder(
                        "storage-and-roles JobRole {Service=glue.amazonaws.com}",
                        "storage-and-roles DmsRole {Service=dms.amazonaws.com}",
                        "storage-and-roles DmsVpcRole {Service=dms.amazonaws.com}",
                        "storage-and-roles DmsCloudWatchLogsRole {Service=dms.amazonaws.com}");
    }

    /** A company that allows new roles only with its boundary would otherwise refuse the stack. */
    @Test
    void everyRoleHasTheBoundaryThatIsGivenAndNoneOfItsOwn() {
        String boundary = "arn:aws:iam::123456789012:policy/boundary";
        Resolver bounded = Resolver.of(template, "PermissionsBoundary", boundary);
        for (String name : Template.NAMES) {
            Set<String> roles = Template.read(name).resourcesOfType("AWS::IAM::Role");
            if (!name.equals("storage-and-roles")) {
                assertThat(roles)
                        .as("roles of %s, which has no such parameter", name)
                        .isEmpty();
            }
        }
        for (String role : template.resourcesOfType("AWS::IAM::Role")) {
            assertThat(bounded.properties(role)).as(role).containsEntry("PermissionsBoundary", boundary);
            assertThat(resolver.properties(role)).as(role).doesNotContainKey("PermissionsBoundary");
        }
    }
}
