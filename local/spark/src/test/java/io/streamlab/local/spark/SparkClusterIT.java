package io.streamlab.local.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real clusters, of one master and two workers. */
public class SparkClusterIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SECRET = "secret-of-the-user";
    private static final String EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend";
    private static final ClusterSpec TWO_WORKERS = new ClusterSpec(2, 1, "600m", List.of("-XX:+UseSerialGC"));

    @TempDir
    private Path folder;

    @AfterEach
    void leaveNothingBehind() {
        new ClusterProcesses(folder.toString()).kill();
    }

    @Test
    void theProgramsTasksRunInOtherProcessesAndNoSecretIsOnACommandLine() throws Exception {
        Path facts = folder.resolve("facts");

        int exitCode =
                program(Counting.class, facts).run(folder, silent(), () -> true, false, Optional.of(TWO_WORKERS));

        assertThat(exitCode).isZero();
        assertThat(Files.readAllLines(facts))
                .contains("rows 1000", "executors with credentials 2", "speculation true", "dynamic allocation true")
                .noneMatch(line -> line.contains(SECRET))
                .anyMatch(line -> line.contains(EXECUTOR))
                .anyMatch(line -> line.contains("ClusterNode") && line.contains(" master"))
                .allMatch(line -> !line.contains("authenticate.secret"));
        assertThat(processes()).isEmpty();
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void ctrlCIsForTheDriverAloneAndAllEndsWithTheCommandThatIsKilled() throws Exception {
        Path started = folder.resolve("facts");
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Command.class.getName(),
                        folder.toString(),
                        started.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("command.log").toFile())
                .start();
        await().atMost(PATIENCE)
                .until(() -> Files.exists(started) && ofKind(EXECUTOR).size() == 2);
        List<ProcessHandle> cluster = Stream.concat(ofKind(EXECUTOR).stream(), ofKind("ClusterNode").stream())
                .toList();
        assertThat(cluster).as("master, workers, executors").hasSize(5);

        for (ProcessHandle process : cluster) {
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        }
        await().during(Duration.ofSeconds(2)).until(() -> cluster.stream().allMatch(ProcessHandle::isAlive));

        command.destroyForcibly();

        await().atMost(Duration.ofSeconds(30)).until(() -> processes().isEmpty());
    }

    @Test
    void theProgramEndsWhenTheMasterHasEndedAndItIsSaidSo() throws Exception {
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        Path started = folder.resolve("facts");
        SparkProgram program = program(Waiting.class, started);
        CompletableFuture<Integer> run = CompletableFuture.supplyAsync(() -> {
            try {
                return program.run(
                        folder,
                        new PrintStream(messages, true, StandardCharsets.UTF_8),
                        () -> true,
                        false,
                        Optional.of(TWO_WORKERS));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(PATIENCE).until(() -> Files.exists(started));
        ProcessHandle worker = ofKind("worker-2").get(0);
        worker.destroyForcibly();
        await().atMost(PATIENCE).until(() -> messages.toString(StandardCharsets.UTF_8)
                .contains("test: worker-2 of the Spark cluster has ended; 1 of 2 workers are left"));

        ofKind("ClusterNode " + folder.toAbsolutePath()).stream()
                .filter(process -> process.info().commandLine().orElse("").contains(" master"))
                .forEach(ProcessHandle::destroyForcibly);

        assertThat(run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(messages.toString(StandardCharsets.UTF_8))
                .contains("test: the master of the Spark cluster has ended");
        assertThat(processes()).isEmpty();
        assertThat(program.logOfFailure(folder)).content().contains("==== master.log");
    }

    private List<ProcessHandle> processes() {
        return ofKind(folder + "/scratch/");
    }

    /** Returns the processes of this test that name the text on their command line. */
    private List<ProcessHandle> ofKind(String text) {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    String line = process.info().commandLine().orElse("");
                    return line.contains(folder + "/scratch/") && line.contains(text);
                })
                .toList();
    }

    private static SparkProgram program(Class<?> driver, Path facts) {
        String classpath = System.getProperty("java.class.path");
        return new SparkProgram(
                "test",
                classpath,
                List.of(
                        "-Xmx600m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlog4j2.configurationFile=io/streamlab/local/spark/log4j2-cluster.properties"),
                "org.apache.spark.deploy.SparkSubmit",
                List.of(
                        "--conf",
                        "spark.ui.enabled=false",
                        "--class",
                        driver.getName(),
                        "spark-internal",
                        facts.toString()),
                Map.of("AWS_SECRET_ACCESS_KEY", SECRET));
    }

    private static PrintStream silent() {
        return new PrintStream(OutputStream.nullOutputStream(), true);
    }

    /** A command that may be killed. */
    static final class Command {
        public static void main(String... arguments) throws Exception {
            System.exit(program(Waiting.class, Path.of(arguments[1]))
                    .run(Path.of(arguments[0]), System.err, () -> true, false, Optional.of(TWO_WORKERS)));
        }
    }

    /** Says that it has come so far, and waits. */
    public static final class Waiting {
        public static void main(String... arguments) throws Exception {
            try (SparkSession spark = SparkSession.builder().getOrCreate()) {
                spark.range(1000).repartition(4).count();
                Files.createFile(Path.of(arguments[0]));
                Thread.sleep(TimeUnit.HOURS.toMillis(1));
            }
        }
    }

    /** Counts rows, and writes down what it sees meanwhile. */
    public static final class Counting {
        public static void main(String... arguments) throws Exception {
            try (SparkSession spark = SparkSession.builder().getOrCreate()) {
                long rows = spark.range(1000).repartition(4).count();
                await().atMost(PATIENCE).until(() -> executors().size() == 2);
                String lines = ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .collect(Collectors.joining("\n"));
                Files.writeString(
                        Path.of(arguments[0]),
                        "rows " + rows + "\nexecutors with credentials "
                                + executors().stream()
                                        .filter(Counting::hasCredentials)
                                        .count() + "\nspeculation "
                                + spark.conf().get("spark.speculation")
                                + "\ndynamic allocation " + spark.conf().get("spark.dynamicAllocation.enabled") + "\n"
                                + lines);
            }
        }

        private static List<ProcessHandle> executors() {
            String scratch = System.getProperty("java.io.tmpdir");
            return ProcessHandle.allProcesses()
                    .filter(process -> {
                        String line = process.info().commandLine().orElse("");
                        return line.contains(scratch + "/") && line.contains(EXECUTOR);
                    })
                    .toList();
        }

        /** The system shows the environment of a process to its owner. */
        private static boolean hasCredentials(ProcessHandle executor) {
            try {
                return Files.readString(
                                Path.of("/proc", Long.toString(executor.pid()), "environ"), StandardCharsets.ISO_8859_1)
                        .contains("AWS_SECRET_ACCESS_KEY=" + SECRET);
            } catch (IOException e) {
                return false;
            }
        }
    }
}
