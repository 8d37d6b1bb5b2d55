package io.streamlab.join.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.deployment.Workspace.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands for AWS have in common. */
class AwsCommandsTest extends RecordedAws {
    @ParameterizedTest
    @ValueSource(strings = {"deploy", "start-job", "stop-job", "status", "logs", "update-reference", "cleanup"})
    void everyCommandExplainsItself(String command) throws Exception {
        Outcome outcome = workspace.run(command, "--help");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(outcome.out()).contains("Usage: scripts/" + command + " [--", "--prefix", "--region", "--profile");
        assertThat(outcome.err()).isEmpty();
        assertThat(calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy", "start-job", "stop-job", "status", "logs", "update-reference", "cleanup"})
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

    @ParameterizedTest
    @ValueSource(
            strings = {"My_Demo", "a", "a--b", "-a", "a-", "1a", "aé", "a.b", "abcdefghijklmnopqrstu", "a b", "xn--demo"
            })
    void prefixIsCheckedBeforeAwsIsAsked(String prefix) throws Exception {
        Outcome outcome = workspace.run("deploy", "--prefix", prefix);

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("--prefix " + prefix + ": must be 2 to 20 lower-case letters, digits and single hyphens");
        assertThat(calls()).isEmpty();
        assertThat(allowedByTemplates(prefix)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sthree", "sthree-a", "amzn-s3-demo", "amzn-s3-demo-1"})
    void prefixWhoseBucketsS3RefusesIsRefused(String prefix) throws Exception {
        Outcome outcome = workspace.run("deploy", "--prefix", prefix);

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("--prefix " + prefix + ": S3 refuses names of buckets that begin so");
        assertThat(calls()).isEmpty();
        assertThat(allowedByTemplates(prefix)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "a1", "a-b", "a-1-b2", "abcdefghijklmnopqrst", "sthrees", "amzn-s3"})
    void prefixThatEveryServiceTakesIsTaken(String prefix) throws Exception {
        Outcome outcome = workspace.run("stop-job", "--prefix", prefix);

        assertThat(outcome.err()).startsWith("Deployment " + prefix + " in us-east-1");
        assertThat(allowedByTemplates(prefix)).containsExactlyElementsOf(Template.NAMES);
    }

    /** The templates whose rule the prefix keeps. */
    private static List<String> allowedByTemplates(String prefix) {
        return Template.NAMES.stream()
                .filter(name -> {
                    Map<String, Object> rule =
                            Template.map(Template.read(name).parameters().get("Prefix"));
                    return prefix.matches((String) rule.get("AllowedPattern"))
                            && prefix.length() >= (int) rule.get("MinLength")
                            && prefix.length() <= (int) rule.get("MaxLength");
                })
                .toList();
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
    void otherCommandsFindTheDeployment() throws Exception {
        pretendToHaveDeployed();

        Outcome outcome = workspace.set("AWS_REGION", "eu-west-1").run("stop-job");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(outcome.err())
                .isEqualTo("Deployment demo in us-east-1, account 123456789012.\nThe job does not run.\n");
    }

    /** The CLI signs in by ways that the SDK in Java lacks, such as single sign-on. */
    @Test
    void sampleDataIsSentWithTheCredentialsOfTheCli() throws Exception {
        pretendToHaveDeployed();
        Path build = workspace.folder().resolve("scripts").resolve("lib").resolve("build.sh");
        Files.writeString(
                build,
                "require_java_and_maven() { :; }\nensure_example_built() { :; }\n"
                        + "exec_java() { echo \"${AWS_PROFILE-none} ${AWS_ACCESS_KEY_ID-none} ${AWS_SESSION_TOKEN-none}\"; }\n",
                StandardOpenOption.APPEND);
        workspace.set("AWS_PROFILE", "sso");

        assertThat(workspace.run("generate-data").out()).isEqualTo("none ASIAOFTHESESSION token\n");
        assertThat(workspace.run("generate-data", "--stream", "mine").out()).isEqualTo("none ASIAOFTHESESSION token\n");
        answer("credentials", "no such command");
        assertThat(workspace.run("generate-data").out()).isEqualTo("sso none none\n");
        assertThat(calls()).noneMatch(call -> call.contains("secret-of-the-session"));
    }

    @Test
    void sampleDataGoesToTheStreamOfTheDeployment() throws Exception {
        pretendToHaveDeployed();
        // In place of the build, and of the generator that it builds.
        Path build = workspace.folder().resolve("scripts").resolve("lib").resolve("build.sh");
        Files.writeString(
                build,
                "require_java_and_maven() { :; }\nensure_example_built() { :; }\nexec_java() { echo \"$AWS_REGION $*\"; }\n",
                StandardOpenOption.APPEND);
        workspace.set("AWS_REGION", "eu-west-1");

        assertThat(workspace.run("generate-data", "--records", "5").out())
                .isEqualTo("us-east-1 local/example io.streamlab.local.example.GenerateData"
                        + " --stream the-StreamName --records 5\n");
        assertThat(workspace.run("generate-data", "--stream", "mine").out())
                .isEqualTo("eu-west-1 local/example io.streamlab.local.example.GenerateData --stream mine\n");
    }
}
