package io.streamlab.join.lookup;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Thrown when the reference table cannot be read as a whole. */
public final class ReferenceTableException extends RuntimeException {
    ReferenceTableException(String table, Throwable cause) {
        super("Reference table " + table + ": " + describe(cause), cause);
    }

    ReferenceTableException(String table, String problem) {
        super("Reference table " + table + ": " + problem);
    }

    private static String describe(Throwable cause) {
        if (cause instanceof ResourceNotFoundException) {
            return "DynamoDB has no such table in this account and region; create it or name another one with "
                    + "--lookup_table";
        }
        if (isAccessDenied(cause)) {
            return "the job's role may not read it: it lacks dynamodb:Scan on the table";
        }
        if (cause instanceof ProvisionedThroughputExceededException || cause instanceof ApiCallTimeoutException) {
            return "a page of it could not be read within " + RetryingDynamoDb.PAGE_PATIENCE.getSeconds()
                    + " s, however often it was asked for. If DynamoDB throttles the scan (metric ReadThrottleEvents), "
                    + "raise the table's read capacity or make it on-demand";
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
        // DynamoDB's client has no exception class for this, only the service's code.
        AwsErrorDetails details = ((DynamoDbException) cause).awsErrorDetails();
        return details != null && "AccessDeniedException".equals(details.errorCode());
    }
}
