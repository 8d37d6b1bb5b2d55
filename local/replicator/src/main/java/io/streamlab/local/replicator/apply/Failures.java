package io.streamlab.local.replicator.apply;

import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Distinguishes three kinds of failure: transient ones, those at which an item is at fault, and the rest. The rest, such as a
 * missing permission or table, ends the replication with nothing skipped.
 */
final class Failures {

    /** For a request or one action of a transaction; DynamoDB developer guide, "Error handling" and "Transactions". */
    private static final Set<String> TRANSIENT_CODES = Set.of(
            "TransactionConflict",
            "TransactionConflictException",
            "TransactionInProgressException",
            "ThrottlingError",
            "ThrottlingException",
            "ProvisionedThroughputExceeded",
            "ProvisionedThroughputExceededException",
            "RequestLimitExceeded",
            "LimitExceededException");

    private static final Set<String> ITEM_CODES =
            Set.of("ValidationException", "ValidationError", "ItemCollectionSizeLimitExceededException");

    private Failures() {}

    static boolean isTransient(Throwable failure) {
        if (failure instanceof SdkServiceException service
                && (service.statusCode() >= 500 || service.isThrottlingException())) {
            return true;
        }
        return hasCode(failure, TRANSIENT_CODES)
                || (failure instanceof SdkClientException && isCausedByInputOutput(failure));
    }

    static boolean isFaultOfItem(SdkException failure) {
        return hasCode(failure, ITEM_CODES);
    }

    /** Returns whether the failure, or one action of a canceled transaction, has one of the codes. */
    private static boolean hasCode(Throwable failure, Set<String> codes) {
        if (failure instanceof TransactionCanceledException canceled) {
            return canceled.cancellationReasons().stream()
                    .map(CancellationReason::code)
                    .anyMatch(codes::contains);
        }
        return failure instanceof AwsServiceException service
                && service.awsErrorDetails() != null
                && codes.contains(service.awsErrorDetails().errorCode());
    }

    private static boolean isCausedByInputOutput(Throwable failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
