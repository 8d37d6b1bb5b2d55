package io.streamlab.join;

import io.streamlab.join.catalog.SourceTable;
import io.streamlab.join.config.SourceConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The stream of raw records: which Spark source reads it, with which of that source's options. */
final class SourceStream {
    private static final String FORMAT = "exact-kinesis";

    private final Map<String, String> options;

    private SourceStream(Map<String, String> options) {
        this.options = Collections.unmodifiableMap(options);
    }

    static SourceStream of(SourceTable table, SourceConfig source) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(table.stream().startsWith("arn:") ? "streamArn" : "streamName", table.stream());
        table.endpoint().ifPresent(endpoint -> options.put("endpointUrl", endpoint.toString()));
        source.roleArn().ifPresent(role -> options.put("roleArn", role));
        options.put("startingPosition", source.startingPosition().type());
        source.startingPosition()
                .timestamp()
                .ifPresent(timestamp -> options.put("startingTimestamp", timestamp.toString()));
        options.put("maxRecordsPerShard", Integer.toString(source.maxRecordsPerShard()));
        options.put("failOnDataLoss", Boolean.toString(source.failOnDataLoss()));
        return new SourceStream(options);
    }

    /** Records with the columns of the Kinesis source; nothing is read until the query runs. */
    Dataset<Row> read(SparkSession spark) {
        return spark.readStream().format(FORMAT).options(options).load();
    }

    Map<String, String> options() {
        return options;
    }
}
