package io.streamlab.join.deployment;

import static io.streamlab.join.deployment.Template.map;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The entry script, compiled as Glue does it, against signatures of Glue's library that are written by hand, and run as
 * a process of its own with a flow that only tells how it was called.
 */
class EntryScriptTest {
    private static final Path SCRIPT = Path.of("scripts", "glue", "GlueStreamingJoin.scala");
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private static Path folder;

    private static Path signatures;
    private static Path recorded;
    private static Output compilation;

    /**
     * @param exitCode of the process
     * @param text standard output and standard error
     */
    private record Output(int exitCode, String text) {
        List<String> calls() {
            return text.lines().filter(line -> line.startsWith("CALL ")).toList();
        }
    }

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        signatures = Files.createDirectories(folder.resolve("signatures"));
        recorded = Files.createDirectories(folder.resolve("recorded"));
        Path source = folder.resolve("GlueSignatures.scala");
        Files.write(source, resource("GlueSignatures.scala"));
        compilation = java(
                CLASS_PATH,
                "scala.tools.nsc.Main",
                "-usejavacp",
                "-deprecation",
                "-feature",
                "-d",
                signatures.toString(),
                source.toString(),
                SCRIPT.toString());
        compileRecordedFlow();
    }

    @Test
    void scriptCompilesWithoutAWord() {
        assertThat(compilation.text()).isEmpty();
        assertThat(compilation.exitCode()).isZero();
    }

    @Test
    void objectIsCalledAsTheJobsArgumentsSay() {
        Object entry = map(Resolver.of(Template.read("stream-job"))
                        .properties("Job")
                        .get("DefaultArguments"))
                .get("--class");

        assertThat(signatures.resolve(entry + ".class")).exists();
    }

    @Test
    void flowRunsInGluesSessionBetweenInitAndCommit() throws IOException, InterruptedException {
        Output run = run(arguments());

        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(run.calls())
                .containsExactly(
                        "CALL GlueContext",
                        "CALL Job.init demo-streaming-join {JOB_NAME=demo-streaming-join}",
                        "CALL StreamingJoin.run s3://BUCKET/output/hudi_table/ with Glue's session",
                        "CALL Job.commit");
    }

    @Test
    void failedFlowFailsTheRunAndIsNotCommitted() throws IOException, InterruptedException {
        List<String> arguments = arguments();
        arguments.set(arguments.indexOf("--source_table") + 1, "broken");

        Output run = run(arguments);

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.text()).contains("java.lang.IllegalStateException: the stream is broken");
        assertThat(run.calls()).hasSize(3).last().asString().startsWith("CALL StreamingJoin.run");
    }

    @Test
    void wrongArgumentsFailTheRunBeforeAnythingIsStarted() throws IOException, InterruptedException {
        List<String> arguments = arguments();
        arguments.addAll(List.of("--windw_seconds", "60"));

        Output run = run(arguments);

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.text())
                .contains("--windw_seconds is not an option of this job; the nearest is --window_seconds");
        assertThat(run.calls()).isEmpty();
    }

    /** What Glue passes to a script: the job's arguments as the template has them, and those with which it starts a run. */
    private static List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--JOB_NAME",
                "demo-streaming-join",
                "--JOB_ID",
                "j_1",
                "--JOB_RUN_ID",
                "jr_1",
                "--job-bookmark-option"));
        arguments.add("job-bookmark-disable");
        map(Resolver.of(Template.read("stream-job")).properties("Job").get("DefaultArguments"))
                .forEach((key, value) -> {
                    arguments.add(key);
                    arguments.add(String.valueOf(value).replaceAll("<streamlab-\\w+BucketName>", "BUCKET"));
                });
        return arguments;
    }

    private static Output run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("GlueStreamingJoin"));
        command.addAll(arguments);
        return java(
                recorded + File.pathSeparator + signatures + File.pathSeparator + CLASS_PATH,
                command.toArray(String[]::new));
    }

    /** Runs a class in a process with this one's JVM options: Spark's on Java 17. */
    private static Output java(String classPath, String... classAndArguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens"))
                .forEach(command::add);
        // Quicker for processes that live a few seconds.
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("-Dspark.master=local[1]", "-Dspark.app.name=entry-script", "-Dspark.ui.enabled=false"));
        command.addAll(List.of(classAndArguments));
        Path output = Files.createTempFile(folder, "output-", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("CLASSPATH", classPath);
        int exitCode = builder.start().waitFor();
        return new Output(exitCode, Files.readString(output));
    }

    private static void compileRecordedFlow() throws IOException {
        String source = new String(resource("RecordedStreamingJoin.txt"), UTF_8);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("memory:///StreamingJoin.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        boolean compiled = compiler.getTask(
                        null,
                        null,
                        null,
                        List.of("-d", recorded.toString(), "-classpath", CLASS_PATH),
                        null,
                        List.of(file))
                .call();
        assertThat(compiled).isTrue();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream resource = Objects.requireNonNull(EntryScriptTest.class.getResourceAsStream(name), name)) {
            return resource.readAllBytes();
        }
    }
}
