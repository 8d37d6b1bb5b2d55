package io.streamlab.local.replicator.apply;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Repeats a request until it no longer fails for a passing reason: after 50 ms, then twice as long each time up to 5 s, less
 * up to half of it by chance. It never gives up, so nothing is skipped; an interrupt ends it.
 */
final class Retries {

    private static final Logger LOGGER = LoggerFactory.getLogger(Retries.class);

    static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private Retries() {}

    /** @throws SdkException if the failure does not pass by itself */
    static <T> T untilAnswered(Supplier<T> request) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return request.get();
            } catch (AbortedException e) {
                throw interrupted(e);
            } catch (SdkException e) {
                if (!Failures.isTransient(e)) {
                    throw e;
                }
                LOGGER.warn(
                        "DynamoDB did not take a request; trying again in {} ms: {}", pause.toMillis(), e.getMessage());
            }
            Thread.sleep(ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1));
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        }
    }

    private static InterruptedException interrupted(AbortedException cause) {
        InterruptedException interrupted = new InterruptedException("Interrupted during a request to DynamoDB");
        interrupted.initCause(cause);
        return interrupted;
    }
}
