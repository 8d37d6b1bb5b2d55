package io.streamlab.join.source;

import io.streamlab.join.catalog.SourceTable;
import io.streamlab.join.config.BatchConfig;
import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.SourceConfig;
import io.streamlab.join.config.StartingPosition;
import io.streamlab.kinesis.client.StreamAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The job's options in the words of awslabs' connector, whose table of options is its KinesisOptions.scala. Whatever it cannot do is
 * refused, so that nobody believes that it does.
 *
 * @see <a href="https://github.com/awslabs/spark-sql-kinesis-connector">awslabs/spark-sql-kinesis-connector</a>
 */
final class AwsKinesisOptions {
    /** The connector's own least. */
    private static final Duration SHORTEST_FETCH = Duration.ofSeconds(10);

    private static final String ROLE_SESSION_NAME = "glue-streaming-join";

    private AwsKinesisOptions() {}

    /**
     * @param address of the table's stream
     * @throws InvalidConfigException with everything that the connector cannot do
     */
    static Map<String, String> of(SourceTable table, StreamAddress address, SourceConfig source, BatchConfig batch) {
        requireNothingBeyondIt(table, source, batch);
        Map<String, String> options = new LinkedHashMap<>();
        options.put("kinesis.streamName", address.name());
        options.put("kinesis.endpointUrl", address.endpoint().toString());
        // The one is for the names of its own tables, the other for its clients; without them it cuts the region out
        // of the endpoint's name, whatever that is.
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
            options.put("kinesis.stsSessionName", ROLE_SESSION_NAME);
        });
        return options;
    }

    private static String startingPosition(StartingPosition position) {
        return position.timestamp().map(time -> position.type() + " " + time).orElse(position.type());
    }

    /**
     * How long one batch may read one shard. Without a bound a shard into which records trickle never lets its batch end. As long as the
     * window: a shard is read at 2 MB a second and written at 1, so a batch can take in what two windows bring.
     */
    private static Duration fetchTime(Duration window) {
        return window.compareTo(SHORTEST_FETCH) < 0 ? SHORTEST_FETCH : window;
    }

    private static void requireNothingBeyondIt(SourceTable table, SourceConfig source, BatchConfig batch) {
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
        source.roleArn()
                .filter(role -> isArn(table.stream()) && !account(role).equals(account(table.stream())))
                .ifPresent(role -> problems.add("--source_role_arn is '" + role + "', but " + connector
                        + " finds a stream by its name in the role's own account, and the stream of "
                        + table.qualifiedName() + " is " + table.stream()));
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
    }

    private static boolean isArn(String stream) {
        return stream.startsWith("arn:");
    }

    /** The fifth part, as in {@code arn:aws:iam::123456789012:role/reader}. */
    private static String account(String arn) {
        return arn.split(":", 6)[4];
    }
}
