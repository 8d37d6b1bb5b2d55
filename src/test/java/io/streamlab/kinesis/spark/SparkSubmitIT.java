package io.streamlab.kinesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlab.kinesis.RecordOracle;
import io.streamlab.kinesis.offset.SequenceNumbers;
import io.streamlab.kinesis.packaging.ShadedJar;
import io.streamlab.kinesis.record.ReadRecord;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spark-submit whose only jar, but for a program of one class, is the exact-kinesis jar. */
class SparkSubmitIT {

    private static final long LONGEST_RUN_SECONDS = 120;

    /** No spark-submit has these: our classes, the job's AWS SDK and what the SDK needs, Hudi. */
    private static final List<String> NOT_OF_SPARK = List.of(
            "/target/classes",
            "/target/test-classes",
            "/software/amazon/",
            "/org/reactivestreams/",
            "/org/apache/hudi/");

    private static final String PROGRAM = classFile(ProgramOfASparkUser.class);

    @TempDir
    private Path directory;

    @Test
    void readsTheStreamWithThisJarAlone() throws Exception {
        try (EmulatedStream stream = EmulatedStream.create(2)) {
            RecordOracle oracle = new RecordOracle(stream);
            oracle.send(1_000);

            submit(ShadedJar.path("exact.kinesis.jar"), stream.name());

            oracle.verify(read(directory.resolve("output")));
        }
    }

    private void submit(Path jar, String streamName) throws Exception {
        String classpath = sparkClasspath();
        assertHasNeitherSourceNorSdk(classpath);
        Path log = directory.resolve("spark-submit.log");
        Process process = JavaProcess.of(
                        classpath,
                        log,
                        List.of(
                                "org.apache.spark.deploy.SparkSubmit",
                                "--master",
                                "local[2]",
                                "--conf",
                                "spark.ui.enabled=false",
                                "--jars",
                                jar.toString(),
                                "--class",
                                ProgramOfASparkUser.class.getName(),
                                packProgram().toString(),
                                streamName,
                                directory.resolve("checkpoint").toString(),
                                directory.resolve("output").toString()))
                .start();
        try {
            assertThat(process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS))
                    .as("spark-submit ends; its output:%n%s", Files.readString(log))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("spark-submit's exit code; its output:%n%s", Files.readString(log))
                .isZero();
    }

    private static String sparkClasspath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> NOT_OF_SPARK.stream().noneMatch(entry.replace(File.separatorChar, '/')::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void assertHasNeitherSourceNorSdk(String classpath) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classpath.split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            assertThat(loader.getResource("org/apache/spark/deploy/SparkSubmit.class"))
                    .isNotNull();
            assertThat(loader.getResource(classFile(KinesisSourceProvider.class)))
                    .isNull();
            assertThat(loader.getResource(PROGRAM)).isNull();
            assertThat(loader.getResource("software/amazon/awssdk/core/SdkClient.class"))
                    .isNull();
        }
    }

    private Path packProgram() throws IOException {
        Path jar = directory.resolve("program.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream content = getClass().getClassLoader().getResourceAsStream(PROGRAM)) {
            out.putNextEntry(new JarEntry(PROGRAM));
            content.transferTo(out);
        }
        return jar;
    }

    private static String classFile(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static List<ReadRecord> read(Path output) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<ReadRecord> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode row = mapper.readTree(line);
                    records.add(new ReadRecord(
                            row.get("shardId").asText(),
                            row.get("sequenceNumber").asText(),
                            row.get("subSequenceNumber").asLong(),
                            row.get("partitionKey").asText(),
                            row.get("data").asText()));
                }
            }
        }
        records.sort(Comparator.comparing(ReadRecord::shardId)
                .thenComparing(ReadRecord::sequenceNumber, SequenceNumbers.ORDER));
        return records;
    }
}
