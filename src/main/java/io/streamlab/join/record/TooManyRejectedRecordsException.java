package io.streamlab.join.record;

/** A batch has more rejected records than {@code --max_rejected_percent} allows. */
public final class TooManyRejectedRecordsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyRejectedRecordsException(String message) {
        super(message);
    }
}
