package io.streamlab.local.replicator.mapping;

/** A source row that has no DynamoDB item under its mapping. The message is the reason, and names attribute and value. */
public final class RejectedRowException extends Exception {

    RejectedRowException(String reason) {
        super(reason);
    }
}
