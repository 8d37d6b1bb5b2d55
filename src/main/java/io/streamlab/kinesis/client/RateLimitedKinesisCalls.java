package io.streamlab.kinesis.client;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Makes calls within each shard's rate limit, counts them, and repeats them after throttles, failures of the service and
 * broken connections.
 *
 * <p>The bound of a pause grows from {@link #FIRST_BACK_OFF} to {@link #LONGEST_BACK_OFF}; each pause is a random time
 * below the bound. So readers that Kinesis refused together do not call again together. A call that has failed for the
 * retry timeout fails for good.
 *
 * <p>The AWS SDK could repeat calls too, but it knows no rate limit of a shard and does not count failures by cause.
 */
public final class RateLimitedKinesisCalls implements KinesisCalls {

    private static final Logger LOG = LoggerFactory.getLogger(RateLimitedKinesisCalls.class);

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

    private final KinesisCalls calls;
    private final String streamName;
    private final Function<String, ShardRateLimiter> rateLimiters;
    private final Duration retryTimeout;
    private final CallStatistics statistics;
    private final Clock clock;
    private final Sleeper pause;

    /**
     * @param rateLimiters the rate limiter of a shard, by shard id; shared by all who read the stream in this JVM
     * @param retryTimeout how long a call may keep failing
     */
    public RateLimitedKinesisCalls(
            KinesisCalls calls,
            String streamName,
            Function<String, ShardRateLimiter> rateLimiters,
            Duration retryTimeout,
            CallStatistics statistics,
            Clock clock,
            Sleeper pause) {
        this.calls = calls;
        this.streamName = streamName;
        this.rateLimiters = rateLimiters;
        this.retryTimeout = retryTimeout;
        this.statistics = statistics;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public List<Shard> listShards() {
        return repeated("ListShards of stream " + streamName, calls::listShards);
    }

    @Override
    public String shardIterator(String shardId, IteratorStart start) {
        return repeated("GetShardIterator of stream " + streamName + ", " + shardId + ", " + start, () -> {
            ShardRateLimiter rateLimiter = rateLimiters.apply(shardId);
            rateLimiter.beforeGetShardIterator();
            return reportingRefusal(rateLimiter, () -> calls.shardIterator(shardId, start));
        });
    }

    @Override
    public RecordPage records(String shardId, String iterator, int limit) {
        return repeated("GetRecords of stream " + streamName + ", " + shardId, () -> {
            ShardRateLimiter rateLimiter = rateLimiters.apply(shardId);
            rateLimiter.beforeGetRecords(iterator);
            RecordPage page = reportingRefusal(rateLimiter, () -> calls.records(shardId, iterator, limit));
            rateLimiter.afterGetRecords(page);
            statistics.received(page.records().size(), page.bytes());
            return page;
        });
    }

    @Override
    public StreamDescription describe() {
        return repeated("DescribeStreamSummary of stream " + streamName, calls::describe);
    }

    /** Makes the call, and reports to the rate limiter if Kinesis refused the call because of a limit. */
    private static <T> T reportingRefusal(ShardRateLimiter rateLimiter, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            if (isThrottle(e)) {
                rateLimiter.refused();
            }
            throw e;
        }
    }

    private <T> T repeated(String call, Supplier<T> attempt) {
        Instant started = clock.instant();
        Duration backOff = FIRST_BACK_OFF;
        for (int attempts = 1; ; attempts++) {
            statistics.call();
            try {
                return attempt.get();
            } catch (ExpiredIteratorException | ResourceNotFoundException | InvalidArgumentException e) {
                throw e; // No retry helps; the caller decides.
            } catch (AbortedException e) {
                throw Sleeper.interruption(e);
            } catch (SdkException e) {
                if (!isWorthRepeating(e)) {
                    throw KinesisCallException.refused(call, e);
                }
                count(e);
                Duration failing = Duration.between(started, clock.instant());
                if (failing.compareTo(retryTimeout) >= 0) {
                    throw KinesisCallException.gaveUp(call, attempts, failing, e);
                }
                LOG.debug("{} failed at attempt {}, trying again", call, attempts, e);
            }
            pause.of(Duration.ofMillis(ThreadLocalRandom.current().nextLong(backOff.toMillis() + 1)));
            backOff = Durations.shorter(backOff.multipliedBy(2), LONGEST_BACK_OFF);
        }
    }

    private void count(SdkException failure) {
        if (isThrottle(failure)) {
            statistics.throttle();
        } else {
            statistics.failure();
        }
    }

    private static boolean isThrottle(SdkException failure) {
        return failure instanceof ProvisionedThroughputExceededException
                || failure instanceof LimitExceededException
                || failure instanceof KmsThrottlingException
                || RetryUtils.isThrottlingException(failure);
    }

    private static boolean isWorthRepeating(SdkException failure) {
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
}
