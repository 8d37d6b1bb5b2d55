package io.streamlab.local.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkProgramTest {
    private static final PrintStream SILENT = new PrintStream(OutputStream.nullOutputStream(), true);

    @TempDir
    Path archives;

    @Test
    void theCommandOpensWhatSparkNeedsAndKeepsTheOrderOfOptionsAndArguments() {
        List<String> command = program(Map.of()).command(List.of("-XX:SharedArchiveFile=x.jsa"));

        assertThat(command)
                .startsWith(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .contains("--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED")
                .endsWith("-Xmx64m", "-XX:SharedArchiveFile=x.jsa", Answer.class.getName(), "one", "two");
        assertThat(command).doesNotContain("-cp", System.getProperty("java.class.path"));
    }

    @Test
    void theExitCodeIsThatOfTheProgramWhichFindsItsClassesAndItsEnvironment() throws Exception {
        ByteArrayOutputStream messages = new ByteArrayOutputStream();

        int exitCode =
                program(Map.of("ANSWER", "42")).run(archives, new PrintStream(messages, true, StandardCharsets.UTF_8));

        assertThat(exitCode).isEqualTo(42);
    }

    @Test
    void aProgramThatFailsLeavesItsLogAndNothingElse() throws Exception {
        SparkProgram failing = program(Map.of("ANSWER", "42"));

        failing.run(archives, SILENT);

        assertThat(failing.logOfFailure(archives)).hasContent("answering 42");
        assertThat(archives.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void aProgramThatSucceedsLeavesNothing() throws Exception {
        program(Map.of("ANSWER", "42")).run(archives, SILENT);
        SparkProgram succeeding = program(Map.of("ANSWER", "0"));

        succeeding.run(archives, SILENT);

        assertThat(succeeding.logOfFailure(archives)).doesNotExist();
        assertThat(archives.resolve("scratch")).isEmptyDirectory();
    }

    private static SparkProgram program(Map<String, String> environment) {
        return new SparkProgram(
                "answer",
                System.getProperty("java.class.path"),
                List.of("-Xmx64m"),
                Answer.class.getName(),
                List.of("one", "two"),
                environment);
    }

    /** Ends with the exit code that its environment names, if its arguments are right. */
    static final class Answer {
        public static void main(String... arguments) throws IOException {
            boolean complete = List.of(arguments).equals(List.of("one", "two"))
                    && "127.0.0.1".equals(System.getenv("SPARK_LOCAL_IP"));
            Files.writeString(Path.of(System.getProperty("program.log")), "answering " + System.getenv("ANSWER"));
            Files.createTempFile("left-behind", ".txt");
            System.exit(complete ? Integer.parseInt(System.getenv("ANSWER")) : 1);
        }
    }
}
