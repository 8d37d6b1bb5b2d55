package io.streamlab.local.example;

/** The stream refused records until the time for retries was over. All records before those of the last request are on the stream. */
public final class UndeliveredRecordsException extends RuntimeException {
    UndeliveredRecordsException(String message) {
        super(message);
    }
}
