package io.streamlab.kinesis.record;

/** Bytes that are no message of the expected kind. */
final class MalformedMessageException extends Exception {

    private static final long serialVersionUID = 1L;
}
