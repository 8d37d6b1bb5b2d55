package io.streamlab.join.preflight;

import io.streamlab.join.catalog.SourceTable;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** Clients with the SDK's own credentials, region and endpoint, that give up soon where nothing answers. */
final class Clients {
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);
    private static final String ROLE_SESSION_NAME = "validate";

    private Clients() {}

    static DynamoDbClient dynamoDb() {
        return DynamoDbClient.builder()
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

    /** @param roleArn the role that reads the stream, where it is not the job's own */
    static KinesisClient kinesis(SourceTable table, Optional<String> roleArn) {
        KinesisClientBuilder kinesis =
                KinesisClient.builder().httpClientBuilder(http()).overrideConfiguration(bounded());
        table.endpoint().ifPresent(kinesis::endpointOverride);
        if (table.stream().startsWith("arn:")) {
            // arn:partition:kinesis:region:account:stream/name
            kinesis.region(Region.of(table.stream().split(":")[3]));
        }
        roleArn.ifPresent(role -> kinesis.credentialsProvider(StsAssumeRoleCredentialsProvider.builder()
                .stsClient(StsClient.builder().httpClientBuilder(http()).build())
                .refreshRequest(request -> request.roleArn(role).roleSessionName(ROLE_SESSION_NAME))
                .build()));
        return kinesis.build();
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
