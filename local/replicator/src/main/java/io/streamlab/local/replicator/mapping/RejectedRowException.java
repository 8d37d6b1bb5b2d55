package io.streamlab.local.replicator.mapping;

/** Thrown when a source row has no DynamoDB item under its mapping. The message names the attribute and its value. */
public final class RejectedRowException extends Exception {

    RejectedRowException(String reason) {
        super(reason);
    }
}
