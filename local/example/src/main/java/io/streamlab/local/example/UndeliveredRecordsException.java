package io.streamlab.local.example;

/** Thrown when the stream has refused records until the time for retries was over. The records of earlier requests are on the stream. */
public final class UndeliveredRecordsException extends RuntimeException {
    UndeliveredRecordsException(String message) {
        super(message);
    }
}
