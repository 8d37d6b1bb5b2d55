package io.streamlab.local.example;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Clients with the region, credentials and endpoint that the SDK finds, and short sentences for those that it does not find. */
final class StreamClient {
    private StreamClient() {}

    /** @throws MissingSettingException if there is no region or there are no credentials */
    static KinesisClient create() {
        return KinesisClient.builder()
                .region(region())
                .credentialsProvider(credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** Returns where the requests go, in words. */
    static String describeEndpoint(Map<String, String> environment) {
        return endpoint(environment).orElse("AWS in " + region());
    }

    private static Optional<String> endpoint(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("AWS_ENDPOINT_URL_KINESIS"))
                .or(() -> Optional.ofNullable(environment.get("AWS_ENDPOINT_URL")));
    }

    private static Region region() {
        try {
            return new DefaultAwsRegionProviderChain().getRegion();
        } catch (SdkClientException e) {
            throw new MissingSettingException("there is no AWS region: set AWS_REGION, or one in your AWS profile", e);
        }
    }

    private static AwsCredentialsProvider credentials() {
        AwsCredentialsProvider provider = DefaultCredentialsProvider.builder().build();
        try {
            provider.resolveCredentials();
            return provider;
        } catch (SdkClientException e) {
            throw new MissingSettingException(
                    "there are no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE", e);
        }
    }

    /** A setting that every call of AWS needs is nowhere to be found. */
    static final class MissingSettingException extends RuntimeException {
        private MissingSettingException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
