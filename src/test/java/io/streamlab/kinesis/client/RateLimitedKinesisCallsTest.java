package io.streamlab.kinesis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.KmsAccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.sts.model.StsException;

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
        failWith(failure("AccessDeniedException", "User: job is not authorized"));

        assertThatThrownBy(calls::listShards)
                .isInstanceOf(KinesisCallException.class)
                .hasMessageStartingWith("Missing permission kinesis:ListShards: ListShards of stream orders failed:"
                        + " User: job is not authorized");
        assertThat(kinesis.takeCalls()).hasSize(1);
    }

    @Test
    void permissionThatOneActionHasSaysNothingOfAnother() {
        calls.listShards();
        failWith(AccessDeniedException.builder().message("not authorized").build());

        assertThatThrownBy(calls::describe)
                .isInstanceOf(KinesisCallException.class)
                .hasMessageStartingWith("Missing permission kinesis:DescribeStreamSummary: ");
        assertThat(kinesis.takeCalls()).containsExactly("ListShards", "DescribeStreamSummary");
    }

    @Test
    void missingPermissionsOfTheRoleAndOfTheKeyAreNamed() {
        failWith(StsException.builder()
                .statusCode(403)
                .message("User: job is not authorized")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("Sts")
                        .errorCode("AccessDenied")
                        .build())
                .build());
        assertThatThrownBy(calls::listShards).hasMessageStartingWith("Missing permission sts:AssumeRole: ListShards");

        failWith(KmsAccessDeniedException.builder().message("no key").build());
        assertThatThrownBy(calls::listShards).hasMessageStartingWith("Missing permission kms:Decrypt: ListShards");
    }

    @Test
    void permissionThatWorkedBeforeIsWaitedFor() {
        calls.listShards();
        failWith(
                failure("AccessDeniedException", "not authorized"),
                failure("AccessDenied", "not authorized"),
                KmsAccessDeniedException.builder().message("no key").build());

        assertThat(calls.listShards()).hasSize(1);
        assertThat(statistics.counts(0).failures()).isEqualTo(3);
    }

    @Test
    void permissionThatStaysAwayIsNamedAtTheBound() {
        calls.listShards();
        kinesis.setFailures(call -> Optional.of(failure("AccessDeniedException", "not authorized")));
        Instant begin = clock.instant();

        assertThatThrownBy(calls::listShards)
                .hasMessageMatching(
                        "Missing permission kinesis:ListShards: ListShards of stream orders failed \\d+ times"
                                + " in 3\\d s, the bound that retryTimeoutSeconds sets; last: not authorized.*");
        assertThat(Duration.between(begin, clock.instant())).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(36));
    }

    static List<SdkException> failuresOfCredentials() {
        return List.of(
                failure("ExpiredToken", "The security token included in the request is expired"),
                failure("ExpiredTokenException", "The security token included in the request is expired"),
                failure("UnrecognizedClientException", "The security token included in the request is invalid"),
                SdkClientException.create("Unable to load credentials from any of the providers in the chain"),
                SdkClientException.create("Failed to load credentials from IMDS."),
                StsException.builder()
                        .statusCode(400)
                        .message("IDP unreachable")
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("IDPCommunicationError")
                                .build())
                        .build(),
                StsException.builder().statusCode(503).message("down").build());
    }

    @ParameterizedTest
    @MethodSource("failuresOfCredentials")
    void hiccupOfCredentialsIsWaitedFor(SdkException failure) {
        calls.listShards();
        Instant back = clock.instant().plusSeconds(25);
        kinesis.setFailures(
                call -> Optional.of(failure).filter(any -> clock.instant().isBefore(back)));

        assertThat(calls.listShards()).hasSize(1);
        assertThat(statistics.counts(0).failures()).isGreaterThan(3);
    }

    @Test
    void credentialsThatNeverWorkedFailWithinSeconds() {
        kinesis.setFailures(call -> Optional.of(SdkClientException.create("Unable to load credentials")));
        Instant begin = clock.instant();

        assertThatThrownBy(calls::listShards)
                .isInstanceOf(KinesisCallException.class)
                .hasMessageMatching("ListShards of stream orders failed \\d+ times in 1\\d s, the bound for credentials"
                        + " that have not worked yet; last: Unable to load credentials");
        assertThat(Duration.between(begin, clock.instant())).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(16));
    }

    @Test
    void describingIsRepeatedForAsLongAsTheAccountIsThrottled() {
        Instant back = clock.instant().plusSeconds(29);
        kinesis.setFailures(call -> Optional.of((SdkException) LimitExceededException.builder()
                        .message("Rate exceeded for account")
                        .build())
                .filter(any -> clock.instant().isBefore(back)));

        assertThat(calls.describe().retention()).isEqualTo(Duration.ofHours(24));
        assertThat(statistics.counts(0).throttles()).isBetween(7L, 40L);
    }

    @Test
    void timeThatThePaceTakesIsNotTheServices() {
        kinesis.put("key", "x".repeat(20_000_000));
        KinesisCalls impatient = new RateLimitedKinesisCalls(
                kinesis, "orders", shardId -> pace, Duration.ofSeconds(2), statistics, clock, clock);
        String iterator = impatient.shardIterator(SHARD, IteratorStart.TRIM_HORIZON);
        pace.refused();
        impatient.records(SHARD, iterator, 10);
        failWith(THROTTLE);

        assertThat(impatient.records(SHARD, iterator, 10).records()).hasSize(1);
    }

    @Test
    void iteratorThatKinesisCallsInvalidIsAnExpiredOne() {
        String iterator = calls.shardIterator(SHARD, IteratorStart.TRIM_HORIZON);
        InvalidArgumentException invalid = InvalidArgumentException.builder()
                .message("Invalid ShardIterator.")
                .build();
        failWith(invalid);

        assertThatThrownBy(() -> calls.records(SHARD, iterator, 1))
                .isInstanceOf(ExpiredIteratorException.class)
                .hasMessageContaining("Invalid ShardIterator.")
                .hasCause(invalid);
    }

    @Test
    void startThatKinesisRefusesIsTheCallersToHandle() {
        failWith(InvalidArgumentException.builder().message("in the future").build());

        assertThatThrownBy(() -> calls.shardIterator(SHARD, IteratorStart.at(clock.instant())))
                .isInstanceOf(InvalidArgumentException.class);
        assertThat(kinesis.takeCalls()).hasSize(1);
    }

    @Test
    void searchOfAPlanLeavesCallsToOtherReaders() {
        KinesisCalls planning = planning(Duration.ofSeconds(5));
        Instant begin = clock.instant();

        for (int probe = 0; probe < 25; probe++) {
            planning.records(SHARD, planning.shardIterator(SHARD, IteratorStart.TRIM_HORIZON), 1);
        }

        assertThat(Duration.between(begin, clock.instant())).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    }

    @Test
    void lookThatPlansWithTheIteratorOfTheLastPlanNeverWaits() {
        KinesisCalls planning = planning(Duration.ofSeconds(5));
        kinesis.put("key", "payload");
        String iterator = planning.shardIterator(SHARD, IteratorStart.TRIM_HORIZON);
        Instant begin = clock.instant();

        for (int look = 0; look < 25; look++) {
            planning.records(SHARD, iterator, 1);
        }

        assertThat(clock.instant()).isEqualTo(begin);
    }

    @Test
    void callThatPlansGivesUpAtItsOwnBound() {
        kinesis.setFailures(call -> Optional.of(THROTTLE));

        assertThatThrownBy(() -> planning(Duration.ofSeconds(5)).shardIterator(SHARD, IteratorStart.TRIM_HORIZON))
                .isInstanceOf(KinesisCallException.class)
                .hasMessageMatching("GetShardIterator of stream orders, shardId-000000000000, TRIM_HORIZON failed"
                        + " \\d+ times in \\d+ s, the bound for calls that the next trigger makes again; last: Rate"
                        + " exceeded.*");
    }

    @Test
    void callsAreCountedByKind() {
        calls.listShards();
        calls.describe();
        String iterator = calls.shardIterator(SHARD, IteratorStart.TRIM_HORIZON);
        failWith(THROTTLE, THROTTLE);
        calls.records(SHARD, iterator, 1);

        assertThat(statistics.calls(KinesisAction.LIST_SHARDS)).isEqualTo(1);
        assertThat(statistics.calls(KinesisAction.DESCRIBE_STREAM_SUMMARY)).isEqualTo(1);
        assertThat(statistics.calls(KinesisAction.GET_SHARD_ITERATOR)).isEqualTo(1);
        assertThat(statistics.calls(KinesisAction.GET_RECORDS)).isEqualTo(3);
        assertThat(statistics.counts(0).calls()).isEqualTo(6);
    }

    @Test
    void pageOfTheShardListIsRepeatedAlone() {
        PagedList list = new PagedList(4);
        list.failures.put(3, THROTTLE);
        list.failures.put(4, SdkClientException.create("reset", new SocketException("reset")));

        assertThat(listing(list).listShards())
                .extracting(Shard::shardId)
                .containsExactly("shard-0", "shard-1", "shard-2", "shard-3");

        assertThat(list.asked).containsExactly("first", "token-1", "token-2", "token-2", "token-2", "token-3");
        assertThat(statistics.calls(KinesisAction.LIST_SHARDS)).isEqualTo(6);
    }

    @Test
    void listWhoseTokenExpiredBeginsAgain() {
        PagedList list = new PagedList(3);
        list.failures.put(
                3, ExpiredNextTokenException.builder().message("expired").build());

        assertThat(listing(list).listShards())
                .extracting(Shard::shardId)
                .containsExactly("shard-0", "shard-1", "shard-2");
        assertThat(list.asked).containsExactly("first", "token-1", "token-2", "first", "token-1", "token-2");
    }

    @Test
    void listWhoseTokensAlwaysExpireFails() {
        PagedList list = new PagedList(2);
        for (int call = 2; call <= 20; call += 2) {
            list.failures.put(
                    call, ExpiredNextTokenException.builder().message("expired").build());
        }

        assertThatThrownBy(() -> listing(list).listShards())
                .isInstanceOf(KinesisCallException.class)
                .hasMessage("ListShards of stream orders failed: expired");
        assertThat(list.asked).hasSize(6);
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

        assertThat(statistics.counts(0).of(Counter.RECORDS_FETCHED)).isEqualTo(2);
        assertThat(statistics.counts(0).of(Counter.BYTES_FETCHED)).isEqualTo(2 * ("key".length() + "payload".length()));
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

    private KinesisCalls planning(Duration retryTimeout) {
        return new RateLimitedKinesisCalls(
                kinesis,
                "orders",
                shardId -> pace,
                retryTimeout,
                statistics,
                clock,
                clock,
                new AnsweredActions(),
                true);
    }

    private KinesisCalls listing(PagedList list) {
        return new RateLimitedKinesisCalls(
                list, "orders", shardId -> pace, Duration.ofSeconds(30), statistics, clock, clock);
    }

    /** A list of shards that Kinesis gives in pages of one, with failures at the calls of these numbers. */
    private static final class PagedList implements KinesisCalls {

        private final int shardCount;
        private final List<String> asked = new ArrayList<>();
        private final Map<Integer, SdkException> failures = new HashMap<>();

        PagedList(int shardCount) {
            this.shardCount = shardCount;
        }

        @Override
        public ShardPage shardPage(String nextToken) {
            asked.add(nextToken == null ? "first" : nextToken);
            if (failures.containsKey(asked.size())) {
                throw failures.get(asked.size());
            }
            int shard = nextToken == null ? 0 : Integer.parseInt(nextToken.substring("token-".length()));
            return new ShardPage(
                    List.of(Shard.builder().shardId("shard-" + shard).build()),
                    shard + 1 == shardCount ? null : "token-" + (shard + 1));
        }

        @Override
        public List<Shard> listShards() {
            throw new UnsupportedOperationException("a list is asked for by page");
        }

        @Override
        public String shardIterator(String shardId, IteratorStart start) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RecordPage records(String shardId, String iterator, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StreamDescription describe() {
            throw new UnsupportedOperationException();
        }
    }

    private static SdkException failure(String errorCode, String message) {
        return KinesisException.builder()
                .statusCode(400)
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("Kinesis")
                        .errorCode(errorCode)
                        .errorMessage(message)
                        .build())
                .build();
    }

    private void failWith(SdkException... failures) {
        Deque<SdkException> remaining = new ArrayDeque<>(List.of(failures));
        kinesis.setFailures(call -> Optional.ofNullable(remaining.poll()));
    }
}
