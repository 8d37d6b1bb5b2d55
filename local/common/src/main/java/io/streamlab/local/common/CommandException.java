package io.streamlab.local.common;

/** Thrown when a command cannot go on. The message is a sentence for the user, who gets no stack trace, and says what to do. */
public final class CommandException extends RuntimeException {

    public CommandException(String message) {
        super(message);
    }

    public CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
