package io.streamlab.join.deployment;

import static io.streamlab.join.deployment.Template.list;
import static io.streamlab.join.deployment.Template.map;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.StreamingJoin;
import io.streamlab.join.metrics.PublishedMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The job's role may do what the job does, and nothing else. */
class JobPermissionsTest {
    /** A method of a client that sends a request. */
    private static final Pattern CLIENT =
            Pattern.compile("software/amazon/awssdk/services/(\\w+)/(?:streams/)?\\w+Client");

    private static final Pattern SENDS_REQUEST = Pattern.compile(".*/model/\\w+Response;");

    /** Assumes its role without a call in our code. */
    private static final String ASSUMING_PROVIDER =
            "software/amazon/awssdk/services/sts/auth/StsAssumeRoleCredentialsProvider";

    /** What Hudi's sync, Spark and Hive ask of the catalog; the template says which asks for what. */
    private static final Set<String> CATALOG_SYNC = Set.of(
            "glue:GetDatabase",
            "glue:CreateDatabase",
            "glue:GetTable",
            "glue:CreateTable",
            "glue:UpdateTable",
            "glue:GetPartition",
            "glue:GetPartitions",
            "glue:BatchCreatePartition",
            "glue:DeletePartition",
            "glue:UpdatePartition",
            "glue:BatchUpdatePartition",
            "glue:GetUserDefinedFunctions");

    /** What file systems ask of S3. */
    private static final Set<String> FILES = Set.of(
            "s3:GetBucketLocation",
            "s3:ListBucket",
            "s3:ListBucketMultipartUploads",
            "s3:ListMultipartUploadParts",
            "s3:GetObject",
            "s3:PutObject",
            "s3:DeleteObject",
            "s3:AbortMultipartUpload");

    /** What Glue does in the name of the role, for the arguments about logs. */
    private static final Set<String> LOGS = Set.of("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents");

    /** What Kinesis and DynamoDB do in the name of the role, for what keys of the user encrypt. */
    private static final Set<String> ENCRYPTED = Set.of("kms:Decrypt", "kms:GenerateDataKey");

    private static final String FURTHER_TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/regions";

    private final Set<String> called = actionsOfTheCode();
    private final List<Statement> granted = statementsOfTheRole();

    @Test
    void codeIsLookedInto() {
        assertThat(called)
                .contains(
                        "kinesis:GetRecords",
                        "dynamodb:Scan",
                        "dynamodb:DescribeStream",
                        "glue:GetTable",
                        "cloudwatch:PutMetricData",
                        "sts:AssumeRole");
    }

    @Test
    void roleIsGrantedWhatTheCodeCallsAndWhatOthersNeedInItsName() {
        Set<String> needed = new TreeSet<>(called);
        needed.addAll(CATALOG_SYNC);
        needed.addAll(FILES);
        needed.addAll(LOGS);
        needed.addAll(ENCRYPTED);

        assertThat(granted.stream().flatMap(statement -> statement.actions().stream()))
                .containsOnly(needed.toArray(String[]::new));
    }

    @Test
    void streamIsTheOnlyOne() {
        assertThat(resourcesOf("kinesis:")).containsExactly("arn:aws:kinesis:us-east-1:123456789012:stream/my_stream");
    }

    @Test
    void referenceTablesAreThoseThatWereNamed() {
        assertThat(resourcesOf("dynamodb:"))
                .containsExactlyInAnyOrder(
                        "arn:aws:dynamodb:us-east-1:123456789012:table/tgt_country_lookup_table",
                        "arn:aws:dynamodb:us-east-1:123456789012:table/tgt_country_lookup_table/index/*",
                        "arn:aws:dynamodb:us-east-1:123456789012:table/tgt_country_lookup_table/stream/*",
                        FURTHER_TABLE,
                        FURTHER_TABLE + "/index/by_name");
    }

    @Test
    void tablesOfTheCatalogAreTheStreamsHudisAndThatOfRejectedRecords() {
        assertThat(resourcesOf("glue:").stream().filter(resource -> resource.contains(":table/")))
                .containsExactlyInAnyOrder(
                        "arn:aws:glue:us-east-1:123456789012:table/my_kinesis_db/my_stream_src_table",
                        "arn:aws:glue:us-east-1:123456789012:table/my_kinesis_db/hudi_table",
                        "arn:aws:glue:us-east-1:123456789012:table/my_kinesis_db/hudi_table_rejected");
    }

    @Test
    void streamOfAnotherAccountIsReadByItsRoleAlone() {
        assertThat(resourcesOf("sts:")).containsExactly("arn:aws:iam::210987654321:role/reader");
    }

    @Test
    void keysAreThoseThatWereNamedAndForTheirServicesAlone() {
        assertThat(resourcesOf("kms:"))
                .containsExactly(
                        "arn:aws:kms:us-east-1:123456789012:key/stream",
                        "arn:aws:kms:us-east-1:123456789012:key/table");
        assertThat(granted.stream()
                        .filter(statement -> statement.actions().contains("kms:Decrypt"))
                        .map(statement -> statement.fields().get("Condition")))
                .containsExactly(Map.of(
                        "StringLike",
                        Map.of(
                                "kms:ViaService",
                                List.of("kinesis.us-east-1.amazonaws.com*", "dynamodb.us-east-1.amazonaws.com*"))));
        assertThat(granted.stream()
                        .filter(statement -> statement.actions().contains("kms:GenerateDataKey"))
                        .map(statement -> statement.fields().get("Condition")))
                .containsExactly(Map.of("StringLike", Map.of("kms:ViaService", "kinesis.us-east-1.amazonaws.com*")));
    }

    @Test
    void everyPathOfTheJobMayBeWritten() {
        Map<String, Object> arguments =
                map(Resolver.of(Template.read("stream-job")).properties("Job").get("DefaultArguments"));
        Set<String> writable = resourcesOf("s3:PutObject");
        List<String> folders = arguments.values().stream()
                .map(String::valueOf)
                .filter(value -> value.startsWith("s3://<streamlab-DataBucketName>/"))
                .map(value -> value.substring("s3://<streamlab-DataBucketName>/".length()))
                .map(path -> path.substring(0, path.indexOf('/')))
                .toList();

        assertThat(folders).contains("output", "checkpoint", "rejected", "temporary", "sparkHistoryLogs");
        assertThat(writable)
                .containsExactlyInAnyOrderElementsOf(folders.stream()
                        .flatMap(folder -> Stream.of(
                                "<DataBucket.Arn>/" + folder + "/*", "<DataBucket.Arn>/" + folder + "_$folder$"))
                        .toList());
    }

    @Test
    void metricsGoToGluesNamespaceAndTheJobsOwn() {
        assertThat(granted.stream()
                        .filter(statement -> statement.actions().contains("cloudwatch:PutMetricData"))
                        .map(statement -> statement.fields().get("Condition")))
                .containsExactly(Map.of(
                        "StringEquals", Map.of("cloudwatch:namespace", List.of("Glue", PublishedMetrics.NAMESPACE))));
    }

    @Test
    void jobCannotReplaceItsOwnCode() {
        assertThat(granted.stream()
                        .filter(statement -> statement.resources().toString().contains("ArtifactBucket"))
                        .flatMap(statement -> statement.actions().stream()))
                .containsExactlyInAnyOrder("s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation");
    }

    /** The resources of all statements with an action that begins like this. */
    private Set<String> resourcesOf(String actionPrefix) {
        return granted.stream()
                .filter(statement -> statement.actions().stream().anyMatch(action -> action.startsWith(actionPrefix)))
                .flatMap(statement -> statement.resources().stream())
                .collect(toCollection(TreeSet::new));
    }

    private static List<Statement> statementsOfTheRole() {
        List<Statement> statements = new ArrayList<>();
        for (Template template : Template.all()) {
            List<Statement> all = new ArrayList<>(Statement.in(template));
            if (template.name().equals("reference-data")) {
                // No single mode needs all reads.
                all.addAll(Statement.in(template, Resolver.of(template, "LookupMode", "stream")));
                all.addAll(Statement.in(
                        template,
                        Resolver.of(
                                template, "FurtherTableArns", FURTHER_TABLE + "," + FURTHER_TABLE + "/index/by_name")));
            }
            statements.addAll(all.stream()
                    .filter(statement -> statement.place().endsWith(" JobRole") && !statement.namesPrincipal()
                            || isAttachedToTheRole(template, statement))
                    .toList());
        }
        return statements;
    }

    private static boolean isAttachedToTheRole(Template template, Statement statement) {
        String resource = statement.place().substring(template.name().length() + 1);
        return template.type(resource).equals("AWS::IAM::Policy")
                && list(Resolver.withEverything(template).properties(resource).get("Roles"))
                        .contains("<streamlab-JobRoleName>");
    }

    private static Set<String> actionsOfTheCode() {
        Set<String> actions = new TreeSet<>();
        try (Stream<Path> files = Files.walk(classes())) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                new ClassReader(Files.readAllBytes(file)).accept(new Calls(actions), ClassReader.SKIP_DEBUG);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return actions;
    }

    private static Path classes() {
        try {
            return Path.of(StreamingJoin.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Collects the calls of AWS clients as the names that IAM has for them. */
    private static final class Calls extends ClassVisitor {
        private final Set<String> actions;

        Calls(Set<String> actions) {
            super(Opcodes.ASM9);
            this.actions = actions;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(int code, String owner, String method, String type, boolean isInterface) {
                    Matcher client = CLIENT.matcher(owner);
                    if (client.matches() && SENDS_REQUEST.matcher(type).matches()) {
                        actions.add(
                                client.group(1) + ":" + Character.toUpperCase(method.charAt(0)) + method.substring(1));
                    }
                    if (owner.equals(ASSUMING_PROVIDER)) {
                        actions.add("sts:AssumeRole");
                    }
                }
            };
        }
    }
}
