package io.streamlab.join.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlab.join.deployment.Workspace.Outcome;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands for AWS, with a program in place of the AWS CLI that records what it is asked to do. */
class AwsCommandsTest {
    /** The one that the recording finds in Secrets Manager. */
    private static final String PASSWORD = "TheSecretPassword1";

    private static final Pattern CHANGE = Pattern.compile(
            "^(s3 |rds-data |\\w+ (create|update|delete|import|start|stop|batch-stop)-|s3api delete-|dms test-connection)");

    private static final Pattern STATEMENT = Pattern.compile("\"sql\": \"(?:\\\\n| )*(\\w+ [\\w.]+)");

    @TempDir
    private Path folder;

    private Workspace workspace;
    private Path recorded;

    @BeforeEach
    void createWorkspace() throws IOException {
        recorded = Files.createDirectories(folder.resolve("recorded"));
        workspace = Workspace.in(folder.resolve("checkout"))
                .set("RECORDED_AWS", recorded.toString())
                .set("AWS_REGION", "us-east-1")
                .addProgram("aws", resource("recording-aws"))
                // What is waited for here is there at the next look.
                .addProgram("sleep", "#!/usr/bin/env bash\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy", "start-job", "stop-job", "logs", "update-reference", "cleanup"})
    void everyCommandExplainsItself(String command) throws Exception {
        Outcome outcome = workspace.run(command, "--help");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(outcome.out()).contains("Usage: scripts/" + command + " [--", "--prefix", "--region", "--profile");
        assertThat(outcome.err()).isEmpty();
        assertThat(calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy", "start-job", "stop-job", "logs", "update-reference", "cleanup"})
    void everyCommandRefusesWhatItDoesNotKnow(String command) throws Exception {
        Outcome outcome = workspace.run(command, "--prefix", "demo", "--unknown", "value");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("--unknown is").contains("--help");
        assertThat(calls()).isEmpty();
    }

    @Test
    void commandsNeedADeployment() throws Exception {
        Outcome outcome = workspace.run("stop-job");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo("stop-job: which deployment? Say it with --prefix, or make one with scripts/deploy --prefix"
                        + " NAME.\n");
    }

    @Test
    void prefixIsCheckedBeforeAwsIsAsked() throws Exception {
        Outcome outcome = workspace.run("deploy", "--prefix", "My_Demo");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("--prefix My_Demo: must be 2 to 20 lower-case letters, digits and hyphens");
        assertThat(calls()).isEmpty();
    }

    @Test
    void missingCliIsToldWithWhereToGetIt() throws Exception {
        Path programs = workspace.folder().resolve("programs");
        Files.delete(programs.resolve("aws"));
        for (String tool : List.of("env", "bash", "dirname", "basename", "awk", "sed", "cat", "mktemp", "rm")) {
            workspace.addProgram(tool, "#!" + program("bash") + "\nexec " + program(tool) + " \"$@\"\n");
        }

        Outcome outcome = workspace.set("PATH", programs.toString()).run("stop-job", "--prefix", "demo");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("the AWS CLI is missing: install version 2, https://docs.aws.amazon.com/cli/");
    }

    @Test
    void everythingIsDeployedInOrder() throws Exception {
        Outcome outcome = deploy();

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(changes())
                .containsExactly(
                        "cloudformation create-stack demo-storage-and-roles",
                        "s3 cp jars/glue-streaming-join-",
                        "s3 cp scripts/GlueStreamingJoin-",
                        "s3 cp jars/hudi-spark3.3-bundle_2.12-0.14.0.jar",
                        "dms import-certificate",
                        "cloudformation create-stack demo-reference-data",
                        "rds-data execute-statement CREATE DATABASE",
                        "rds-data execute-statement CREATE TABLE",
                        "rds-data execute-statement INSERT INTO",
                        "rds-data execute-statement CALL mysql.rds_set_configuration",
                        "rds-data execute-statement CREATE USER",
                        "rds-data execute-statement ALTER USER",
                        "rds-data execute-statement GRANT REPLICATION",
                        "rds-data execute-statement GRANT SELECT",
                        "dms test-connection the-SourceEndpointArn",
                        "dms test-connection the-TargetEndpointArn",
                        "dms start-replication-task start-replication",
                        "cloudformation create-stack demo-stream-job",
                        "cloudformation create-stack demo-monitoring");
        assertThat(outcome.err()).contains("Deployment demo is ready.");
        assertThat(outcome.out()).contains("scripts/start-job", "scripts/cleanup");
    }

    @Test
    void stacksGetTheTableMappingAndWhatWasUploaded() throws Exception {
        deploy();

        String mapping = Files.readString(Path.of("cloudformation", "dms-table-mappings.json"));
        assertThat(parameters("reference-data"))
                .containsEntry("TableMappings", mapping.stripTrailing())
                .containsEntry("RdsCertificateArn", "arn:aws:dms:us-east-1:123456789012:cert:RDS")
                .containsEntry("Prefix", "demo");
        String jar = parameters("stream-job").get("JobJarKey");
        assertThat(jar).matches("jars/glue-streaming-join-[0-9a-f]{12}\\.jar");
        assertThat(calls()).anyMatch(call -> call.startsWith("s3 cp") && call.endsWith("/" + jar));
        assertThat(parameters("monitoring")).containsEntry("ReplicationTaskArn", "the-ReplicationTaskArn");
    }

    @Test
    void passwordIsOnNoCommandLine() throws Exception {
        deploy();

        assertThat(requests()).anyMatch(request -> request.contains("IDENTIFIED BY '" + PASSWORD + "' REQUIRE SSL"));
        assertThat(calls()).noneMatch(call -> call.contains(PASSWORD));
        try (Stream<Path> files = Files.walk(folder.resolve("checkout"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().equals("aws")) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as("%s", file)
                            .doesNotContain(PASSWORD);
                }
            }
        }
    }

    @Test
    void secondDeploymentChangesNothingThatIsUpToDate() throws Exception {
        pretendToHaveDeployed();
        answer("object", "found");
        answer("certificates", "arn:aws:dms:us-east-1:123456789012:cert:RDS");

        Outcome outcome = workspace.run("deploy");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(changes())
                .filteredOn(change -> !change.startsWith("rds-data"))
                .containsExactly(
                        "cloudformation update-stack demo-storage-and-roles",
                        "cloudformation update-stack demo-reference-data",
                        "cloudformation update-stack demo-stream-job",
                        "cloudformation update-stack demo-monitoring");
        assertThat(outcome.err()).contains("Stack demo-stream-job is up to date.", "Replication is running.");
    }

    @Test
    void updateKeepsTheParametersThatAreNotGiven() throws Exception {
        pretendToHaveDeployed();
        answer("parameter-keys", "Prefix\tGlueVersion\tWorkerType");

        workspace.run("deploy", "--no-mysql", "--parameter", "WorkerType=G.2X");

        String request = requests().stream()
                .filter(text -> text.contains("\"WorkerType\""))
                .findFirst()
                .orElseThrow();
        assertThat(request)
                .contains("{\"ParameterKey\": \"GlueVersion\", \"UsePreviousValue\": true}")
                .contains("{\"ParameterKey\": \"WorkerType\", \"ParameterValue\": \"G.2X\"}")
                .doesNotContain("NumberOfWorkers");
    }

    @Test
    void withoutMySqlNeitherDmsNorRdsIsAsked() throws Exception {
        answer("ReplicationTaskArn", "None");

        Outcome outcome = workspace.run("deploy", "--prefix", "demo", "--no-mysql");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(calls()).noneMatch(call -> call.startsWith("dms") || call.startsWith("rds"));
        assertThat(parameters("reference-data")).containsEntry("ReplicateFromMySql", "false");
        assertThat(parameters("monitoring")).containsEntry("ReplicationTaskArn", "");
    }

    @Test
    void nativeHudiIsNotUploaded() throws Exception {
        answer("ReplicationTaskArn", "None");

        workspace.run("deploy", "--prefix", "demo", "--no-mysql", "--glue-version", "5.1");

        assertThat(calls()).noneMatch(call -> call.contains("hudi-spark"));
        assertThat(parameters("stream-job")).containsEntry("GlueVersion", "5.1");
    }

    @Test
    void existingRolesOfDmsAreLeftAlone() throws Exception {
        answer("ReplicationTaskArn", "None");
        answer("dms-cloudwatch-logs-role", "missing");

        workspace.run("deploy", "--prefix", "demo", "--no-mysql");

        assertThat(parameters("storage-and-roles"))
                .containsEntry("CreateDmsVpcRole", "false")
                .containsEntry("CreateDmsCloudWatchLogsRole", "true");
    }

    @Test
    void misspeltParameterIsRefused() throws Exception {
        Outcome outcome = workspace.run("deploy", "--prefix", "demo", "--parameter", "WorkerTyp=G.2X");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo(
                        "deploy: --parameter WorkerTyp=G.2X: none of the templates in cloudformation/ has a parameter"
                                + " WorkerTyp\n");
        assertThat(calls()).isEmpty();
    }

    @Test
    void mappingOfAnotherTableIsRefused() throws Exception {
        Outcome outcome = workspace.run("deploy", "--prefix", "demo", "--parameter", "LookupTable=customers");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("does not have \"target-table-name\": \"customers\"");
    }

    @Test
    void stackThatWasNeverCreatedToTheEndIsCreatedAnew() throws Exception {
        Files.createDirectories(recorded.resolve("stacks"));
        Files.writeString(recorded.resolve("stacks").resolve("demo-storage-and-roles"), "ROLLBACK_COMPLETE\n");

        // By its own name the stack is gone, by its ARN it is deleted: the recording keeps one state for both.
        Outcome outcome = workspace.run("deploy", "--prefix", "demo", "--no-mysql");

        assertThat(outcome.err()).contains("Stack demo-storage-and-roles was never created to the end");
        assertThat(changes())
                .startsWith(
                        "cloudformation delete-stack demo-storage-and-roles",
                        "cloudformation create-stack demo-storage-and-roles");
    }

    @Test
    void failureOfAStackIsShownWithItsReason() throws Exception {
        answer("status-of-demo-storage-and-roles", "ROLLBACK_COMPLETE");

        Outcome outcome = workspace.run("deploy", "--prefix", "demo", "--no-mysql");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("CREATE_FAILED          DatabaseCluster: the reason of the failure")
                .contains("stack demo-storage-and-roles ended as ROLLBACK_COMPLETE: the first line with FAILED above");
        assertThat(changes()).containsExactly("cloudformation create-stack demo-storage-and-roles");
    }

    @Test
    void otherCommandsFindTheDeployment() throws Exception {
        pretendToHaveDeployed();

        Outcome outcome = workspace.set("AWS_REGION", "eu-west-1").run("stop-job");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(outcome.err())
                .isEqualTo("Deployment demo in us-east-1, account 123456789012.\nThe job does not run.\n");
    }

    @Test
    void sampleDataGoesToTheStreamOfTheDeployment() throws Exception {
        pretendToHaveDeployed();
        // In place of the build, and of the generator that it builds.
        Path build = workspace.folder().resolve("scripts").resolve("lib").resolve("build.sh");
        Files.writeString(
                build,
                "require_tools() { :; }\nensure_local_built() { :; }\nexec_java() { echo \"$AWS_REGION $*\"; }\n",
                StandardOpenOption.APPEND);
        workspace.set("AWS_REGION", "eu-west-1");

        assertThat(workspace.run("generate-data", "--records", "5").out())
                .isEqualTo("us-east-1 local/example io.streamlab.local.example.GenerateData"
                        + " --stream the-StreamName --records 5\n");
        assertThat(workspace.run("generate-data", "--stream", "mine").out())
                .isEqualTo("eu-west-1 local/example io.streamlab.local.example.GenerateData --stream mine\n");
    }

    @Test
    void jobIsStartedWithOptionsForThisRun() throws Exception {
        pretendToHaveDeployed();
        answer("run-state", "STARTING\nRUNNING");

        Outcome outcome = workspace.run("start-job", "--window_seconds", "30", "--available_now", "true");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(calls())
                .contains(
                        "glue start-job-run --job-name the-JobName --arguments "
                                + "{\"--window_seconds\": \"30\", \"--available_now\": \"true\"} --query JobRunId --output text");
        assertThat(outcome.err()).endsWith("Run jr_1 is RUNNING. scripts/logs follows its log.\n");
    }

    @Test
    void validationIsWaitedForUntilItEnds() throws Exception {
        pretendToHaveDeployed();
        answer("run-state", "RUNNING\nFAILED");
        answer("run-error", "PreflightException: The job lacks something that it needs");

        Outcome outcome = workspace.run("start-job", "--validate", "true");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("PreflightException: The job lacks something that it needs\nstart-job: run jr_1 is FAILED.");
    }

    @Test
    void optionThatTheJobDoesNotKnowIsRefusedBeforeTheRun() throws Exception {
        Outcome outcome = workspace.run("start-job", "--windw_seconds", "30");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo("start-job: --windw_seconds is an option neither of this command (see --help) nor of the job"
                        + " (see docs/OPTIONS.md)\n");
    }

    @Test
    void runThatFailsAtOnceIsToldWithGluesReason() throws Exception {
        pretendToHaveDeployed();
        answer("run-state", "STARTING\nFAILED");
        answer("run-error", "InvalidConfigException: ...");

        Outcome outcome = workspace.run("start-job");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("InvalidConfigException: ...\nstart-job: run jr_1 is FAILED.");
    }

    @Test
    void jobThatRunsIsNotStartedAgain() throws Exception {
        pretendToHaveDeployed();
        answer("run", "jr_7");

        Outcome outcome = workspace.run("start-job");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).endsWith("The job runs already: jr_7 is RUNNING.\n");
        assertThat(calls()).noneMatch(call -> call.startsWith("glue start-job-run"));
    }

    @Test
    void stopWaitsUntilTheRunHasStopped() throws Exception {
        pretendToHaveDeployed();
        answer("run", "jr_7");
        answer("run-state", "RUNNING\nSTOPPING\nSTOPPED");

        Outcome outcome = workspace.run("stop-job");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(calls())
                .anyMatch(call -> call.startsWith("glue batch-stop-job-run --job-name the-JobName --job-run-ids jr_7"));
        assertThat(outcome.err()).endsWith("Stopping run jr_7.\nRun jr_7 is STOPPED.\n");
    }

    @Test
    void logIsFollowedUntilTheRunEnds() throws Exception {
        pretendToHaveDeployed();
        answer("run", "jr_7");
        answer("run-state", "RUNNING\nSUCCEEDED");
        answer("log-events", "f/1\nf/1\nf/2\nf/2");

        Outcome outcome = workspace.run("logs");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(calls())
                .anyMatch(call -> call.contains("--log-stream-name jr_7-driver --start-from-head --query"))
                .anyMatch(call -> call.contains("--next-token f/1"));
        assertThat(outcome.err()).contains("Run jr_7 is SUCCEEDED.");
    }

    @Test
    void referenceDataIsChangedAndWaitedFor() throws Exception {
        pretendToHaveDeployed();
        answer("item", "US-USA\nUS-USA-US");

        Outcome outcome = workspace.run("update-reference");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(changes()).hasSize(4).allMatch(change -> change.startsWith("rds-data execute-statement UPDATE"));
        assertThat(outcome.err()).contains("Changed four rows in MySQL.\nDynamoDB has them after ");
    }

    @Test
    void mySqlOfOnesOwnIsChangedByItsClient() throws Exception {
        workspace.addProgram("mysql", "#!/usr/bin/env bash\nprintf '%s\\n' \"$*\"\ncat\n");

        Outcome outcome = workspace.set("MYSQL_PWD", "secret").run("update-reference", "--host", "db.example.com");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(outcome.out())
                .startsWith("--host db.example.com --port 3306 --user admin\n")
                .contains("SET combinedname = 'IN-IND-India' WHERE code = 'IN';");
        assertThat(calls()).isEmpty();
    }

    @Test
    void everythingIsRemovedInOrder() throws Exception {
        pretendToHaveDeployed();
        answer("run", "jr_7\nNone");
        answer("run-state", "STOPPED");
        answer("snapshots", "demo-reference-data-snapshot-1");
        answer("certificates", "arn:aws:dms:us-east-1:123456789012:cert:RDS");
        answer("log-groups", "dms-tasks-demo-reference-data\n/aws/rds/cluster/demo-reference-data-x/error");

        Outcome outcome = workspace.runWithInput("demo\n", "cleanup");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(changes())
                .containsExactly(
                        "cloudformation delete-stack demo-monitoring",
                        "glue batch-stop-job-run jr_7",
                        "kinesis delete-stream the-Stream",
                        "cloudformation delete-stack demo-stream-job",
                        "dms stop-replication-task the-ReplicationTaskArn",
                        "dynamodb delete-table the-ReferenceTable",
                        "cloudformation delete-stack demo-reference-data",
                        "rds delete-db-cluster-snapshot demo-reference-data-snapshot-1",
                        "dms delete-certificate arn:aws:dms:us-east-1:123456789012:cert:RDS",
                        "logs delete-log-group dms-tasks-demo-reference-data",
                        "dynamodb delete-table awsdms_apply_exceptions",
                        "dynamodb delete-table awsdms_full_load_exceptions",
                        "logs delete-log-group /aws/rds/cluster/demo-reference-data-x/error",
                        "s3 rm s3://the-ArtifactBucketName",
                        "s3api delete-bucket the-ArtifactBucketName",
                        "s3 rm s3://the-DataBucketName",
                        "s3api delete-bucket the-DataBucketName",
                        "cloudformation delete-stack demo-storage-and-roles");
        assertThat(workspace.folder().resolve(".local").resolve("deployment")).doesNotExist();
    }

    @Test
    void hudiTableIsTakenOutOfADatabaseThatStays() throws Exception {
        pretendToHaveDeployed();
        answer("CreateDatabase", "false");

        workspace.run("cleanup", "--yes");

        assertThat(changes())
                .containsSubsequence(
                        "glue delete-table the-DatabaseName", "cloudformation delete-stack demo-stream-job");
        assertThat(calls()).contains("glue delete-table --database-name the-DatabaseName --name the-TargetTableName");
    }

    @Test
    void dataIsKeptWhenAsked() throws Exception {
        pretendToHaveDeployed();

        Outcome outcome = workspace.run("cleanup", "--keep-data", "--yes");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(changes())
                .contains(
                        "cloudformation delete-stack demo-storage-and-roles",
                        "s3api delete-bucket the-ArtifactBucketName")
                .doesNotContain(
                        "kinesis delete-stream the-Stream",
                        "dynamodb delete-table the-ReferenceTable",
                        "s3api delete-bucket the-DataBucketName");
    }

    @Test
    void tablesOfDmsStayForOtherTasks() throws Exception {
        pretendToHaveDeployed();
        answer("tasks", "1");

        workspace.run("cleanup", "--yes");

        assertThat(changes()).noneMatch(change -> change.contains("awsdms_"));
    }

    @Test
    void nothingIsRemovedWithoutTheRightAnswer() throws Exception {
        pretendToHaveDeployed();

        Outcome outcome = workspace.runWithInput("yes\n", "cleanup");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("Type demo to go on: cleanup: nothing was removed.");
        assertThat(changes()).isEmpty();
    }

    /** What a deployment leaves behind: its stacks, and what the checkout remembers. */
    private void pretendToHaveDeployed() throws IOException {
        Path stacks = Files.createDirectories(recorded.resolve("stacks"));
        for (String stack : Template.NAMES) {
            Files.writeString(stacks.resolve("demo-" + stack), "CREATE_COMPLETE\n");
        }
        Path memory = Files.createDirectories(workspace.folder().resolve(".local"));
        Files.writeString(memory.resolve("deployment"), "prefix=demo\nregion=us-east-1\nprofile=\n");
        answer("task-status", "running");
    }

    /** A first deployment with MySQL; the task is ready, and its connections were never tested. */
    private Outcome deploy() throws Exception {
        answer("task-status", "ready");
        answer("connection", "None\nsuccessful\nNone\nsuccessful");
        Path certificates = Files.writeString(folder.resolve("certificates.pem"), "-----BEGIN CERTIFICATE-----");
        return workspace.run("deploy", "--prefix", "demo", "--rds-certificates", certificates.toString());
    }

    /** What the recording answers when it is asked for this, line by line. */
    private void answer(String key, String lines) throws IOException {
        Path answers = Files.createDirectories(recorded.resolve("answers"));
        Files.writeString(answers.resolve(key), lines + "\n");
    }

    private List<String> calls() throws IOException {
        Path calls = recorded.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /** The files that calls named, in the order of the calls. */
    private List<String> requests() throws IOException {
        Path requests = recorded.resolve("requests");
        List<String> texts = new ArrayList<>();
        for (int i = 0; Files.exists(requests.resolve(Integer.toString(i))); i++) {
            texts.add(Files.readString(requests.resolve(Integer.toString(i))));
        }
        return texts;
    }

    /** The parameters with which a stack was created. */
    private Map<String, String> parameters(String stack) throws IOException {
        int file = 0;
        for (String call : calls()) {
            if (call.startsWith("cloudformation create-stack --stack-name demo-" + stack + " ")) {
                // The first file is the template.
                Map<String, String> parameters = new TreeMap<>();
                new ObjectMapper()
                        .readTree(requests().get(file + 1))
                        .forEach(parameter -> parameters.put(
                                parameter.get("ParameterKey").asText(),
                                parameter.get("ParameterValue").asText()));
                return parameters;
            }
            file += filesIn(call);
        }
        throw new IllegalStateException("the stack " + stack + " was not created");
    }

    /** The calls that change something, each as short as it can be told from others. */
    private List<String> changes() throws IOException {
        List<String> changes = new ArrayList<>();
        int file = 0;
        for (String call : calls()) {
            int files = filesIn(call);
            if (CHANGE.matcher(call).find()) {
                changes.add(shortened(call, files == 0 ? "" : requests().get(file)));
            }
            file += files;
        }
        return changes;
    }

    private static String shortened(String call, String request) {
        String[] words = call.split(" ");
        String operation = words[0] + " " + words[1];
        return switch (operation) {
            case "s3 cp" ->
                operation + " "
                        + words[words.length - 1].replaceAll("^s3://[^/]+/", "").replaceAll("-[0-9a-f]{12}\\..*", "-");
            case "s3 rm" -> operation + " " + words[2];
            case "rds-data execute-statement" -> operation + " " + firstGroup(STATEMENT, request);
            case "dms import-certificate" -> operation;
            case "dms test-connection", "dms start-replication-task", "glue batch-stop-job-run" ->
                operation + " " + words[5];
            default -> operation + " " + words[3].replaceAll("^arn:aws:cloudformation:.*:stack/", "");
        };
    }

    private static int filesIn(String call) {
        return (int) Stream.of(call.split(" "))
                .filter(word -> word.startsWith("file://"))
                .count();
    }

    private static String firstGroup(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException(pattern + " is not in " + text);
        }
        return matcher.group(1);
    }

    private static Path program(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is not on the PATH"));
    }

    private static String resource(String name) throws IOException {
        try (InputStream resource = Objects.requireNonNull(AwsCommandsTest.class.getResourceAsStream(name), name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
