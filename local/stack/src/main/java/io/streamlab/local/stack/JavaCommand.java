package io.streamlab.local.stack;

import io.streamlab.local.common.Checkout;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a Java server with the classpath of one module. Small and quick to start rather than fast at its
 * peak: one compiler tier, the serial collector, a bounded heap.
 */
public final class JavaCommand {

    private final List<String> options = new ArrayList<>();
    private final String classpath;

    private JavaCommand(String classpath) {
        this.classpath = classpath;
    }

    /** Takes the classes and dependencies of {@code module}. */
    public static JavaCommand ofModule(Checkout checkout, String module) {
        return new JavaCommand(checkout.classpath(module)).option("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }

    /** Puts a folder with configuration files before everything else on the classpath. */
    public JavaCommand withConfiguration(Path folder) {
        JavaCommand command = new JavaCommand(folder + File.pathSeparator + classpath);
        command.options.addAll(options);
        return command;
    }

    /** @param size as Java's -Xmx takes it, for example {@code 256m} */
    public JavaCommand maximumHeap(String size) {
        return option("-Xmx" + size);
    }

    /** @param folder for temporary files; it has to exist when the server starts */
    public JavaCommand temporaryFiles(Path folder) {
        return property("java.io.tmpdir", folder);
    }

    public JavaCommand property(String key, Object value) {
        return option("-D" + key + "=" + value);
    }

    /**
     * Returns the whole command. The classpath goes into {@code argumentFile}, so that the command stays readable in a list of
     * processes and under the system's limit.
     */
    public List<String> run(Path argumentFile, String mainClass, String... arguments) {
        try {
            Files.createDirectories(argumentFile.getParent());
            // In an argument file a backslash escapes, and quotes keep blanks.
            Files.writeString(argumentFile, "-cp\n\"" + classpath.replace("\\", "\\\\") + "\"\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + argumentFile, e);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("@" + argumentFile);
        command.add(mainClass);
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }

    private JavaCommand option(String... added) {
        JavaCommand command = new JavaCommand(classpath);
        command.options.addAll(options);
        command.options.addAll(List.of(added));
        return command;
    }
}
