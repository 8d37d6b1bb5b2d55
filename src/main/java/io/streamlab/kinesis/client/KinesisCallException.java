package io.streamlab.kinesis.client;

import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;

/** Thrown when a call failed for good: it was repeated until its bound, or no repetition can help. */
public final class KinesisCallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean refused;

    private KinesisCallException(String message, Throwable cause, boolean refused) {
        super(message, cause);
        this.refused = refused;
    }

    /** Returns whether no repetition could help, as without a permission. */
    public boolean isRefused() {
        return refused;
    }

    /** Returns the exception of a shard whose answers hold no record, reach no tip and come no closer to one. */
    public static KinesisCallException silent(String shardId, long millisBehindLatest) {
        return new KinesisCallException(
                "Kinesis gives answers without a record in " + shardId + ", none closer than " + millisBehindLatest
                        + " ms to the newest record",
                null,
                false);
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
                last,
                false);
    }

    /** Returns the exception of a call that Kinesis will not answer, however often it is made. */
    static KinesisCallException refused(KinesisAction action, String call, SdkException failure) {
        return new KinesisCallException(
                permission(action, failure) + call + " failed: " + failure.getMessage(), failure, true);
    }

    private static String permission(KinesisAction action, SdkException failure) {
        return CallFailure.missingPermission(action, failure)
                .map(permission -> "Missing permission " + permission + ": ")
                .orElse("");
    }
}
