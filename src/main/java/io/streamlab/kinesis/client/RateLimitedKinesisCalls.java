package io.streamlab.kinesis.client;

import io.streamlab.kinesis.KinesisSourceOptions;
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
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Makes calls within each shard's rate limit, counts them, and repeats them after throttles, failures of the service,
 * broken connections and hiccups of credentials.
 *
 * <p>The bound of a pause grows from {@link #FIRST_BACK_OFF} to {@link #LONGEST_BACK_OFF}; each pause is a random time
 * below the bound. So readers that Kinesis refused together do not call again together. A call that has failed for the
 * retry timeout fails for good. The waits for a shard's rate limit do not count.
 *
 * <p>What has worked before may stop for a while: credentials are renewed, policies are changed. So a denial is repeated
 * if Kinesis has answered the same action before. Missing credentials are repeated too, but only for
 * {@link #PATIENCE_WITH_FIRST_CREDENTIALS} before Kinesis has answered any action.
 *
 * <p>The AWS SDK could repeat calls too, but it knows no rate limit of a shard and does not count failures by cause.
 */
public final class RateLimitedKinesisCalls implements KinesisCalls {

    private static final Logger LOG = LoggerFactory.getLogger(RateLimitedKinesisCalls.class);

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

    /** A metadata service that restarts is back within seconds; a setup without credentials should fail soon. */
    private static final Duration PATIENCE_WITH_FIRST_CREDENTIALS = Duration.ofSeconds(10);

    /** A page's token lives for five minutes: one list in a row seldom loses a token, three never should. */
    private static final int MOST_LISTS_IN_A_ROW = 3;

    private final KinesisCalls calls;
    private final String streamName;
    private final Function<String, ShardRateLimiter> rateLimiters;
    private final Duration retryTimeout;
    private final CallStatistics statistics;
    private final Clock clock;
    private final Sleeper pause;
    private final AnsweredActions answered;
    private final boolean planning;

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
        this(calls, streamName, rateLimiters, retryTimeout, statistics, clock, pause, new AnsweredActions(), false);
    }

    /**
     * @param answered what Kinesis has answered before; shared by all who read the stream in this JVM
     * @param planning whether the next trigger makes a call again, and calls leave some of a shard's limit to others
     */
    RateLimitedKinesisCalls(
            KinesisCalls calls,
            String streamName,
            Function<String, ShardRateLimiter> rateLimiters,
            Duration retryTimeout,
            CallStatistics statistics,
            Clock clock,
            Sleeper pause,
            AnsweredActions answered,
            boolean planning) {
        this.calls = calls;
        this.streamName = streamName;
        this.rateLimiters = rateLimiters;
        this.retryTimeout = retryTimeout;
        this.statistics = statistics;
        this.clock = clock;
        this.pause = pause;
        this.answered = answered;
        this.planning = planning;
    }

    @Override
    public List<Shard> listShards() {
        for (int lists = 1; ; lists++) {
            try {
                return ShardPage.all(this::shardPage);
            } catch (ExpiredNextTokenException e) {
                if (lists == MOST_LISTS_IN_A_ROW) {
                    throw KinesisCallException.refused(
                            KinesisAction.LIST_SHARDS, "ListShards of stream " + streamName, e);
                }
                LOG.info("The list of the shards of stream {} took too long, beginning again", streamName, e);
            }
        }
    }

    @Override
    public ShardPage shardPage(String nextToken) {
        return repeated(KinesisAction.LIST_SHARDS, "", () -> {}, () -> calls.shardPage(nextToken));
    }

    @Override
    public String shardIterator(String shardId, IteratorStart start) {
        ShardRateLimiter rateLimiter = rateLimiters.apply(shardId);
        return repeated(
                KinesisAction.GET_SHARD_ITERATOR,
                ", " + shardId + ", " + start,
                () -> beforeGetShardIterator(rateLimiter),
                () -> reportingRefusal(rateLimiter, () -> calls.shardIterator(shardId, start)));
    }

    @Override
    public RecordPage records(String shardId, String iterator, int limit) {
        ShardRateLimiter rateLimiter = rateLimiters.apply(shardId);
        try {
            return repeated(
                    KinesisAction.GET_RECORDS, ", " + shardId, () -> rateLimiter.beforeGetRecords(iterator), () -> {
                        RecordPage page = reportingRefusal(rateLimiter, () -> calls.records(shardId, iterator, limit));
                        rateLimiter.afterGetRecords(page);
                        statistics.received(page);
                        return page;
                    });
        } catch (InvalidArgumentException e) {
            // The iterator is the only argument that can be invalid. A new one is the remedy, as for an expired one.
            throw ExpiredIteratorException.builder()
                    .message("GetRecords of stream " + streamName + ", " + shardId + ", found no use in its iterator: "
                            + e.getMessage())
                    .cause(e)
                    .build();
        }
    }

    @Override
    public StreamDescription describe() {
        return repeated(KinesisAction.DESCRIBE_STREAM_SUMMARY, "", () -> {}, calls::describe);
    }

    private void beforeGetShardIterator(ShardRateLimiter rateLimiter) {
        if (planning) {
            rateLimiter.beforePlanningGetShardIterator();
        }
        rateLimiter.beforeGetShardIterator();
    }

    /** Makes the call, and reports to the rate limiter if Kinesis refused the call because of a limit. */
    private static <T> T reportingRefusal(ShardRateLimiter rateLimiter, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            if (CallFailure.isThrottle(e)) {
                rateLimiter.refused();
            }
            throw e;
        }
    }

    /**
     * @param about what the call is about, behind the stream's name in messages
     * @param pacing waits until the next attempt is within the limits
     */
    private <T> T repeated(KinesisAction action, String about, Runnable pacing, Supplier<T> attempt) {
        String call = action + " of stream " + streamName + about;
        Instant started = clock.instant();
        Duration backOff = FIRST_BACK_OFF;
        for (int attempts = 1; ; attempts++) {
            Instant begin = clock.instant();
            pacing.run();
            started = started.plus(Duration.between(begin, clock.instant()));
            statistics.call(action);
            try {
                T answer = attempt.get();
                answered.add(action);
                return answer;
            } catch (ExpiredIteratorException
                    | ExpiredNextTokenException
                    | ResourceNotFoundException
                    | InvalidArgumentException e) {
                throw e; // No retry helps; the caller decides.
            } catch (AbortedException e) {
                throw Sleeper.interruption(e);
            } catch (SdkException e) {
                Patience patience = patience(action, e);
                if (patience == Patience.NONE) {
                    throw KinesisCallException.refused(action, call, e);
                }
                count(e);
                Duration failing = Duration.between(started, clock.instant());
                if (failing.compareTo(patience.timeout) >= 0) {
                    throw KinesisCallException.gaveUp(action, call, attempts, failing, patience.bound, e);
                }
                LOG.debug("{} failed at attempt {}, trying again", call, attempts, e);
            }
            pause.of(Duration.ofMillis(ThreadLocalRandom.current().nextLong(backOff.toMillis() + 1)));
            backOff = Durations.shorter(backOff.multipliedBy(2), LONGEST_BACK_OFF);
        }
    }

    private void count(SdkException failure) {
        if (CallFailure.isThrottle(failure)) {
            statistics.throttle();
        } else {
            statistics.failure();
        }
    }

    /** Returns how long to repeat a call that fails so. */
    private Patience patience(KinesisAction action, SdkException failure) {
        Patience full = new Patience(
                retryTimeout,
                planning
                        ? "the bound for calls that the next trigger makes again"
                        : "the bound that " + KinesisSourceOptions.RETRY_TIMEOUT_SECONDS + " sets");
        if (CallFailure.isOutage(failure)) {
            return full;
        }
        if (CallFailure.isOfCredentials(failure)) {
            return answered.isEmpty() && retryTimeout.compareTo(PATIENCE_WITH_FIRST_CREDENTIALS) > 0
                    ? new Patience(
                            PATIENCE_WITH_FIRST_CREDENTIALS, "the bound for credentials that have not worked yet")
                    : full;
        }
        boolean denied = CallFailure.missingPermission(action, failure).isPresent();
        return denied && answered.contains(action) ? full : Patience.NONE;
    }

    /** How long to repeat a call, and the bound's name for messages. */
    private static final class Patience {

        private static final Patience NONE = new Patience(Duration.ZERO, "");

        private final Duration timeout;
        private final String bound;

        Patience(Duration timeout, String bound) {
            this.timeout = timeout;
            this.bound = bound;
        }
    }
}
