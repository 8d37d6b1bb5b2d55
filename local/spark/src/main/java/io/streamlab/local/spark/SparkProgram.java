package io.streamlab.local.spark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A program that needs Spark, run in a JVM of its own.
 *
 * @param name of the command that the user has given
 * @param classpath in the form of Java's -cp
 * @param jvmOptions in addition to those that Spark needs on Java 17
 * @param environment variables that are added to this process's own, or replace them
 */
public record SparkProgram(
        String name,
        String classpath,
        List<String> jvmOptions,
        String mainClass,
        List<String> arguments,
        Map<String, String> environment) {

    /** Variables through which a Spark installation of the user's own would have a say. */
    private static final List<String> FOREIGN_VARIABLES = List.of("SPARK_HOME", "SPARK_CONF_DIR", "MASTER");

    /** Ends that are none of the program's own failures: by itself, by Ctrl-C, by SIGTERM. */
    static final Set<Integer> GOOD_ENDS = Set.of(0, 130, 143);

    /** The system property that names the file for the log of a program that keeps one. */
    private static final String LOG = "program.log";

    private static final int CLUSTER_ENDED = 1;

    public SparkProgram {
        jvmOptions = List.copyOf(jvmOptions);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /**
     * Runs the program in the foreground to its end.
     *
     * @param folder where the class archives are that make starts faster, and the program's temporary files while it runs
     * @param messages where the user reads what takes time
     * @return the program's exit code
     */
    public int run(Path folder, PrintStream messages) throws IOException, InterruptedException {
        return run(folder, messages, () -> true);
    }

    /**
     * As {@link #run(Path, PrintStream)}, as long as it makes sense.
     *
     * @param mayGoOn asked every two seconds; the program is killed when it may not
     */
    public int run(Path folder, PrintStream messages, BooleanSupplier mayGoOn)
            throws IOException, InterruptedException {
        return run(folder, messages, mayGoOn, true);
    }

    /** @param makesArchive whether the run may make a class archive for faster starts of later runs */
    public int run(Path folder, PrintStream messages, BooleanSupplier mayGoOn, boolean makesArchive)
            throws IOException, InterruptedException {
        return run(folder, messages, mayGoOn, makesArchive, Optional.empty());
    }

    /**
     * As {@link #run(Path, PrintStream, BooleanSupplier, boolean)}, as the driver of a Spark cluster that starts and ends with the run.
     *
     * @param cluster without one, the program's own arguments say where Spark runs
     * @return the program's exit code, or 1 if the cluster has ended before the program
     */
    public int run(
            Path folder,
            PrintStream messages,
            BooleanSupplier mayGoOn,
            boolean makesArchive,
            Optional<ClusterSpec> cluster)
            throws IOException, InterruptedException {
        ClassArchive archive = new ClassArchive(folder, name, classpath, makesArchive);
        ScratchFolder scratch = ScratchFolder.create(folder.resolve("scratch"));
        if (archive.isToBeMade()) {
            messages.println(
                    name + ": the first run; at its end it takes some 10 seconds more, for faster starts from then on");
        }
        List<String> options = new ArrayList<>(archive.prepare());
        options.addAll(scratch.jvmOptions());
        Path log = scratch.resolve(LOG);
        options.add("-D" + LOG + "=" + log);
        if (cluster.isEmpty()) {
            return ChildProcess.run(
                    process(options), mayGoOn, exitCode -> conclude(exitCode, archive, scratch, log, folder));
        }
        return runOn(
                SparkCluster.start(cluster.get(), classpath, environment, scratch.folder()),
                process(options),
                messages,
                mayGoOn,
                exitCode -> conclude(exitCode, archive, scratch, log, folder),
                log);
    }

    private int runOn(
            SparkCluster cluster,
            ProcessBuilder driver,
            PrintStream messages,
            BooleanSupplier mayGoOn,
            ChildProcess.Conclusion conclusion,
            Path log)
            throws IOException, InterruptedException {
        String[] problem = {""};
        try {
            driver.environment().putAll(cluster.driverEnvironment());
            int exitCode = ChildProcess.run(
                    driver, () -> mayGoOn.getAsBoolean() && cluster.mayGoOn(name, messages), driverExitCode -> {
                        problem[0] = cluster.problem();
                        cluster.end();
                        if (!GOOD_ENDS.contains(driverExitCode)) {
                            cluster.appendLogs(log);
                        }
                        conclusion.accept(driverExitCode);
                    });
            if (!problem[0].isEmpty()) {
                messages.println(name + ": " + problem[0]);
                return CLUSTER_ENDED;
            }
            return exitCode;
        } finally {
            cluster.end();
        }
    }

    private void conclude(int exitCode, ClassArchive archive, ScratchFolder scratch, Path log, Path folder)
            throws IOException {
        archive.conclude(exitCode);
        RunLogs logs = new RunLogs(folder, name);
        Files.deleteIfExists(logs.ofThisProcess());
        if (!GOOD_ENDS.contains(exitCode) && Files.exists(log) && Files.size(log) > 0) {
            Files.move(log, logs.ofThisProcess(), StandardCopyOption.REPLACE_EXISTING);
            logs.prune();
        }
        scratch.remove();
    }

    /** Returns the file for the log of this process's last run, if that failed and the program keeps one. */
    public Path logOfFailure(Path folder) {
        return new RunLogs(folder, name).ofThisProcess();
    }

    /** The program as a process to be started, without an archive of its classes and with the machine's folder for temporary files. */
    public ProcessBuilder process() {
        return process(List.of());
    }

    private ProcessBuilder process(List<String> furtherOptions) {
        ProcessBuilder process = new ProcessBuilder(command(furtherOptions));
        process.environment().keySet().removeAll(FOREIGN_VARIABLES);
        process.environment().putAll(environment);
        // Not on the command line, where it would fill several screens in a list of processes.
        process.environment().put("CLASSPATH", classpath);
        // Else Spark looks for the machine's name in the network, in vain on many a laptop.
        process.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return process;
    }

    /** Returns the command line, on which every user of the machine can look. */
    List<String> command(List<String> furtherOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
        command.addAll(jvmOptions);
        command.addAll(furtherOptions);
        command.add(mainClass);
        command.addAll(arguments);
        return List.copyOf(command);
    }
}
