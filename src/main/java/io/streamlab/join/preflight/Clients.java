package io.streamlab.join.preflight;

import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Makes clients with the SDK's own credentials, region and endpoint, which give up within seconds where nothing answers. */
final class Clients {
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);

    private Clients() {}

    static DynamoDbClient dynamoDb() {
        return DynamoDbClient.builder()
                .httpClientBuilder(http())
                .overrideConfiguration(bounded())
                .build();
    }

    static DynamoDbStreamsClient dynamoDbStreams() {
        return DynamoDbStreamsClient.builder()
                .httpClientBuilder(http())
                .overrideConfiguration(bounded())
                .build();
    }

    static CloudWatchClient cloudWatch() {
        return CloudWatchClient.builder()
                .httpClientBuilder(http())
                .overrideConfiguration(bounded())
                .build();
    }

    private static UrlConnectionHttpClient.Builder http() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECTION_TIMEOUT)
                .socketTimeout(CALL_TIMEOUT);
    }

    private static ClientOverrideConfiguration bounded() {
        return ClientOverrideConfiguration.builder()
                .apiCallTimeout(CALL_TIMEOUT)
                .build();
    }
}
