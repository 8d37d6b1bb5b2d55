package io.streamlab.local.spark;

/** Something that a command needs is not there. The message is one sentence for the user and says what to do. */
public final class SetupException extends RuntimeException {
    public SetupException(String message) {
        super(message);
    }

    public SetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
