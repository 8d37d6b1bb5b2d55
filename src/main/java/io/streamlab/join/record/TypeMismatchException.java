package io.streamlab.join.record;

/** Thrown when a JSON value does not fit its column. The message is the end of a sentence, such as {@code is 'many'}. */
final class TypeMismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    TypeMismatchException(String message) {
        super(message, null, false, false);
    }
}
