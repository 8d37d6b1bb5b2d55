package io.streamlab.join.record;

/** Thrown when a batch has more rejected records than {@code --max_rejected_percent} allows. */
public final class TooManyRejectedRecordsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyRejectedRecordsException(String message) {
        super(message);
    }
}
