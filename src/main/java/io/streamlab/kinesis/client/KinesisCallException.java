package io.streamlab.kinesis.client;

import io.streamlab.kinesis.KinesisSourceOptions;
import java.time.Duration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Thrown when a call failed for good. */
final class KinesisCallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private KinesisCallException(String message, Throwable cause) {
        super(message, cause);
    }

    /** For a call that kept failing until the retry timeout. */
    static KinesisCallException gaveUp(String call, int attempts, Duration failing, Exception last) {
        return new KinesisCallException(
                call + " failed " + attempts + " times in " + failing.getSeconds() + " s, the bound that "
                        + KinesisSourceOptions.RETRY_TIMEOUT_SECONDS + " sets; last: " + last.getMessage(),
                last);
    }

    /** For a call that Kinesis will not answer, however often it is made. */
    static KinesisCallException refused(String call, Exception failure) {
        if (failure instanceof AwsServiceException
                && ((AwsServiceException) failure).awsErrorDetails() != null
                && "AccessDeniedException"
                        .equals(((AwsServiceException) failure)
                                .awsErrorDetails()
                                .errorCode())) {
            String action = "kinesis:" + call.split(" ", 2)[0];
            return new KinesisCallException(
                    "Missing permission " + action + ": " + call + " failed: " + failure.getMessage(), failure);
        }
        return new KinesisCallException(call + " failed: " + failure.getMessage(), failure);
    }
}
