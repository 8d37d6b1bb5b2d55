package io.streamlab.local.replicator;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** What the commands of this module share: they fail with a sentence and an exit code, and lock their directory. */
public final class ForegroundCommand {

    private ForegroundCommand() {}

    /** Runs a picocli command and ends the process: 0 done, 1 failed, 2 wrong usage. */
    public static void runAndExit(Callable<Integer> command, String[] arguments) {
        int exitCode = new CommandLine(command)
                .setExecutionExceptionHandler((exception, commandLine, parseResult) -> {
                    System.err.println(commandLine.getCommandName() + ": " + messageOf(exception));
                    return exception instanceof InvalidUseException
                            ? CommandLine.ExitCode.USAGE
                            : CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
        System.exit(exitCode);
    }

    /** Thrown when a command cannot run as given. The message says what to change. The process ends with exit code 2. */
    public static final class InvalidUseException extends RuntimeException {

        public InvalidUseException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Returns the value of an environment variable.
     *
     * @throws InvalidUseException naming the variable if it is not set
     */
    public static String requiredVariable(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            throw new InvalidUseException("The environment variable " + name + " is not set", null);
        }
        return value;
    }

    /**
     * Locks a directory until the returned channel is closed or this process ends, however it ends.
     *
     * @param program what runs in the directory, for the message
     * @throws IOException if another process holds the lock
     */
    public static FileChannel lock(Path directory, String program) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new IOException("Another " + program + " is running in " + directory);
        }
        return channel;
    }

    private static String messageOf(Exception exception) {
        return exception.getMessage() == null ? exception.toString() : exception.getMessage();
    }
}
