package io.streamlab.kinesis.client;

import io.streamlab.kinesis.KinesisEndpoint;
import io.streamlab.kinesis.spark.KinesisSourceProvider;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * The Kinesis clients of this JVM, one for each endpoint. They live as long as the JVM: an executor's tasks come and
 * go every few seconds, and making a client anew means loading credentials and opening connections anew.
 */
final class KinesisClients {

    private static final ConcurrentMap<KinesisEndpoint, KinesisClient> CLIENTS = new ConcurrentHashMap<>();

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

    /** Long enough for an answer of 10 MiB at 1 MB/s, short enough to leave room for a second attempt. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(15);

    private static final String ROLE_SESSION_NAME = KinesisSourceProvider.SHORT_NAME;

    private KinesisClients() {}

    static KinesisClient of(KinesisEndpoint endpoint) {
        return CLIENTS.computeIfAbsent(endpoint, KinesisClients::create);
    }

    /** Where the endpoint's client calls: the URL that was given, else the one in the SDK's settings, else the region's own. */
    static URI url(KinesisEndpoint endpoint) {
        return of(endpoint)
                .serviceClientConfiguration()
                .endpointOverride()
                .orElseGet(() -> URI.create(
                        "https://" + KinesisClient.serviceMetadata().endpointFor(Region.of(endpoint.region()))));
    }

    private static KinesisClient create(KinesisEndpoint endpoint) {
        Region region = Region.of(endpoint.region());
        SdkHttpClient http = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECTION_TIMEOUT)
                .socketTimeout(SOCKET_TIMEOUT)
                .build();
        KinesisClientBuilder builder = KinesisClient.builder()
                .region(region)
                .httpClient(http)
                .credentialsProvider(endpoint.roleArn()
                        .map(roleArn -> assumedRole(roleArn, region, http))
                        .orElseGet(() -> DefaultCredentialsProvider.builder().build()))
                // RateLimitedKinesisCalls repeats failed calls: it alone knows the shard's pace and the bound in time.
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()));
        endpoint.url().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static AwsCredentialsProvider assumedRole(String roleArn, Region region, SdkHttpClient http) {
        StsClient sts = StsClient.builder().region(region).httpClient(http).build();
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(roleArn).roleSessionName(ROLE_SESSION_NAME))
                .build();
    }
}
