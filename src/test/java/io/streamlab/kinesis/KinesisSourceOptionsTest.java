package io.streamlab.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.kinesis.spark.KinesisSchema;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KinesisSourceOptionsTest {

    private static final String ARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/orders";

    @Test
    void defaultsAreThoseDocumented() {
        KinesisSourceOptions options =
                KinesisSourceOptions.parse(Map.of("streamName", "orders", "region", "us-east-1"));

        assertThat(options.stream().name()).isEqualTo("orders");
        assertThat(options.stream().requestName()).isEqualTo("orders");
        assertThat(options.stream().requestArn()).isNull();
        assertThat(options.stream().endpoint()).isEqualTo(new KinesisEndpoint("us-east-1", null, null));
        assertThat(options.startingPosition()).isEqualTo(InitialPosition.TRIM_HORIZON);
        assertThat(options.startingTimestamp()).isEmpty();
        assertThat(options.maxRecordsPerShard()).isEqualTo(100_000);
        assertThat(options.failOnDataLoss()).isTrue();
        assertThat(options.retryTimeout()).isEqualTo(Duration.ofSeconds(120));
        assertThat(options.maxBytesPerShard()).isEqualTo(100_000_000);
        assertThat(options.maxRecordsPerTrigger()).isEqualTo(10_000_000);
        assertThat(options.maxBytesPerTrigger()).isEqualTo(10_000_000_000L);
        assertThat(options.misroutedAggregates()).isEqualTo(MisroutedAggregates.KEEP);
        assertThat(options.shardFailureTimeout()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void planningThreadsGrowWithTheShards() {
        KinesisSourceOptions options =
                KinesisSourceOptions.parse(Map.of("streamName", "orders", "region", "us-east-1"));

        assertThat(IntStream.of(0, 1, 143, 144, 1000, 1024, 4000, Integer.MAX_VALUE)
                        .map(options::planningThreads))
                .containsExactly(8, 8, 8, 9, 62, 64, 64, 64);
    }

    @Test
    void everyOptionCanBeSet() {
        KinesisSourceOptions options = KinesisSourceOptions.parse(Map.ofEntries(
                Map.entry("STREAMARN", ARN),
                Map.entry("endpointurl", "http://localhost:4567"),
                Map.entry("region", "eu-west-1"),
                Map.entry("roleArn", "arn:aws:iam::123456789012:role/reader"),
                Map.entry("externalId", "partner:7/a"),
                Map.entry("roleSessionName", "orders@join"),
                Map.entry("startingPosition", "at_timestamp"),
                Map.entry("startingTimestamp", "2026-01-31T09:00:00+01:00"),
                Map.entry("maxRecordsPerShard", " 7 "),
                Map.entry("maxBytesPerShard", "3000000000"),
                Map.entry("maxRecordsPerTrigger", "4000000000"),
                Map.entry("maxBytesPerTrigger", "9223372036854775807"),
                Map.entry("misroutedAggregates", "drop"),
                Map.entry("failOnDataLoss", "FALSE"),
                Map.entry("retryTimeoutSeconds", "9"),
                Map.entry("shardFailureTimeoutSeconds", "11"),
                Map.entry("planningThreads", "3")));

        assertThat(options.stream().name()).isEqualTo("orders");
        assertThat(options.stream().requestName()).isNull();
        assertThat(options.stream().requestArn()).isEqualTo(ARN);
        assertThat(options.stream().endpoint())
                .isEqualTo(new KinesisEndpoint(
                        "eu-west-1",
                        URI.create("http://localhost:4567"),
                        "arn:aws:iam::123456789012:role/reader",
                        "partner:7/a",
                        "orders@join"));
        assertThat(options.startingPosition()).isEqualTo(InitialPosition.AT_TIMESTAMP);
        assertThat(options.startingTimestamp()).contains(Instant.parse("2026-01-31T08:00:00Z"));
        assertThat(options.maxRecordsPerShard()).isEqualTo(7);
        assertThat(options.failOnDataLoss()).isFalse();
        assertThat(options.retryTimeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(options.maxBytesPerShard()).isEqualTo(3_000_000_000L);
        assertThat(options.maxRecordsPerTrigger()).isEqualTo(4_000_000_000L);
        assertThat(options.maxBytesPerTrigger()).isEqualTo(Long.MAX_VALUE);
        assertThat(options.misroutedAggregates()).isEqualTo(MisroutedAggregates.DROP);
        assertThat(options.shardFailureTimeout()).isEqualTo(Duration.ofSeconds(11));
        assertThat(options.planningThreads(4000)).isEqualTo(3);
    }

    @Test
    void regionComesFromTheArn() {
        assertThat(region(Map.of("streamArn", ARN))).isEqualTo("eu-west-1");
    }

    @Test
    void regionComesFromTheEndpointOfAws() {
        assertThat(region(Map.of("streamName", "s", "endpointUrl", "https://kinesis.ap-south-1.amazonaws.com")))
                .isEqualTo("ap-south-1");
        assertThat(region(Map.of("streamName", "s", "endpointUrl", "https://kinesis-fips.us-gov-west-1.amazonaws.com")))
                .isEqualTo("us-gov-west-1");
        assertThat(region(Map.of(
                        "streamName", "s", "endpointUrl", "https://vpce-1-a.kinesis.us-west-2.vpce.amazonaws.com")))
                .isEqualTo("us-west-2");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThatThrownBy(() -> KinesisSourceOptions.parse(Map.ofEntries(
                        Map.entry("streamName", "a stream"),
                        Map.entry("region", "Frankfurt"),
                        Map.entry("endpointUrl", "localhost:4567"),
                        Map.entry("roleArn", "reader"),
                        Map.entry("externalId", "x"),
                        Map.entry("roleSessionName", "a session"),
                        Map.entry("startingPosition", "BEGINNING"),
                        Map.entry("maxRecordsPerShard", "0"),
                        Map.entry("maxBytesPerShard", "100 MB"),
                        Map.entry("maxRecordsPerTrigger", "-1"),
                        Map.entry("maxBytesPerTrigger", "9223372036854775808"),
                        Map.entry("misroutedAggregates", "ignore"),
                        Map.entry("failOnDataLoss", "no"),
                        Map.entry("retryTimeoutSeconds", "2m"),
                        Map.entry("shardFailureTimeoutSeconds", "2147483648"),
                        Map.entry("planningThreads", ""),
                        Map.entry("startPosition", "LATEST"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(String.join(
                        "\n  ",
                        "The options of exact-kinesis are wrong:",
                        "streamName = a stream: must be 1 to 128 of a-z A-Z 0-9 _ . -",
                        "endpointUrl = localhost:4567: must be an http or https URL",
                        "region = Frankfurt: must be the name of an AWS region, as us-east-1",
                        "roleArn = reader: must be arn:aws:iam::ACCOUNT:role/NAME",
                        "externalId = x: must be 2 to 1224 of a-z A-Z 0-9 _ + = , . @ : / -",
                        "roleSessionName = a session: must be 2 to 64 of a-z A-Z 0-9 _ + = , . @ -",
                        "startingPosition = BEGINNING: must be one of [TRIM_HORIZON, LATEST, AT_TIMESTAMP]",
                        "maxRecordsPerShard = 0: must be a whole number from 1 to 2147483647",
                        "maxBytesPerShard = 100 MB: must be a whole number from 1 to 9223372036854775807",
                        "maxRecordsPerTrigger = -1: must be a whole number from 1 to 9223372036854775807",
                        "maxBytesPerTrigger = 9223372036854775808: must be a whole number from 1 to"
                                + " 9223372036854775807",
                        "misroutedAggregates = ignore: must be one of [KEEP, DROP]",
                        "failOnDataLoss = no: must be true or false",
                        "retryTimeoutSeconds = 2m: must be a whole number from 1 to 2147483647",
                        "shardFailureTimeoutSeconds = 2147483648: must be a whole number from 1 to 2147483647",
                        "planningThreads = : must be a whole number from 1 to 2147483647",
                        "startPosition = LATEST: unknown option; the known ones are [streamName, streamArn,"
                                + " endpointUrl, region, roleArn, externalId, roleSessionName, startingPosition,"
                                + " startingTimestamp, maxRecordsPerShard, maxBytesPerShard, maxRecordsPerTrigger,"
                                + " maxBytesPerTrigger, misroutedAggregates, failOnDataLoss, retryTimeoutSeconds,"
                                + " shardFailureTimeoutSeconds, planningThreads]"));
    }

    @Test
    void externalIdAndSessionNameGoWithARole() {
        assertProblem(
                Map.of("streamArn", ARN, "externalId", "partner"), "externalId = partner: goes with roleArn only");
        assertProblem(
                Map.of("streamArn", ARN, "roleSessionName", "orders"),
                "roleSessionName = orders: goes with roleArn only");
    }

    @Test
    void sessionIsNamedAfterTheSource() {
        KinesisEndpoint endpoint =
                KinesisSourceOptions.parse(Map.of("streamArn", ARN, "roleArn", "arn:aws:iam::123456789012:role/reader"))
                        .stream()
                        .endpoint();

        assertThat(endpoint.roleSessionName()).isEqualTo("exact-kinesis");
        assertThat(endpoint.externalId()).isEmpty();
    }

    @Test
    void streamHasToBeNamedOnce() {
        assertProblem(
                Map.of("region", "us-east-1"),
                "streamName is not given: give one of streamName and streamArn, and not both");
        assertProblem(
                Map.of("streamName", "orders", "streamArn", ARN),
                "streamName = orders: give one of streamName and streamArn, and not both");
    }

    @Test
    void regionMustBeTheOneInTheArn() {
        assertProblem(
                Map.of("streamArn", ARN, "region", "us-east-1"),
                "region = us-east-1: must be the region in streamArn, eu-west-1");
    }

    @Test
    void regionMustBeTheOneInTheEndpointOfAws() {
        assertProblem(
                Map.of(
                        "streamName", "orders",
                        "region", "us-east-1",
                        "endpointUrl", "https://kinesis.eu-west-1.amazonaws.com"),
                "region = us-east-1: must be the region in endpointUrl, eu-west-1");
        assertProblem(
                Map.of(
                        "streamName", "orders",
                        "region", "us-east-1",
                        "endpointUrl", "https://123456789012.data-kinesis.us-west-2.amazonaws.com"),
                "region = us-east-1: must be the region in endpointUrl, us-west-2");
        for (String host : List.of(
                "kinesis.us-east-1.amazonaws.com",
                "Kinesis.US-East-1.amazonaws.com:443",
                "kinesis.us-east-1.api.aws",
                "kinesis-fips.us-east-1.amazonaws.com",
                "vpce-1-a.kinesis.us-east-1.vpce.amazonaws.com")) {
            assertProblem(
                    Map.of("streamArn", ARN, "endpointUrl", "https://" + host),
                    "endpointUrl = https://" + host + ": must be in the region in streamArn, eu-west-1");
        }
    }

    @Test
    void regionOfAnotherHostIsNobodysBusiness() {
        assertThat(region(Map.of("streamArn", ARN, "endpointUrl", "http://kinesis.us-east-1.localhost:4566")))
                .isEqualTo("eu-west-1");
        assertThat(region(Map.of("streamArn", ARN, "endpointUrl", "https://kinesis.eu-west-1.amazonaws.com")))
                .isEqualTo("eu-west-1");
    }

    @Test
    void endpointOfAwsIsCalledWithTlsOnly() {
        for (String host : List.of(
                "kinesis.eu-west-1.amazonaws.com",
                "KINESIS.eu-west-1.amazonaws.com.:80",
                "kinesis.eu-west-1.api.aws",
                "kinesis.cn-north-1.amazonaws.com.cn",
                "vpce-1-a.kinesis.eu-west-1.vpce.amazonaws.com")) {
            assertProblem(
                    Map.of("streamName", "orders", "endpointUrl", "http://" + host),
                    "endpointUrl = http://" + host + ": must be an https URL, as every endpoint of AWS");
        }
        assertThat(region(Map.of(
                        "streamName",
                        "orders",
                        "region",
                        "eu-west-1",
                        "endpointUrl",
                        "http://amazonaws.com.test:4567")))
                .isEqualTo("eu-west-1");
    }

    @Test
    void timestampMayBeAheadOfThisMachinesClockByMinutes() {
        Instant ahead = Instant.now().plus(Duration.ofMinutes(4));

        assertThat(KinesisSourceOptions.parse(Map.of(
                                "streamArn",
                                ARN,
                                "startingPosition",
                                "AT_TIMESTAMP",
                                "startingTimestamp",
                                ahead.toString()))
                        .startingTimestamp())
                .contains(ahead);
        assertProblem(
                Map.of(
                        "streamArn",
                        ARN,
                        "startingPosition",
                        "AT_TIMESTAMP",
                        "startingTimestamp",
                        Instant.now().plus(Duration.ofMinutes(6)).toString()),
                "must be a past time as");
    }

    @Test
    void timestampGoesWithAtTimestamp() {
        assertProblem(
                Map.of("streamArn", ARN, "startingPosition", "AT_TIMESTAMP"),
                "startingTimestamp is not given: required with startingPosition AT_TIMESTAMP");
        assertProblem(
                Map.of("streamArn", ARN, "startingTimestamp", "2026-01-31T08:00:00Z"),
                "startingTimestamp = 2026-01-31T08:00:00Z: goes with startingPosition AT_TIMESTAMP only");
        assertProblem(
                Map.of("streamArn", ARN, "startingPosition", "AT_TIMESTAMP", "startingTimestamp", "yesterday"),
                "startingTimestamp = yesterday: must be a past time as 2026-01-31T08:00:00Z or"
                        + " 2026-01-31T08:00:00+01:00");
        assertProblem(
                Map.of(
                        "streamArn", ARN,
                        "startingPosition", "AT_TIMESTAMP",
                        "startingTimestamp", "2226-01-31T08:00:00Z"),
                "startingTimestamp = 2226-01-31T08:00:00Z: must be a past time as");
    }

    @Test
    void everyOptionIsDocumented() throws IOException {
        String page = Files.readString(Path.of("docs/KINESIS_SOURCE.md"));
        List<String> options = Arrays.stream(KinesisSourceOptions.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
                .filter(field -> !field.getName().equals("SHORT_NAME"))
                .map(field -> {
                    try {
                        return (String) field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();

        assertThat(options).hasSize(18).allSatisfy(option -> assertThat(page).contains("| `" + option + "` |"));
        assertThat(page)
                .contains("| `maxRecordsPerShard` | " + KinesisSourceOptions.DEFAULT_MAX_RECORDS_PER_SHARD)
                .contains("| `retryTimeoutSeconds` | " + KinesisSourceOptions.DEFAULT_RETRY_TIMEOUT_SECONDS)
                .contains("| `maxBytesPerShard` | " + KinesisSourceOptions.DEFAULT_MAX_BYTES_PER_SHARD)
                .contains("| `maxRecordsPerTrigger` | " + KinesisSourceOptions.DEFAULT_MAX_RECORDS_PER_TRIGGER)
                .contains("| `maxBytesPerTrigger` | " + KinesisSourceOptions.DEFAULT_MAX_BYTES_PER_TRIGGER)
                .contains("| `shardFailureTimeoutSeconds` | "
                        + KinesisSourceOptions.DEFAULT_SHARD_FAILURE_TIMEOUT_SECONDS)
                .contains("| `planningThreads` | " + KinesisSourceOptions.FEWEST_PLANNING_THREADS + " to "
                        + KinesisSourceOptions.MOST_PLANNING_THREADS);
    }

    @Test
    void everyColumnIsDocumented() throws IOException {
        String page = Files.readString(Path.of("docs/KINESIS_SOURCE.md"));

        assertThat(KinesisSchema.SCHEMA.fieldNames())
                .allSatisfy(column -> assertThat(page).contains("| `" + column + "` |"));
    }

    private static String region(Map<String, String> options) {
        return KinesisSourceOptions.parse(options).stream().endpoint().region();
    }

    private static void assertProblem(Map<String, String> options, String problem) {
        assertThatThrownBy(() -> KinesisSourceOptions.parse(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }
}
