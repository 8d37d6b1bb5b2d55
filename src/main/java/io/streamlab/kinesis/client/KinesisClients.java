package io.streamlab.kinesis.client;

import io.streamlab.kinesis.KinesisEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * Makes the Kinesis clients.
 *
 * <p>The sources of a JVM share one client for each endpoint, which lives as long as the JVM. An executor's tasks come
 * and go every few seconds, and each new client loads credentials and opens connections.
 */
final class KinesisClients {

    private static final ConcurrentMap<KinesisEndpoint, KinesisClient> CLIENTS = new ConcurrentHashMap<>();

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

    /** Long enough for an answer of 10 MiB at 1 MB/s, short enough to leave room for a second attempt. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(15);

    private static final Duration BOUNDED_CONNECTION_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration BOUNDED_CALL_TIMEOUT = Duration.ofSeconds(15);

    private KinesisClients() {}

    /** Returns the client of an endpoint for as long as the JVM lives. A failed call is not repeated by the client. */
    static KinesisClient of(KinesisEndpoint endpoint) {
        return CLIENTS.computeIfAbsent(
                endpoint,
                wanted -> create(
                        wanted,
                        new StripedHttpClient(() -> http(CONNECTION_TIMEOUT, SOCKET_TIMEOUT)),
                        // RateLimitedKinesisCalls repeats failed calls: it alone knows the shard's rate and the retry
                        // timeout.
                        override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry())));
    }

    /**
     * Returns a client of its own, which calls the same place in the same region as the same role and gives up within
     * seconds. To be closed.
     */
    static KinesisClient bounded(KinesisEndpoint endpoint) {
        return create(
                endpoint,
                http(BOUNDED_CONNECTION_TIMEOUT, BOUNDED_CALL_TIMEOUT),
                override -> override.apiCallTimeout(BOUNDED_CALL_TIMEOUT));
    }

    /**
     * Returns where the endpoint's client calls: the URL that was given, else the one in the SDK's settings (environment,
     * system properties, profile), else the region's own. Makes no client.
     */
    static URI url(KinesisEndpoint endpoint) {
        return AwsClientEndpointProvider.builder()
                .clientEndpointOverride(endpoint.url().orElse(null))
                .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_KINESIS")
                .serviceEndpointOverrideSystemProperty("aws.endpointUrlKinesis")
                .serviceProfileProperty("kinesis")
                .profileFile(ProfileFile::defaultProfileFile)
                .profileName(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow())
                .serviceEndpointPrefix("kinesis")
                .defaultProtocol("https")
                .region(Region.of(endpoint.region()))
                .build()
                .clientEndpoint();
    }

    private static SdkHttpClient http(Duration connectionTimeout, Duration socketTimeout) {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(connectionTimeout)
                .socketTimeout(socketTimeout)
                .build();
    }

    private static KinesisClient create(
            KinesisEndpoint endpoint, SdkHttpClient http, Consumer<ClientOverrideConfiguration.Builder> override) {
        Region region = Region.of(endpoint.region());
        KinesisClientBuilder builder = KinesisClient.builder()
                .region(region)
                .httpClient(http)
                .credentialsProvider(endpoint.roleArn()
                        .map(roleArn -> assumedRole(endpoint, roleArn, http))
                        .orElseGet(() -> DefaultCredentialsProvider.builder().build()))
                .overrideConfiguration(override);
        endpoint.url().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static AwsCredentialsProvider assumedRole(KinesisEndpoint endpoint, String roleArn, SdkHttpClient http) {
        StsClient sts = StsClient.builder()
                .region(Region.of(endpoint.region()))
                .httpClient(http)
                .build();
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(roleArn)
                        .externalId(endpoint.externalId().orElse(null))
                        .roleSessionName(endpoint.roleSessionName()))
                .build();
    }
}
