package io.streamlab.join.record;

/** A JSON value does not fit its column; the message is the end of a sentence, such as {@code is the object ...}. */
final class TypeMismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    TypeMismatchException(String message) {
        super(message, null, false, false);
    }
}
