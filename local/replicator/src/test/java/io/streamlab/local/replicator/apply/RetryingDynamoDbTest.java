package io.streamlab.local.replicator.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class RetryingDynamoDbTest {

    private final Deque<Callable<HttpExecuteResponse>> answers = new ArrayDeque<>();
    private BackoffStrategy pauses = BackoffStrategy.retryImmediately();
    private int calls;

    @ParameterizedTest
    @CsvSource({
        "400, ProvisionedThroughputExceededException",
        "400, ThrottlingException",
        "400, RequestLimitExceeded",
        "400, LimitExceededException",
        "400, TransactionConflictException",
        "400, TransactionInProgressException",
        "500, InternalServerError",
        "503, ServiceUnavailable"
    })
    void transientFailureIsRepeatedUntilItPasses(int status, String code) {
        answers.add(() -> failure(status, code));
        answers.add(() -> failure(status, code));
        answers.add(() -> answer(200, "{}"));

        listTables();

        assertThat(calls).isEqualTo(3);
    }

    @Test
    void missingConnectionIsRepeatedUntilThereIsOne() {
        answers.add(() -> {
            throw new ConnectException("Connection refused");
        });
        answers.add(() -> answer(200, "{}"));

        listTables();

        assertThat(calls).isEqualTo(2);
    }

    @Test
    void moreFailuresThanAnyDefaultOfTheSdkAllowsAreRepeated() {
        // The SDK's own strategies give up after 3, 4 or 8 attempts, or when their 500 tokens are used up.
        for (int i = 0; i < 600; i++) {
            answers.add(() -> failure(503, "ServiceUnavailable"));
        }
        answers.add(() -> answer(200, "{}"));

        listTables();

        assertThat(calls).isEqualTo(601);
    }

    @Test
    void transactionInConflictIsRepeated() {
        answers.add(() -> canceled("None", "TransactionConflict"));
        answers.add(() -> answer(200, "{}"));

        client().transactWriteItems(request -> request.transactItems(List.of()));

        assertThat(calls).isEqualTo(2);
    }

    @Test
    void transactionWithAnItemAtFaultIsNotRepeated() {
        answers.add(() -> canceled("ValidationError", "None"));

        assertThatThrownBy(() -> client().transactWriteItems(request -> request.transactItems(List.of())))
                .isInstanceOf(DynamoDbException.class);
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void anyOtherFailureIsNotRepeated() {
        answers.add(() -> failure(400, "AccessDeniedException"));

        assertThatThrownBy(this::listTables)
                .isInstanceOf(DynamoDbException.class)
                .hasMessageContaining("AccessDeniedException happened");
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void missingCredentialsAreNotTakenForATransientFailure() {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Unable to load credentials");
        };

        assertThatThrownBy(() -> client(none).listTables())
                .isInstanceOf(SdkClientException.class)
                .hasMessageContaining("Unable to load credentials");
        assertThat(calls).isZero();
    }

    @Test
    void interruptEndsTheRepetition() {
        pauses = BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMinutes(1));
        answers.add(() -> {
            Thread.currentThread().interrupt();
            return failure(503, "ServiceUnavailable");
        });

        assertThatThrownBy(this::listTables).isInstanceOf(AbortedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls).isEqualTo(1);
    }

    private void listTables() {
        client().listTables();
    }

    private DynamoDbClient client() {
        return client(() -> AwsBasicCredentials.create("local", "local"));
    }

    private DynamoDbClient client(AwsCredentialsProvider credentials) {
        return RetryingDynamoDb.create(
                DynamoDbClient.builder()
                        .region(Region.US_EAST_1)
                        .credentialsProvider(credentials)
                        .httpClient(new ScriptedHttp()),
                pauses);
    }

    private static HttpExecuteResponse failure(int status, String code) {
        return answer(status, "{\"__type\": \"%s\", \"message\": \"%s happened\"}".formatted(code, code));
    }

    private static HttpExecuteResponse canceled(String first, String second) {
        return answer(
                400,
                """
                {"__type": "TransactionCanceledException", "Message": "Transaction cancelled",
                 "CancellationReasons": [{"Code": "%s"}, {"Code": "%s"}]}"""
                        .formatted(first, second));
    }

    private static HttpExecuteResponse answer(int status, String body) {
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder().statusCode(status).build())
                .responseBody(
                        AbortableInputStream.create(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                .build();
    }

    /** Gives the answers in their order. */
    private final class ScriptedHttp implements SdkHttpClient {

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {

                @Override
                public HttpExecuteResponse call() throws IOException {
                    calls++;
                    try {
                        return answers.remove().call();
                    } catch (IOException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }

                @Override
                public void abort() {
                    // Every answer is there already.
                }
            };
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
