package io.streamlab.verify.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One Spark process for all arms of a benchmark, with the job's own jar. The program, which is given a folder, has a {@link Workspace} there.
 *
 * @param hudiBundle instead of that of the local stand-in
 * @param messages where the user sees each result
 */
public record ArmsProcess(Checkout checkout, Optional<Path> hudiBundle, PrintStream messages) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long MILLIS_BETWEEN_LOOKS = 500;

    /**
     * The heap is as large at the start as it may become, as that of a process that has run for a while. Else it shrinks whenever
     * a program clears up before a batch, and grows in the batch's time.
     */
    private static final List<String> JVM_OPTIONS =
            List.of("-Xms4g", "-Xmx4g", "-Dlog4j2.configurationFile=io/streamlab/local/spark/log4j2-job.properties");

    /**
     * Runs the program to its end.
     *
     * @param settings written as JSON
     * @param folder kept if the program fails, for its log
     * @param type of the results
     * @param describe a result in a line
     */
    public <R> List<R> run(
            Class<?> program,
            Object settings,
            Map<String, String> environment,
            WorkFolder folder,
            Class<R> type,
            Function<R, String> describe)
            throws InterruptedException {
        Path results = folder.path(Workspace.RESULTS_FILE);
        write(settings, folder.path(Workspace.SETTINGS_FILE));
        Thread follower = new Thread(() -> follow(results, type, describe), "progress");
        follower.setDaemon(true);
        follower.start();
        try {
            SparkProcess.run(
                    program.getSimpleName(),
                    classpath(),
                    JVM_OPTIONS,
                    program,
                    List.of(folder.path().toString()),
                    environment,
                    folder.path("spark.log"));
        } catch (CommandException e) {
            folder.keep();
            throw e;
        } finally {
            follower.interrupt();
            follower.join();
        }
        return read(results, type);
    }

    /** Returns the Hudi that the arms run on, such as {@code hudi-spark3.3-bundle_2.12-0.14.0}. */
    public String hudi() {
        return classpath().stream()
                .filter(ArmsProcess::isHudi)
                .map(jar -> jar.getFileName().toString().replaceAll("\\.jar$", ""))
                .findFirst()
                .orElseThrow(() -> new CommandException("there is no Hudi bundle on the classpath"));
    }

    private List<Path> classpath() {
        List<Path> jars = new ArrayList<>();
        jars.add(checkout.jobJar());
        jars.add(checkout.jar("verify/benchmark"));
        jars.add(checkout.jar("local/example"));
        // For the settings of its log.
        jars.add(checkout.module("local/spark").resolve("target/classes"));
        for (Path jar : checkout.dependencies("local/spark")) {
            jars.add(isHudi(jar) ? hudiBundle.orElse(jar) : jar);
        }
        return jars;
    }

    private static boolean isHudi(Path jar) {
        return jar.getFileName().toString().startsWith("hudi-spark");
    }

    /** Until interrupted, and then once more. */
    private <R> void follow(Path results, Class<R> type, Function<R, String> describe) {
        int shown = 0;
        boolean ended = false;
        while (true) {
            List<R> all = Files.exists(results) ? read(results, type) : List.of();
            all.subList(shown, all.size()).forEach(result -> messages.println(describe.apply(result)));
            shown = all.size();
            if (ended) {
                return;
            }
            try {
                Thread.sleep(MILLIS_BETWEEN_LOOKS);
            } catch (InterruptedException e) {
                ended = true;
            }
        }
    }

    private static void write(Object settings, Path file) {
        try {
            JSON.writeValue(file.toFile(), settings);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Reads the whole lines: the last one may be half written while the program runs. */
    private static <R> List<R> read(Path results, Class<R> type) {
        try {
            String text = Files.readString(results);
            List<R> all = new ArrayList<>();
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                all.add(JSON.readValue(line, type));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + results, e);
        }
    }
}
