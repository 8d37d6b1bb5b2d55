package io.streamlab.join.lookup;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The DynamoDB client for the reads: repeats what is throttled or fails, as a table with few capacity units throttles reads
 * now and then, but not for ever.
 */
final class RetryingDynamoDb {
    /** For one page with all its repeats. A table whose capacity is used up has a minute's burst to gather in that time. */
    static final Duration PAGE_PATIENCE = Duration.ofSeconds(60);

    /** For one answer; DynamoDB gives a page of 1 MB in far less than a second. */
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(10);

    private static final Duration SHORTEST_DELAY = Duration.ofMillis(200);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    /** More than fit into the patience for a page, so that only that counts. */
    private static final int MAX_ATTEMPTS = 100;

    private RetryingDynamoDb() {}

    /** With the SDK's own credentials, region and endpoint. */
    static DynamoDbClient create() {
        return configure(DynamoDbClient.builder(), PAGE_PATIENCE).build();
    }

    /** The client for the changes of tables, with the SDK's own credentials, region and endpoint. */
    static DynamoDbStreamsClient createForStreams() {
        return configure(DynamoDbStreamsClient.builder(), PAGE_PATIENCE).build();
    }

    /** At an endpoint of its own. */
    static DynamoDbClient create(URI endpoint, Duration pagePatience) {
        return configure(DynamoDbClient.builder().endpointOverride(endpoint), pagePatience)
                .build();
    }

    /** At an endpoint of its own. */
    static DynamoDbStreamsClient createForStreams(URI endpoint, Duration pagePatience) {
        return configure(DynamoDbStreamsClient.builder().endpointOverride(endpoint), pagePatience)
                .build();
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configure(
            B builder, Duration pagePatience) {
        BackoffStrategy delays = BackoffStrategy.exponentialDelay(SHORTEST_DELAY, LONGEST_DELAY);
        return builder.httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(override -> override.apiCallTimeout(pagePatience)
                        .apiCallAttemptTimeout(ANSWER_PATIENCE)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(MAX_ATTEMPTS)
                                // DynamoDB Streams throttles by this exception, which the SDK does not know as such.
                                .retryOnException(LimitExceededException.class)
                                .backoffStrategy(delays)
                                .throttlingBackoffStrategy(delays)
                                .circuitBreakerEnabled(false)
                                .build()));
    }
}
