package io.streamlab.local.replicator;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** How the commands of this module end: with a sentence instead of a stack trace, and an exit code that tells the truth. */
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

    /** The command cannot be carried out as it was given; the message says what to change. Ends the process with 2. */
    public static final class InvalidUseException extends RuntimeException {

        public InvalidUseException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * The value of an environment variable.
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

    private static String messageOf(Exception exception) {
        return exception.getMessage() == null ? exception.toString() : exception.getMessage();
    }
}
