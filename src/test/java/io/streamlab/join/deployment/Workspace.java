package io.streamlab.join.deployment;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of what the commands for AWS, and the build, need of the checkout, with files that look like what a build makes; so
 * commands can be run without a build, and without touching what the real checkout remembers of a deployment.
 */
final class Workspace {
    private static final long LONGEST_COMMAND_MINUTES = 10;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    private Workspace(Path folder) {
        this.folder = folder;
    }

    /**
     * @param exitCode of the command
     * @param out what it printed
     * @param err what it said
     */
    record Outcome(int exitCode, String out, String err) {
        @Override
        public String toString() {
            return "exit code " + exitCode + "\n" + out + err;
        }
    }

    static Workspace in(Path folder) throws IOException {
        copy(Path.of("scripts"), folder.resolve("scripts"));
        copy(Path.of("cloudformation"), folder.resolve("cloudformation"));
        copy(Path.of("docs", "OPTIONS.md"), folder.resolve("docs").resolve("OPTIONS.md"));
        copy(Path.of("pom.xml"), folder.resolve("pom.xml"));
        copy(Path.of("build", "pom.xml"), folder.resolve("build").resolve("pom.xml"));
        Path target = Files.createDirectories(folder.resolve("target"));
        Files.writeString(target.resolve("glue-streaming-join-0.1.0-SNAPSHOT.jar"), "the job");
        Files.createDirectories(target.resolve("hudi"));
        Files.writeString(target.resolve("hudi").resolve("hudi-spark3.3-bundle_2.12-0.14.0.jar"), "Hudi");
        // Last, as it is how the commands tell that the jar is not older than its sources.
        Files.writeString(target.resolve("built"), "");
        return new Workspace(folder);
    }

    Path folder() {
        return folder;
    }

    Workspace set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Puts a program before those of the machine, under any name. */
    Workspace addProgram(String name, String script) throws IOException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Path program = Files.writeString(programs.resolve(name), script);
        if (!program.toFile().setExecutable(true)) {
            throw new IOException(program + " cannot be made executable");
        }
        return this;
    }

    Outcome run(String... command) throws IOException, InterruptedException {
        return runWithInput("", command);
    }

    Outcome runWithInput(String input, String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out-", ".txt");
        Path err = Files.createTempFile(folder, "err-", ".txt");
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.set(0, folder.resolve("scripts").resolve(command[0]).toString());
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        // The local stand-in, if the tests run beside one, is not what these commands are for.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
        builder.environment().put("PATH", folder.resolve("programs") + ":" + System.getenv("PATH"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().write(input.getBytes());
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_COMMAND_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IllegalStateException(Stream.of(command).collect(joining(" ")) + " does not come to an end: "
                    + Files.readString(out) + Files.readString(err));
        }
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            files.forEach(file -> {
                Path copy = target.resolve(source.relativize(file).toString());
                try {
                    Files.createDirectories(Files.isDirectory(file) ? copy : copy.getParent());
                    if (Files.isRegularFile(file)) {
                        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
