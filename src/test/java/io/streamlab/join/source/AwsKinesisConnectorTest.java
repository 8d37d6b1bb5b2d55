package io.streamlab.join.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.catalog.SourceTable;
import io.streamlab.join.catalog.SourceTables;
import io.streamlab.join.columns.StreamColumns;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.record.ParsedBatch;
import io.streamlab.join.record.RecordParser;
import io.streamlab.kinesis.spark.KinesisSchema;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --source_connector aws-kinesis}, with {@link StandInConnector} in the place of awslabs' jar. */
class AwsKinesisConnectorTest {
    private static final String ARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/orders";
    private static final StructType ORDER =
            new StructType().add("uuid", "string").add("orderdate", "string");

    @TempDir
    private Path checkpoint;

    @Test
    void saysTheDefaultsInTheConnectorsWords() {
        assertThat(stream(SourceTables.of(ARN, null)).options())
                .containsOnly(
                        entry("kinesis.streamName", "orders"),
                        entry("kinesis.endpointUrl", "https://kinesis.eu-west-1.amazonaws.com"),
                        entry("kinesis.region", "eu-west-1"),
                        entry("kinesis.kinesisRegion", "eu-west-1"),
                        entry("kinesis.consumerType", "GetRecords"),
                        entry("kinesis.startingPosition", "TRIM_HORIZON"),
                        entry("kinesis.maxFetchRecordsPerShard", "100000"),
                        entry("kinesis.maxFetchTimePerShardSec", "60"),
                        entry("kinesis.failOnDataLoss", "true"));
    }

    @Test
    void saysWhateverIsSetInTheConnectorsWords() {
        SourceStream stream = stream(
                SourceTables.of(ARN, "http://127.0.0.1:4567"),
                "source_role_arn",
                "arn:aws:iam::123456789012:role/reader",
                "starting_position",
                "2026-01-31T12:00:00Z",
                "max_records_per_shard",
                "7",
                "fail_on_data_loss",
                "false",
                "window_seconds",
                "300");

        assertThat(stream.options())
                .containsOnly(
                        entry("kinesis.streamName", "orders"),
                        entry("kinesis.endpointUrl", "http://127.0.0.1:4567"),
                        entry("kinesis.region", "eu-west-1"),
                        entry("kinesis.kinesisRegion", "eu-west-1"),
                        entry("kinesis.consumerType", "GetRecords"),
                        entry("kinesis.startingPosition", "AT_TIMESTAMP 2026-01-31T12:00:00Z"),
                        entry("kinesis.maxFetchRecordsPerShard", "7"),
                        entry("kinesis.maxFetchTimePerShardSec", "300"),
                        entry("kinesis.failOnDataLoss", "false"),
                        entry("kinesis.stsRoleArn", "arn:aws:iam::123456789012:role/reader"),
                        entry("kinesis.stsSessionName", "glue-streaming-join"));
    }

    @Test
    void aBatchReadsForNoLessThanTheConnectorAllows() {
        assertThat(stream(SourceTables.of(ARN, null), "window_seconds", "0").options())
                .containsEntry("kinesis.maxFetchTimePerShardSec", "10");
    }

    @Test
    void theOptionsReachTheConnector() {
        SourceStream stream = stream(SourceTables.of(ARN, null));

        stream.read(LocalSpark.session());

        assertThat(StandInConnector.options()).containsAllEntriesOf(stream.options());
    }

    @Test
    void refusesAllThatTheConnectorCannotDoAtOnce() {
        assertThatThrownBy(() -> stream(
                        SourceTables.of(ARN, null),
                        "available_now",
                        "true",
                        "starting_position",
                        "2026-01-31T12:00:00.5Z",
                        "source_role_arn",
                        "arn:aws:iam::210987654321:role/reader"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        """
                        The job's configuration has 3 problems:
                          - --available_now is true, but --source_connector aws-kinesis takes one batch then, and ends \
                        whatever the stream still holds
                          - --starting_position is '2026-01-31T12:00:00.500Z', but --source_connector aws-kinesis takes \
                        whole seconds only
                          - --source_role_arn is 'arn:aws:iam::210987654321:role/reader', but --source_connector \
                        aws-kinesis finds a stream by its name in the role's own account, and the stream of \
                        shop.orders_stream is arn:aws:kinesis:eu-west-1:123456789012:stream/orders""");
    }

    @Test
    void refusesTheBoundsAndThePatienceThatTheConnectorDoesNotKnow() {
        assertThatThrownBy(() -> stream(
                        SourceTables.of(ARN, null),
                        "source_role_arn",
                        "arn:aws:iam::123456789012:role/reader",
                        "source_external_id",
                        "4711",
                        "max_bytes_per_shard",
                        "1",
                        "max_records_per_trigger",
                        "2",
                        "max_bytes_per_trigger",
                        "3",
                        "shard_failure_timeout_seconds",
                        "4",
                        "misrouted_aggregates",
                        "drop"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        """
                        The job's configuration has 6 problems:
                          - --source_external_id is '4711', but --source_connector aws-kinesis sends no external ID
                          - --max_bytes_per_shard is '1', but --source_connector aws-kinesis knows no bound in bytes: \
                        leave it at 100000000
                          - --max_records_per_trigger is '2', but --source_connector aws-kinesis bounds each shard \
                        only: leave it at 10000000
                          - --max_bytes_per_trigger is '3', but --source_connector aws-kinesis knows no bound in bytes: \
                        leave it at 10000000000
                          - --shard_failure_timeout_seconds is '4', but --source_connector aws-kinesis decides by itself \
                        how long it waits for a shard: leave it at 600
                          - --misrouted_aggregates is 'drop', but --source_connector aws-kinesis keeps every record""");
    }

    @Test
    void namesTheSessionsOfARole() {
        assertThat(stream(
                                SourceTables.of(ARN, null),
                                "source_role_arn",
                                "arn:aws:iam::123456789012:role/reader",
                                "source_role_session_name",
                                "orders")
                        .options())
                .containsEntry("kinesis.stsSessionName", "orders");
    }

    @Test
    void recordsHaveTheColumnsOfTheOtherSource() {
        assertThat(stream(SourceTables.of(ARN, null)).read(LocalSpark.session()).columns())
                .isSubsetOf(KinesisSchema.SCHEMA.fieldNames())
                .hasSize(KinesisSchema.SCHEMA.length() - 1)
                .doesNotContain(KinesisSchema.MONOTONE_ARRIVAL_TIMESTAMP);
    }

    @Test
    void eachRecordIsReadOnceHoweverOftenTheBatchIsLookedAt() throws Exception {
        RecordParser parser = parser();
        int before = StandInConnector.recordsRead();
        List<Row> accepted = new ArrayList<>();
        List<Row> rejected = new ArrayList<>();

        stream(SourceTables.of(ARN, null))
                .read(LocalSpark.session())
                .writeStream()
                .option("checkpointLocation", checkpoint.toString())
                .trigger(Trigger.AvailableNow())
                .foreachBatch((Dataset<Row> records, Long batchId) -> {
                    try (ParsedBatch batch = parser.parse(records)) {
                        accepted.addAll(batch.accepted().collectAsList());
                        rejected.addAll(batch.rejected().collectAsList());
                        assertThat(batch.accepted().count()).isEqualTo(batch.acceptedCount());
                        assertThat(batch.rejected().count()).isEqualTo(batch.rejectedCount());
                    }
                })
                .start()
                .awaitTermination();

        assertThat(StandInConnector.recordsRead() - before).isEqualTo(StandInConnector.RECORDS_IN_A_BATCH);
        List<String> numbers = Stream.concat(
                        accepted.stream().map(row -> row.<String>getAs("uuid")),
                        rejected.stream().map(row -> row.<String>getAs("sequence_number")))
                .toList();
        assertThat(numbers).hasSize(StandInConnector.RECORDS_IN_A_BATCH).doesNotHaveDuplicates();
    }

    @Test
    void aRejectedRecordHasNoShardWhereTheConnectorDoesNotTellIt() throws Exception {
        RecordParser parser = parser();
        List<Row> rejected = new ArrayList<>();

        stream(SourceTables.of(ARN, null))
                .read(LocalSpark.session())
                .writeStream()
                .option("checkpointLocation", checkpoint.toString())
                .trigger(Trigger.AvailableNow())
                .foreachBatch((Dataset<Row> records, Long batchId) -> {
                    try (ParsedBatch batch = parser.parse(records)) {
                        rejected.addAll(batch.rejected().collectAsList());
                    }
                })
                .start()
                .awaitTermination();

        assertThat(rejected).isNotEmpty().allSatisfy(row -> {
            assertThat(row.<String>getAs("stream")).isEqualTo("orders");
            assertThat(row.<String>getAs("partition_key")).isEqualTo("key");
            assertThat(row.<Timestamp>getAs("arrival_time").toInstant()).isEqualTo(StandInConnector.ARRIVAL);
            assertThat(row.<String>getAs("shard_id")).isNull();
            assertThat(row.<Long>getAs("sub_sequence_number")).isNull();
        });
    }

    @Test
    void saysWhatToDoWhenTheJarIsMissing() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new WithoutTheStandIn(before));
        try {
            assertThatThrownBy(() -> stream(SourceTables.of(ARN, null)).read(LocalSpark.session()))
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessage("The job's configuration has a problem:\n"
                            + "  - --source_connector is 'aws-kinesis', but no jar has that source: give the jar of"
                            + " awslabs' spark-sql-kinesis-connector by --extra-jars")
                    .hasCauseInstanceOf(ClassNotFoundException.class);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static SourceStream stream(SourceTable table, String... keysAndValues) {
        String[] all = Stream.concat(Stream.of("source_connector", "aws-kinesis"), Stream.of(keysAndValues))
                .toArray(String[]::new);
        JobConfig config = ExampleConfig.with(all);
        return SourceStream.of(table, config.source(), config.batch());
    }

    /** A class path on which the tests register no source. */
    private static final class WithoutTheStandIn extends ClassLoader {
        private WithoutTheStandIn(ClassLoader parent) {
            super(parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            List<URL> resources = new ArrayList<>(Collections.list(super.getResources(name)));
            resources.removeIf(resource -> resource.getPath().contains("/test-classes/META-INF/services/"));
            return Collections.enumeration(resources);
        }
    }

    private static RecordParser parser() {
        JobConfig config = ExampleConfig.with();
        return new RecordParser(StreamColumns.of(ORDER, config.target()), config);
    }
}
