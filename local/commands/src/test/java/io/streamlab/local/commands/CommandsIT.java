package io.streamlab.local.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamlab.local.commands.query.Query;
import io.streamlab.local.commands.submit.SubmitLocal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The commands as the scripts start them, on servers of their own. In an order, since a table has to be written before it is read. */
@TestMethodOrder(OrderAnnotation.class)
class CommandsIT {
    private static final Duration LONGEST_RUN = Duration.ofMinutes(4);

    private static final String WITHOUT_GLUE_SYNC = "";

    @TempDir
    static Path folder;

    private static Servers servers;
    private static Path job;

    @BeforeAll
    static void startServers() throws IOException, InterruptedException {
        servers = new Servers(folder);
        job = SampleJob.compile(folder);
    }

    @AfterAll
    static void stopServers() {
        servers.close();
    }

    @Test
    @Order(1)
    void aSubmittedJobWritesATableThatTheCatalogKnows() throws Exception {
        Run run = submit("--sample", "write", "--rows", "4");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output())
                .contains(
                        "INFO  StreamingJoinJob: arguments [--sample, write, --rows, 4, --checkpoint_path, s3://streamlab/checkpoint,")
                .doesNotContain("WARN");
        assertThat(query("--format", "csv", "select uuid, code from hudi_table order by uuid")
                        .output())
                .contains("uuid,code\n0,IN\n1,NULL\n2,IN\n3,NULL\n");
    }

    @Test
    @Order(2)
    void theNextQueryUsesTheArchiveOfTheFirstAndSeesWhatHasBeenWrittenSince() throws Exception {
        assertThat(submit("--sample", "write", "--rows", "6").exitCode()).isZero();
        Path rows = folder.resolve("rows.jsonl");
        Path count = folder.resolve("count.jsonl");

        Run run = query(
                "--format",
                "json",
                "--output",
                rows.toString(),
                "--output",
                count.toString(),
                "select uuid, code from hudi_table where uuid > 3 order by uuid",
                "select count(*) as n from my_kinesis_db.hudi_table");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(rows).hasContent("{\"uuid\":\"4\",\"code\":\"IN\"}\n{\"uuid\":\"5\",\"code\":null}\n");
        assertThat(count).hasContent("{\"n\":6}\n");
        assertThat(run.output()).isEqualTo("(2 rows)\n(1 row)\n");
        assertThat(archives()).hasSize(2);
    }

    @Test
    @Order(3)
    void aStatementThatIsWrongIsOneLineAndExitCodeOne() throws Exception {
        Run run = query("select nothing from hudi_table");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output().lines())
                .singleElement()
                .asString()
                .startsWith("query: Column 'nothing' does not exist.");
    }

    @Test
    @Order(4)
    void theExitCodeOfAJobThatFailsIsPassedOn() throws Exception {
        assertThat(submit("--sample", "fail").exitCode()).isEqualTo(3);
    }

    @Test
    @Order(5)
    void aSignalReachesTheJobAndIsWaitedForAndNobodySeesTheSecret() throws Exception {
        Path output = folder.resolve("stopped.log");
        Process command = start(output, SubmitLocal.class, submitArguments("--sample", "wait"));
        await().atMost(LONGEST_RUN).until(() -> Files.readString(output).contains("waiting"));

        List<String> commandLines = Stream.concat(Stream.of(command.toHandle()), command.descendants())
                .map(process -> process.info().commandLine().orElseThrow())
                .toList();
        assertThat(commandLines)
                .hasSize(2)
                .anyMatch(line -> line.contains("org.apache.spark.deploy.SparkSubmit"))
                .noneMatch(line -> line.contains(Servers.SECRET));
        command.destroy();

        assertThat(end(command, output).output()).endsWith("stopped in order\n");
        assertThat(command.exitValue()).isEqualTo(143);
    }

    /** How a command has ended and all that it has printed. */
    private record Run(int exitCode, String output) {}

    private static Run submit(String... jobArguments) throws IOException, InterruptedException {
        return run(SubmitLocal.class, submitArguments(jobArguments));
    }

    private static List<String> submitArguments(String... jobArguments) {
        List<String> arguments =
                new ArrayList<>(List.of(job.toString(), archiveFolder().toString(), WITHOUT_GLUE_SYNC));
        arguments.addAll(List.of(jobArguments));
        return arguments;
    }

    private static Run query(String... arguments) throws IOException, InterruptedException {
        List<String> complete =
                new ArrayList<>(List.of("--archives", archiveFolder().toString(), "--local"));
        complete.addAll(List.of(arguments));
        return run(Query.class, complete);
    }

    private static Run run(Class<?> mainClass, List<String> arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".log");
        return end(start(output, mainClass, arguments), output);
    }

    private static Process start(Path output, Class<?> mainClass, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Modules.java(), mainClass.getName()));
        command.addAll(arguments);
        ProcessBuilder process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        process.environment().putAll(servers.environment());
        process.environment().put("CLASSPATH", Modules.classpathOfThisModule());
        return process.start();
    }

    private static Run end(Process process, Path output) throws IOException, InterruptedException {
        boolean ended = process.waitFor(LONGEST_RUN.toSeconds(), TimeUnit.SECONDS);
        assertThat(ended).as(Files.readString(output)).isTrue();
        return new Run(process.exitValue(), Files.readString(output));
    }

    private static Path archiveFolder() {
        return folder.resolve("archives");
    }

    private static List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(archiveFolder())) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }
}
