package io.streamlab.join.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.deployment.Workspace.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts/deploy asks of AWS. */
class DeployCommandTest extends RecordedAws {
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
    void taskThatHasNoStatisticsYetIsWaitedFor() throws Exception {
        answer("task-status", "ready\nstarting\nstarting\nrunning");
        answer("tables-errored", "None\nNone\n0");
        answer("percent", "None\nNone\n100");
        answer("connection", "successful");
        Path certificates = Files.writeString(folder.resolve("certificates.pem"), "-----BEGIN CERTIFICATE-----");

        Outcome outcome = workspace.run("deploy", "--prefix", "demo", "--rds-certificates", certificates.toString());

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(outcome.err()).contains("the rows of MySQL are in DynamoDB");
    }

    @Test
    void tableThatDmsCannotLoadFails() throws Exception {
        answer("tables-errored", "None\n1");
        answer("percent", "None");

        Outcome outcome = deploy();

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("DMS could not load a table");
    }

    @ParameterizedTest
    @CsvSource({
        "eu-west-1, https://truststore.pki.rds.amazonaws.com/eu-west-1/eu-west-1-bundle.pem",
        "us-gov-east-1, https://truststore.pki.us-gov-west-1.rds.amazonaws.com/us-gov-east-1/us-gov-east-1-bundle.pem",
        "us-gov-west-1, https://truststore.pki.us-gov-west-1.rds.amazonaws.com/us-gov-west-1/us-gov-west-1-bundle.pem",
        "cn-northwest-1, https://rds-truststore.s3.cn-north-1.amazonaws.com.cn/cn-northwest-1/cn-northwest-1-bundle.pem"
    })
    void certificatesComeFromTheSiteOfThePartition(String region, String address) throws Exception {
        workspace.addProgram("curl", "#!/usr/bin/env bash\necho \"curl $*\" >>\"$RECORDED_AWS/calls\"\nexit 22\n");

        Outcome outcome = workspace.run("deploy", "--prefix", "demo", "--region", region);

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains(address + " cannot be fetched");
        assertThat(calls()).anyMatch(call -> call.startsWith("curl ") && call.endsWith(" " + address));
    }

    @Test
    void withoutMySqlNoRoleOfDmsIsLookedForOrCreated() throws Exception {
        answer("ReplicationTaskArn", "None");
        answer("dms-vpc-role", "missing");
        answer("dms-cloudwatch-logs-role", "denied");

        Outcome outcome = workspace.run("deploy", "--prefix", "demo", "--no-mysql");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(calls()).noneMatch(call -> call.startsWith("iam "));
        assertThat(parameters("storage-and-roles"))
                .containsEntry("CreateDmsVpcRole", "false")
                .containsEntry("CreateDmsCloudWatchLogsRole", "false");
    }

    @Test
    void roleThatMayNotBeLookedForStopsBeforeAnythingIsCreated() throws Exception {
        answer("dms-vpc-role", "denied");

        Outcome outcome = deploy();

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("AccessDenied", "iam:GetRole");
        assertThat(changes()).isEmpty();
    }

    @Test
    void existingRolesOfDmsAreLeftAlone() throws Exception {
        answer("dms-cloudwatch-logs-role", "missing");

        deploy();

        assertThat(parameters("storage-and-roles"))
                .containsEntry("CreateDmsVpcRole", "false")
                .containsEntry("CreateDmsCloudWatchLogsRole", "true");
    }

    /** As in AWS CloudShell, which has no Maven and a gigabyte of space. */
    @Test
    void jarThatWasBuiltElsewhereIsDeployedWithoutABuild() throws Exception {
        refuseToBuild();
        answer("ReplicationTaskArn", "None");
        Path jar = jarWith("io/streamlab/join/StreamingJoinJob.class");

        Outcome outcome = workspace.run(
                "deploy", "--prefix", "demo", "--no-mysql", "--glue-version", "5.1", "--jar", jar.toString());

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(calls())
                .anyMatch(call -> call.startsWith("s3 cp") && call.contains(" " + jar + " "))
                .noneMatch(call -> call.contains("hudi-spark"));
        assertThat(parameters("stream-job").get("JobJarKey")).matches("jars/glue-streaming-join-[0-9a-f]{12}\\.jar");
    }

    @Test
    void hudiBundleThatWasFetchedElsewhereIsDeployedWithTheJar() throws Exception {
        refuseToBuild();
        answer("ReplicationTaskArn", "None");
        Path jar = jarWith("io/streamlab/join/StreamingJoinJob.class");
        Path hudi = jarWith("org/apache/hudi/DataSourceWriteOptions.class");

        Outcome outcome = workspace.run(
                "deploy", "--prefix", "demo", "--no-mysql", "--jar", jar.toString(), "--hudi-jar", hudi.toString());

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(calls())
                .anyMatch(call ->
                        call.contains(" " + hudi + " ") && call.endsWith("/jars/hudi-spark3.3-bundle_2.12-0.14.0.jar"));
    }

    @Test
    void jarForGlue4WithoutAHudiBundleIsRefusedBeforeAnythingIsCreated() throws Exception {
        Path jar = jarWith("io/streamlab/join/StreamingJoinJob.class");

        Outcome outcome = workspace.run("deploy", "--prefix", "demo", "--no-mysql", "--jar", jar.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("with --jar, Glue 4.0 needs --hudi-jar FILE too: hudi-spark3.3-bundle_2.12-0.14.0.jar")
                .contains("--glue-version 5.1");
        assertThat(changes()).isEmpty();
    }

    @Test
    void hudiBundleOfAnEarlierDeploymentServesTheNextJar() throws Exception {
        pretendToHaveDeployed();
        refuseToBuild();
        answer("object", "found");
        answer("ReplicationTaskArn", "None");
        Path jar = jarWith("io/streamlab/join/StreamingJoinJob.class");

        Outcome outcome = workspace.run("deploy", "--no-mysql", "--jar", jar.toString());

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--jar", "--hudi-jar"})
    void fileThatIsNotTheJarIsRefusedBeforeAnythingIsCreated(String option) throws Exception {
        Path other = jarWith("com/example/Other.class");

        Outcome outcome = workspace.run("deploy", "--prefix", "demo", "--no-mysql", option, other.toString());
        Outcome missing = workspace.run("deploy", "--prefix", "demo", "--no-mysql", option, "missing.jar");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains(option + " " + other + ": this is not ");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains(option + " missing.jar: there is no such file");
        assertThat(changes()).isEmpty();
    }

    private void refuseToBuild() throws IOException {
        Files.writeString(
                workspace.folder().resolve("scripts/lib/build.sh"),
                "require_tools() { fail 'tools were asked for'; }\nensure_job_built() { fail 'a build was asked for'; }\n"
                        + "run_maven() { fail 'Maven was asked for'; }\n",
                StandardOpenOption.APPEND);
    }

    /** A file that names the class, as the directory of an archive does. */
    private Path jarWith(String className) throws IOException {
        return Files.writeString(
                Files.createTempFile(folder, "given-", ".jar"), "PK\u0003\u0004" + className + "\u0000");
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
}
