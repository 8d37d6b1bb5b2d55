package io.streamlab.join.batch;

/** A JSON value does not fit its column; the message is the end of a sentence, such as {@code is the object ...}. */
final class UnfitValueException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitValueException(String message) {
        super(message, null, false, false);
    }
}
