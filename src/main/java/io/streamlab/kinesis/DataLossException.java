package io.streamlab.kinesis;

/** Thrown when records left the stream before they were read, and {@code failOnDataLoss} is true. */
public final class DataLossException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DataLossException(String message) {
        super(message);
    }
}
