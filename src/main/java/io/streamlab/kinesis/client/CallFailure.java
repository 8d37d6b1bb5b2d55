package io.streamlab.kinesis.client;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.KmsAccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;

/** Says what kind of failure an exception of the AWS SDK is. */
final class CallFailure {

    /**
     * How services refuse credentials: they have expired, or are too new to be known everywhere. The last one says that
     * STS could not reach the identity provider.
     */
    private static final Set<String> CODES_OF_CREDENTIALS = new HashSet<>(Arrays.asList(
            "ExpiredToken",
            "ExpiredTokenException",
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "IDPCommunicationError"));

    private static final Set<String> CODES_OF_DENIAL =
            new HashSet<>(Arrays.asList("AccessDenied", "AccessDeniedException"));

    private CallFailure() {}

    /** Returns whether a limit was exceeded. */
    static boolean isThrottle(SdkException failure) {
        return failure instanceof ProvisionedThroughputExceededException
                || failure instanceof LimitExceededException
                || failure instanceof KmsThrottlingException
                || RetryUtils.isThrottlingException(failure);
    }

    /** Returns whether the service or the connection failed, so that another attempt may do better. */
    static boolean isOutage(SdkException failure) {
        boolean serviceFailed =
                failure instanceof SdkServiceException && ((SdkServiceException) failure).statusCode() >= 500;
        boolean connectionFailed = failure instanceof SdkClientException
                && (failure.retryable() || failure.getCause() instanceof IOException);
        return isThrottle(failure)
                || serviceFailed
                || connectionFailed
                || failure instanceof ResourceInUseException // while the stream is being made or resharded
                || RetryUtils.isClockSkewException(failure);
    }

    /**
     * Returns whether the credentials are the cause: a service refused them, or the client got none. The client has no
     * type for the second case, but all that fails in it, apart from connections, is getting credentials.
     */
    static boolean isOfCredentials(SdkException failure) {
        return failure instanceof SdkClientException
                || code(failure).filter(CODES_OF_CREDENTIALS::contains).isPresent();
    }

    /** Returns the permission that is missing; absent if the failure is no denial. */
    static Optional<String> missingPermission(KinesisAction action, SdkException failure) {
        if (failure instanceof KmsAccessDeniedException
                || code(failure).filter("KMSAccessDeniedException"::equals).isPresent()) {
            return Optional.of("kms:Decrypt");
        }
        if (failure instanceof AccessDeniedException
                || code(failure).filter(CODES_OF_DENIAL::contains).isPresent()) {
            boolean ofSts = details(failure)
                    .map(AwsErrorDetails::serviceName)
                    .filter("Sts"::equalsIgnoreCase)
                    .isPresent();
            return Optional.of(ofSts ? "sts:AssumeRole" : action.permission());
        }
        return Optional.empty();
    }

    private static Optional<String> code(SdkException failure) {
        return details(failure).map(AwsErrorDetails::errorCode);
    }

    private static Optional<AwsErrorDetails> details(SdkException failure) {
        return failure instanceof AwsServiceException
                ? Optional.ofNullable(((AwsServiceException) failure).awsErrorDetails())
                : Optional.empty();
    }
}
