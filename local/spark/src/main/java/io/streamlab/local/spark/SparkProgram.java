package io.streamlab.local.spark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A program that needs Spark, run in a JVM of its own.
 *
 * @param name of the command that the user has given
 * @param classpath in the form of Java's -cp
 * @param jvmOptions beside those that Spark needs on Java 17
 * @param environment variables beside and instead of this process's own
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

    public SparkProgram {
        jvmOptions = List.copyOf(jvmOptions);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /**
     * Runs the program in the foreground to its end.
     *
     * @param archives the folder of the class archives that make starts faster
     * @param messages where the user is told of what takes time
     * @return the program's exit code
     */
    public int run(Path archives, PrintStream messages) throws IOException, InterruptedException {
        ClassArchive archive = new ClassArchive(archives, name, classpath);
        if (archive.isToBeMade()) {
            messages.println(
                    name + ": the first run; at its end it takes some 10 seconds more, for faster starts from then on");
        }
        return ChildProcess.run(process(archive.prepare()), archive::conclude);
    }

    /** The program as a process to be started, without an archive of its classes. */
    public ProcessBuilder process() {
        return process(List.of());
    }

    private ProcessBuilder process(List<String> archiveOptions) {
        ProcessBuilder process = new ProcessBuilder(command(archiveOptions));
        process.environment().keySet().removeAll(FOREIGN_VARIABLES);
        process.environment().putAll(environment);
        // Not on the command line, where it would fill several screens in a list of processes.
        process.environment().put("CLASSPATH", classpath);
        // Else Spark looks for the machine's name in the network, in vain on many a laptop.
        process.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return process;
    }

    /** The command line, on which every user of the machine can look. */
    List<String> command(List<String> archiveOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
        command.addAll(jvmOptions);
        command.addAll(archiveOptions);
        command.add(mainClass);
        command.addAll(arguments);
        return List.copyOf(command);
    }
}
