package io.streamlab.kinesis.client;

/** Thrown when a stream takes no record for minutes, because its shards are full. */
public final class FullStreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FullStreamException(String message) {
        super(message);
    }
}
