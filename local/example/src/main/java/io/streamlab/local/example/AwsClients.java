package io.streamlab.local.example;

import io.streamlab.local.common.AwsService;
import io.streamlab.local.common.Endpoints;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes clients of the stand-in's servers, whatever the environment of this process says. The caller closes them.
 *
 * @param endpoints where the servers are
 */
public record AwsClients(Endpoints endpoints) {

    public KinesisClient kinesis() {
        return build(KinesisClient.builder(), AwsService.KINESIS);
    }

    public DynamoDbClient dynamoDb() {
        return build(DynamoDbClient.builder(), AwsService.DYNAMODB);
    }

    public S3Client s3() {
        return build(S3Client.builder().forcePathStyle(true), AwsService.S3);
    }

    public GlueClient glue() {
        return build(GlueClient.builder(), AwsService.GLUE);
    }

    private <B extends AwsClientBuilder<B, C>, C> C build(B builder, AwsService service) {
        return builder.endpointOverride(endpoints.of(service))
                .region(Region.of(Endpoints.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Endpoints.ACCESS_KEY, Endpoints.ACCESS_KEY)))
                .build();
    }
}
