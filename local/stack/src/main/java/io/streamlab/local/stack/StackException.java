package io.streamlab.local.stack;

/** Something that the user of the stand-in has to know or to change; the message says what, without a stack trace. */
public final class StackException extends RuntimeException {

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
