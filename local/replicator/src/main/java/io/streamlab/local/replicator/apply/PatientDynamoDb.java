package io.streamlab.local.replicator.apply;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * The replicator's DynamoDB client. It repeats a request until the request no longer fails for a transient reason: after 50
 * ms, then twice as long each time up to 5 s, less up to half of the pause by chance. It never gives up, so that no change is
 * skipped. An interrupt ends the repetition.
 */
public final class PatientDynamoDb {

    private static final Logger LOGGER = LoggerFactory.getLogger(PatientDynamoDb.class);

    private static final BackoffStrategy PAUSES =
            BackoffStrategy.exponentialDelayHalfJitter(Duration.ofMillis(50), Duration.ofSeconds(5));

    private PatientDynamoDb() {}

    /** Creates a client with the SDK's own credentials, region and endpoint. */
    public static DynamoDbClient create() {
        return create(DynamoDbClient.builder(), PAUSES);
    }

    static DynamoDbClient create(DynamoDbClientBuilder builder, BackoffStrategy pauses) {
        return builder.overrideConfiguration(override -> override.retryStrategy(
                        DefaultRetryStrategy.standardStrategyBuilder()
                                .maxAttempts(Integer.MAX_VALUE)
                                .backoffStrategy(pauses)
                                .throttlingBackoffStrategy(pauses)
                                .circuitBreakerEnabled(false)
                                .useClientDefaults(false)
                                .retryOnException(PatientDynamoDb::isRepeated)
                                .build()))
                .build();
    }

    private static boolean isRepeated(Throwable failure) {
        boolean isTransient = Failures.isTransient(failure);
        if (isTransient) {
            LOGGER.warn("DynamoDB did not take a request; trying again: {}", failure.getMessage());
        }
        return isTransient;
    }
}
