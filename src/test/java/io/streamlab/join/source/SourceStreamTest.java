package io.streamlab.join.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.catalog.SourceTable;
import io.streamlab.join.catalog.SourceTables;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.JobConfig;
import io.streamlab.kinesis.KinesisEndpoint;
import io.streamlab.kinesis.spark.KinesisSchema;
import org.junit.jupiter.api.Test;

class SourceStreamTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:123456789012:stream/orders";

    @Test
    void passesOnTheDefaults() {
        SourceTable table = SourceTables.of("orders", null);

        assertThat(stream(table).options())
                .containsOnly(
                        entry("streamName", "orders"),
                        entry("startingPosition", "TRIM_HORIZON"),
                        entry("maxRecordsPerShard", "100000"),
                        entry("maxBytesPerShard", "100000000"),
                        entry("maxRecordsPerTrigger", "10000000"),
                        entry("maxBytesPerTrigger", "10000000000"),
                        entry("shardFailureTimeoutSeconds", "600"),
                        entry("misroutedAggregates", "KEEP"),
                        entry("failOnDataLoss", "true"));
    }

    @Test
    void passesOnWhateverIsSet() {
        assertThat(everythingSet().options())
                .containsOnly(
                        entry("streamArn", ARN),
                        entry("endpointUrl", "http://127.0.0.1:4567"),
                        entry("roleArn", "arn:aws:iam::123456789012:role/reader"),
                        entry("startingPosition", "AT_TIMESTAMP"),
                        entry("startingTimestamp", "2026-01-31T12:00:00Z"),
                        entry("externalId", "shop/4711"),
                        entry("roleSessionName", "orders"),
                        entry("maxRecordsPerShard", "7"),
                        entry("maxBytesPerShard", "8"),
                        entry("maxRecordsPerTrigger", "70"),
                        entry("maxBytesPerTrigger", "80"),
                        entry("shardFailureTimeoutSeconds", "9"),
                        entry("misroutedAggregates", "DROP"),
                        entry("failOnDataLoss", "false"));
    }

    @Test
    void passesOnOnlyWhatTheSourceUnderstands() {
        // The source refuses an option that it does not know as soon as it is loaded.
        assertThat(everythingSet().read(LocalSpark.session()).schema()).isEqualTo(KinesisSchema.SCHEMA);
    }

    @Test
    void sessionsOfARoleHaveTheNameOfTheJob() {
        assertThat(stream(
                                SourceTables.of(ARN, null),
                                "source_role_arn",
                                "arn:aws:iam::123456789012:role/reader",
                                "JOB_NAME",
                                "orders job")
                        .options())
                .containsEntry("roleSessionName", "orders-job")
                .doesNotContainKey("externalId");
    }

    /** The validation calls Kinesis as the job does. */
    @Test
    void theStreamOfAValidationHasTheExternalIdAndTheSessionName() {
        JobConfig config = ExampleConfig.with(
                "source_role_arn",
                "arn:aws:iam::123456789012:role/reader",
                "source_external_id",
                "4711",
                "source_role_session_name",
                "orders");

        KinesisEndpoint endpoint = SourceStream.kinesisStream(SourceTables.of(ARN, null), config.source())
                .endpoint();

        assertThat(endpoint.externalId()).contains("4711");
        assertThat(endpoint.roleSessionName()).isEqualTo("orders");
    }

    private static SourceStream everythingSet() {
        return stream(
                SourceTables.of(ARN, "http://127.0.0.1:4567"),
                "source_role_arn",
                "arn:aws:iam::123456789012:role/reader",
                "starting_position",
                "2026-01-31T12:00:00Z",
                "source_external_id",
                "shop/4711",
                "source_role_session_name",
                "orders",
                "max_records_per_shard",
                "7",
                "max_bytes_per_shard",
                "8",
                "max_records_per_trigger",
                "70",
                "max_bytes_per_trigger",
                "80",
                "shard_failure_timeout_seconds",
                "9",
                "misrouted_aggregates",
                "drop",
                "fail_on_data_loss",
                "false");
    }

    private static SourceStream stream(SourceTable table, String... keysAndValues) {
        JobConfig config = ExampleConfig.with(keysAndValues);
        return SourceStream.of(table, config.source(), config.batch());
    }
}
