package io.streamlab.join.record;

/** Thrown when a record cannot become a row. The message is a sentence that names the field. */
final class RejectedRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RejectionReason reason;

    RejectedRecordException(RejectionReason reason, String message) {
        // Rejected records are data, not faults: no stack trace, which would cost more than the parsing.
        super(message, null, false, false);
        this.reason = reason;
    }

    RejectionReason reason() {
        return reason;
    }
}
