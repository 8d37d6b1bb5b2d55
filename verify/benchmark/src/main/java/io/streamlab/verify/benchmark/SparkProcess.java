package io.streamlab.verify.benchmark;

import io.streamlab.local.common.CommandException;
import io.streamlab.local.spark.SparkProgram;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A JVM of its own with Spark and with just the jars that an arm needs, so that no arm warms another, slows it or gives it classes.
 */
public final class SparkProcess {
    private SparkProcess() {}

    /**
     * Runs a program to its end; it is ended with this process.
     *
     * @param classpath all of it, Spark too
     * @param jvmOptions in addition to those that Spark needs on Java 17
     * @param log takes what the program prints
     * @throws CommandException if it ends with another exit code than 0
     */
    public static void run(
            String name,
            List<Path> classpath,
            List<String> jvmOptions,
            Class<?> program,
            List<String> arguments,
            Map<String, String> environment,
            Path log)
            throws InterruptedException {
        String joined = classpath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        ProcessBuilder builder =
                new SparkProgram(name, joined, jvmOptions, program.getName(), arguments, environment).process();
        try {
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(Redirect.to(log.toFile()))
                    .start();
            // Left in place: it does nothing to a process that has ended, and arms are few.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-" + name));
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new CommandException(
                        name + " ended with exit code " + exitCode + "; what it printed is in " + log);
            }
        } catch (IOException e) {
            throw new CommandException("cannot run " + name, e);
        }
    }
}
