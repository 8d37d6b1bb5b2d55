package io.streamlab.local.replicator.apply;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * The replicator's DynamoDB client. It repeats a request that fails for a transient reason, and never gives up, so that no
 * change is skipped. The first pause is at most 50 ms, each further pause is twice as long up to 5 s, and up to half of each
 * is left out at random. An interrupt ends the repetition.
 */
public final class RetryingDynamoDb {

    private static final Logger LOGGER = LoggerFactory.getLogger(RetryingDynamoDb.class);

    private static final BackoffStrategy PAUSES =
            BackoffStrategy.exponentialDelayHalfJitter(Duration.ofMillis(50), Duration.ofSeconds(5));

    private RetryingDynamoDb() {}

    /** Creates a client with the SDK's own credentials, region and endpoint. */
    public static DynamoDbClient create() {
        return create(DynamoDbClient.builder(), PAUSES);
    }

    static DynamoDbClient create(DynamoDbClientBuilder builder, BackoffStrategy pauses) {
        return builder.overrideConfiguration(
                        override -> override.retryStrategy(DefaultRetryStrategy.standardStrategyBuilder()
                                .maxAttempts(Integer.MAX_VALUE)
                                .backoffStrategy(pauses)
                                .throttlingBackoffStrategy(pauses)
                                .circuitBreakerEnabled(false)
                                .useClientDefaults(false)
                                .retryOnException(RetryingDynamoDb::isRetried)
                                .build()))
                .build();
    }

    private static boolean isRetried(Throwable failure) {
        boolean isTransient = Failures.isTransient(failure);
        if (isTransient) {
            LOGGER.warn("DynamoDB did not take a request; trying again: {}", failure.getMessage());
        }
        return isTransient;
    }
}
