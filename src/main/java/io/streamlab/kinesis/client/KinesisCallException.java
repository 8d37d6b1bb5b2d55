package io.streamlab.kinesis.client;

import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;

/** Thrown when a call failed for good. */
public final class KinesisCallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private KinesisCallException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns the exception of a call that kept failing until its bound.
     *
     * @param bound which bound, for the message
     */
    static KinesisCallException gaveUp(
            KinesisAction action, String call, int attempts, Duration failing, String bound, SdkException last) {
        return new KinesisCallException(
                permission(action, last) + call + " failed " + attempts + " times in " + failing.getSeconds() + " s, "
                        + bound + "; last: " + last.getMessage(),
                last);
    }

    /** Returns the exception of a call that Kinesis will not answer, however often it is made. */
    static KinesisCallException refused(KinesisAction action, String call, SdkException failure) {
        return new KinesisCallException(
                permission(action, failure) + call + " failed: " + failure.getMessage(), failure);
    }

    private static String permission(KinesisAction action, SdkException failure) {
        return CallFailure.missingPermission(action, failure)
                .map(permission -> "Missing permission " + permission + ": ")
                .orElse("");
    }
}
