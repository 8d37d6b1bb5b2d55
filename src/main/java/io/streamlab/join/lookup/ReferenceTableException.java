package io.streamlab.join.lookup;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** The reference table could not be read as a whole. */
public final class ReferenceTableException extends RuntimeException {
    ReferenceTableException(String table, Throwable cause) {
        super("Reference table " + table + ": " + describe(cause), cause);
    }

    private static String describe(Throwable cause) {
        if (cause instanceof ResourceNotFoundException) {
            return "DynamoDB has no such table in this account and region; create it or name another one with "
                    + "--lookup_table";
        }
        if (isAccessDenied(cause)) {
            return "the job's role may not read it: it lacks dynamodb:Scan on the table";
        }
        if (cause instanceof InterruptedException) {
            return "the scan was interrupted";
        }
        return cause.getMessage();
    }

    private static boolean isAccessDenied(Throwable cause) {
        if (!(cause instanceof DynamoDbException)) {
            return false;
        }
        // DynamoDB's client has no exception of its own for it, only the service's code.
        AwsErrorDetails details = ((DynamoDbException) cause).awsErrorDetails();
        return details != null && "AccessDeniedException".equals(details.errorCode());
    }
}
