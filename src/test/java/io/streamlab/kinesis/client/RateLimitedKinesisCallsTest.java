package io.streamlab.kinesis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;

class RateLimitedKinesisCallsTest {

    private static final String SHARD = "shardId-000000000000";
    private static final SdkException THROTTLE = ProvisionedThroughputExceededException.builder()
            .message("Rate exceeded")
            .build();

    private final ManualClock clock = new ManualClock();
    private final FakeKinesis kinesis = new FakeKinesis(clock, 1);
    private final CallStatistics statistics = new CallStatistics();
    private final ShardRateLimiter pace = new ShardRateLimiter(clock, clock);
    private final KinesisCalls calls = new RateLimitedKinesisCalls(
            kinesis, "orders", shardId -> pace, Duration.ofSeconds(30), statistics, clock, clock);

    @Test
    void throttlesAndFailuresAreTriedAgainAndCounted() {
        failWith(
                THROTTLE,
                LimitExceededException.builder().message("too often").build(),
                KinesisException.builder().statusCode(503).message("down").build(),
                SdkClientException.create("Connection reset", new SocketException("Connection reset")));

        assertThat(calls.listShards()).hasSize(1);

        ReadCounts counts = statistics.counts(0);
        assertThat(counts.calls()).isEqualTo(5);
        assertThat(counts.throttles()).isEqualTo(2);
        assertThat(counts.failures()).isEqualTo(2);
    }

    @Test
    void callThatKeepsFailingGivesUpAtTheBound() {
        kinesis.setFailures(call -> Optional.of(THROTTLE));
        Instant begin = clock.instant();

        assertThatThrownBy(() -> calls.shardIterator(SHARD, IteratorStart.TRIM_HORIZON))
                .isInstanceOf(KinesisCallException.class)
                .hasCause(THROTTLE)
                .hasMessageMatching("GetShardIterator of stream orders, shardId-000000000000, TRIM_HORIZON failed"
                        + " \\d+ times in 3\\d s, the bound that retryTimeoutSeconds sets; last: Rate exceeded.*");

        assertThat(Duration.between(begin, clock.instant())).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(36));
    }

    @Test
    void missingPermissionIsNamedAtOnce() {
        failWith(KinesisException.builder()
                .statusCode(400)
                .message("User: job is not authorized")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDeniedException")
                        .errorMessage("User: job is not authorized")
                        .build())
                .build());

        assertThatThrownBy(calls::listShards)
                .isInstanceOf(KinesisCallException.class)
                .hasMessageStartingWith("Missing permission kinesis:ListShards: ListShards of stream orders failed:"
                        + " User: job is not authorized");
        assertThat(kinesis.takeCalls()).hasSize(1);
    }

    @Test
    void missingCredentialsFailAtOnce() {
        failWith(SdkClientException.create("Unable to load credentials"));

        assertThatThrownBy(calls::listShards)
                .isInstanceOf(KinesisCallException.class)
                .hasMessage("ListShards of stream orders failed: Unable to load credentials");
        assertThat(kinesis.takeCalls()).hasSize(1);
    }

    @Test
    void expiredIteratorIsTheCallersToHandle() {
        String iterator = calls.shardIterator(SHARD, IteratorStart.TRIM_HORIZON);
        failWith(ExpiredIteratorException.builder().message("expired").build());

        assertThatThrownBy(() -> calls.records(SHARD, iterator, 1)).isInstanceOf(ExpiredIteratorException.class);
    }

    @Test
    void interruptionTakesTheFormThatSparkKnows() {
        failWith(AbortedException.create("Thread was interrupted"));

        assertThatThrownBy(calls::listShards)
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(InterruptedIOException.class);
    }

    @Test
    void recordsAndBytesAreCounted() {
        kinesis.put("key", "payload");
        kinesis.put("key", "payload");

        calls.records(SHARD, calls.shardIterator(SHARD, IteratorStart.TRIM_HORIZON), 10);

        assertThat(statistics.counts(0).records()).isEqualTo(2);
        assertThat(statistics.counts(0).bytes()).isEqualTo(2 * ("key".length() + "payload".length()));
    }

    @Test
    void refusedShardIsReadAtItsBytesPerSecond() {
        kinesis.put("key", "x".repeat(20_000_000));
        String iterator = calls.shardIterator(SHARD, IteratorStart.TRIM_HORIZON);
        calls.records(SHARD, iterator, 10);
        failWith(THROTTLE);
        Instant begin = clock.instant();

        calls.records(SHARD, iterator, 10);

        assertThat(Duration.between(begin, clock.instant())).isGreaterThanOrEqualTo(Duration.ofMillis(4_900));
    }

    private void failWith(SdkException... failures) {
        Deque<SdkException> remaining = new ArrayDeque<>(List.of(failures));
        kinesis.setFailures(call -> Optional.ofNullable(remaining.poll()));
    }
}
