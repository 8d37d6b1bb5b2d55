package io.streamlab.local.common;

/** Something that the user of the stand-in has to know or to change; the message says what, without a stack trace. */
public final class CommandException extends RuntimeException {

    public CommandException(String message) {
        super(message);
    }

    public CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
