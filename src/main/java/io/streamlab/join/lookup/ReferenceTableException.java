package io.streamlab.join.lookup;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Thrown when the reference table cannot be read as a whole. */
public final class ReferenceTableException extends RuntimeException {
    private static final Pattern ACTION = Pattern.compile("\\bdynamodb:[A-Za-z]+");

    ReferenceTableException(String table, Throwable cause) {
        super("Reference table " + table + ": " + describe(cause), cause);
    }

    ReferenceTableException(String table, String problem) {
        super("Reference table " + table + ": " + problem);
    }

    /** Returns whether the job's role lacks a permission. */
    boolean isAccessDenied() {
        return isAccessDenied(getCause());
    }

    private static String describe(Throwable cause) {
        if (cause instanceof ResourceNotFoundException) {
            return "DynamoDB has no such table in this account and region; create it or name another one with "
                    + "--lookup_table";
        }
        if (isAccessDenied(cause)) {
            return "the job's role may not read it: it lacks " + missingAction(cause.getMessage());
        }
        if (cause instanceof ProvisionedThroughputExceededException
                || cause instanceof LimitExceededException
                || cause instanceof ApiCallTimeoutException) {
            return "a page of it could not be read within " + RetryingDynamoDb.PAGE_PATIENCE.getSeconds()
                    + " s, however often it was asked for. If DynamoDB throttles the reads (metric ReadThrottleEvents), "
                    + "raise the table's read capacity or make it on-demand";
        }
        if (cause instanceof InterruptedException) {
            return "the read was interrupted";
        }
        return cause.getMessage();
    }

    /** Returns the action that DynamoDB names, which its message does as "is not authorized to perform: dynamodb:Scan on". */
    private static String missingAction(String message) {
        Matcher action = ACTION.matcher(message == null ? "" : message);
        return action.find()
                ? action.group() + " on the table"
                : "a permission on the table: dynamodb:Scan, and with --lookup_mode auto or keys also "
                        + "dynamodb:DescribeTable, BatchGetItem and Query, with stream dynamodb:DescribeTable, and "
                        + "DescribeStream, GetShardIterator and GetRecords on its stream";
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
