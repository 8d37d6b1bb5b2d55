package io.streamlab.kinesis.record;

/** Thrown when bytes are no message of the expected kind. */
final class MalformedMessageException extends Exception {

    private static final long serialVersionUID = 1L;
}
