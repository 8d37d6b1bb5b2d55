package io.streamlab.join.deployment;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlab.join.deployment.Workspace.Outcome;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A copy of the scripts with a program in place of the AWS CLI that records what it is asked to do. The tests of each command
 * extend it.
 */
abstract class RecordedAws {
    /** The one that the recording finds in Secrets Manager. */
    static final String PASSWORD = "TheSecretPassword1";

    static final Pattern CHANGE = Pattern.compile(
            "^(s3 |rds-data |\\w+ (create|update|delete|import|start|stop|batch-stop)-|s3api delete-|dms test-connection)");

    static final Pattern STATEMENT = Pattern.compile("\"sql\": \"(?:\\\\n| )*(\\w+ [\\w.]+)");

    @TempDir
    Path folder;

    Workspace workspace;
    Path recorded;

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

    /** What a deployment leaves behind: its stacks, and what the checkout remembers. */
    void pretendToHaveDeployed() throws IOException {
        Path stacks = Files.createDirectories(recorded.resolve("stacks"));
        for (String stack : Template.NAMES) {
            Files.writeString(stacks.resolve("demo-" + stack), "CREATE_COMPLETE\n");
        }
        Path memory = Files.createDirectories(workspace.folder().resolve(".local"));
        Files.writeString(memory.resolve("deployment"), "prefix=demo\nregion=us-east-1\nprofile=\n");
        answer("task-status", "running");
    }

    /** A first deployment with MySQL; the task is ready, and its connections were never tested. */
    Outcome deploy() throws Exception {
        answer("task-status", "ready");
        answer("connection", "None\nsuccessful\nNone\nsuccessful");
        Path certificates = Files.writeString(folder.resolve("certificates.pem"), "-----BEGIN CERTIFICATE-----");
        return workspace.run("deploy", "--prefix", "demo", "--rds-certificates", certificates.toString());
    }

    /** What the recording answers when it is asked for this, line by line. */
    void answer(String key, String lines) throws IOException {
        Path answers = Files.createDirectories(recorded.resolve("answers"));
        Files.writeString(answers.resolve(key), lines + "\n");
    }

    List<String> calls() throws IOException {
        Path calls = recorded.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /** The files that calls named, in the order of the calls. */
    List<String> requests() throws IOException {
        Path requests = recorded.resolve("requests");
        List<String> texts = new ArrayList<>();
        for (int i = 0; Files.exists(requests.resolve(Integer.toString(i))); i++) {
            texts.add(Files.readString(requests.resolve(Integer.toString(i))));
        }
        return texts;
    }

    /** The parameters with which a stack was created. */
    Map<String, String> parameters(String stack) throws IOException {
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
    List<String> changes() throws IOException {
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

    static String shortened(String call, String request) {
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

    static int filesIn(String call) {
        return (int) Stream.of(call.split(" "))
                .filter(word -> word.startsWith("file://"))
                .count();
    }

    static String firstGroup(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException(pattern + " is not in " + text);
        }
        return matcher.group(1);
    }

    static Path program(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is not on the PATH"));
    }

    static String resource(String name) throws IOException {
        try (InputStream resource = Objects.requireNonNull(AwsCommandsTest.class.getResourceAsStream(name), name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
