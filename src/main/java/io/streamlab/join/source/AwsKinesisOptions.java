package io.streamlab.join.source;

import io.streamlab.join.catalog.SourceTable;
import io.streamlab.join.config.BatchConfig;
import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.MisroutedRecords;
import io.streamlab.join.config.SourceConfig;
import io.streamlab.join.config.StartingPosition;
import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.client.StreamAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Translates the job's options into those of awslabs' connector, which its KinesisOptions.scala lists. The job refuses what the
 * connector cannot do.
 *
 * @see <a href="https://github.com/awslabs/spark-sql-kinesis-connector">awslabs/spark-sql-kinesis-connector</a>
 */
final class AwsKinesisOptions {
    /** The connector refuses less. */
    private static final Duration SHORTEST_FETCH = Duration.ofSeconds(10);

    private AwsKinesisOptions() {}

    /**
     * @param address of the table's stream
     * @throws InvalidConfigException with everything that the connector cannot do
     */
    static Map<String, String> of(SourceTable table, StreamAddress address, SourceConfig source, BatchConfig batch) {
        requireNothingBeyondIt(table, address, source, batch);
        Map<String, String> options = new LinkedHashMap<>();
        options.put("kinesis.streamName", address.name());
        options.put("kinesis.endpointUrl", address.endpoint().toString());
        // The connector names its own tables by the first and makes its clients with the second. Without them it cuts
        // the region out of the endpoint's name, whatever the name is.
        options.put("kinesis.region", address.region());
        options.put("kinesis.kinesisRegion", address.region());
        options.put("kinesis.consumerType", "GetRecords");
        options.put("kinesis.startingPosition", startingPosition(source.startingPosition()));
        options.put("kinesis.maxFetchRecordsPerShard", Integer.toString(source.maxRecordsPerShard()));
        options.put(
                "kinesis.maxFetchTimePerShardSec",
                Long.toString(fetchTime(batch.window()).getSeconds()));
        options.put("kinesis.failOnDataLoss", Boolean.toString(source.failOnDataLoss()));
        source.roleArn().ifPresent(role -> {
            options.put("kinesis.stsRoleArn", role);
            options.put("kinesis.stsSessionName", source.roleSessionName());
        });
        return options;
    }

    private static String startingPosition(StartingPosition position) {
        return position.timestamp().map(time -> position.type() + " " + time).orElse(position.type());
    }

    /**
     * Returns how long one batch may read one shard: as long as the window. Without a bound, a shard into which records trickle never lets
     * its batch end. A shard is read at 2 MB a second and written at 1, so a batch can read what two windows bring.
     */
    private static Duration fetchTime(Duration window) {
        return window.compareTo(SHORTEST_FETCH) < 0 ? SHORTEST_FETCH : window;
    }

    private static void requireNothingBeyondIt(
            SourceTable table, StreamAddress address, SourceConfig source, BatchConfig batch) {
        String connector = "--source_connector " + source.connector();
        List<String> problems = new ArrayList<>();
        if (batch.availableNow()) {
            problems.add("--available_now is true, but " + connector
                    + " takes one batch then, and ends whatever the stream still holds");
        }
        source.startingPosition()
                .timestamp()
                .filter(time -> time.getNano() != 0)
                .ifPresent(time -> problems.add(
                        "--starting_position is '" + time + "', but " + connector + " takes whole seconds only"));
        source.roleArn().ifPresent(role -> address.arn()
                .filter(arn -> !account(role).equals(account(arn)))
                .ifPresent(arn -> problems.add("--source_role_arn is '" + role + "', but " + connector
                        + " finds a stream by its name in the role's own account, and the stream of "
                        + table.qualifiedName() + " is " + arn)));
        source.externalId()
                .ifPresent(id -> problems.add(
                        "--source_external_id is '" + id + "', but " + connector + " sends no external ID"));
        refuseOther(
                "--max_bytes_per_shard",
                source.maxBytesPerShard(),
                KinesisSourceOptions.DEFAULT_MAX_BYTES_PER_SHARD,
                connector + " knows no bound in bytes",
                problems);
        refuseOther(
                "--max_records_per_trigger",
                source.maxRecordsPerTrigger(),
                KinesisSourceOptions.DEFAULT_MAX_RECORDS_PER_TRIGGER,
                connector + " bounds each shard only",
                problems);
        refuseOther(
                "--max_bytes_per_trigger",
                source.maxBytesPerTrigger(),
                KinesisSourceOptions.DEFAULT_MAX_BYTES_PER_TRIGGER,
                connector + " knows no bound in bytes",
                problems);
        refuseOther(
                "--shard_failure_timeout_seconds",
                source.shardFailureTimeout().getSeconds(),
                KinesisSourceOptions.DEFAULT_SHARD_FAILURE_TIMEOUT_SECONDS,
                connector + " decides by itself how long it waits for a shard",
                problems);
        if (source.misroutedRecords() == MisroutedRecords.DROP) {
            problems.add("--misrouted_aggregates is 'drop', but " + connector + " keeps every record");
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
    }

    /** A deployment gives every option with its default, so only another value asks for something. */
    private static void refuseOther(
            String option, long value, long defaultValue, String reason, List<String> problems) {
        if (value != defaultValue) {
            problems.add(option + " is '" + value + "', but " + reason + ": leave it at " + defaultValue);
        }
    }

    /** The fifth part, as in {@code arn:aws:iam::123456789012:role/reader}. */
    private static String account(String arn) {
        return arn.split(":", 6)[4];
    }
}
