package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.record.ReadRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.awaitility.Awaitility;

/** A streaming query on the source, whose batches are kept; it can be stopped and started again. */
final class SourceQuery implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SparkSession spark;
    private final Path checkpoint;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final Map<Long, List<ReadRecord>> batches = new LinkedHashMap<>();
    private VoidFunction2<Dataset<Row>, Long> sink = this::keep;
    private StreamingQuery query;

    SourceQuery(SparkSession spark, Path checkpoint, String streamName) {
        this.spark = spark;
        this.checkpoint = checkpoint;
        options.put(KinesisSourceOptions.STREAM_NAME, streamName);
        options.put(KinesisSourceOptions.ENDPOINT_URL, EmulatedStream.endpoint().toString());
    }

    SourceQuery option(String name, Object value) {
        options.put(name, value.toString());
        return this;
    }

    /** Called with every batch, instead of keeping it. */
    SourceQuery sink(VoidFunction2<Dataset<Row>, Long> batchSink) {
        this.sink = batchSink;
        return this;
    }

    SourceQuery start(Trigger trigger) throws TimeoutException {
        query = spark.readStream()
                .format(KinesisSourceOptions.SHORT_NAME)
                .options(options)
                .load()
                .writeStream()
                .foreachBatch(sink)
                .option("checkpointLocation", checkpoint.toString())
                .trigger(trigger)
                .start();
        return this;
    }

    /** Keeps a batch; one that is run again replaces what was kept of it, as an idempotent sink does. */
    synchronized void keep(Dataset<Row> batch, long id) {
        batches.put(id, ReadRecord.of(batch));
    }

    synchronized Map<Long, List<ReadRecord>> batches() {
        return new LinkedHashMap<>(batches);
    }

    synchronized List<ReadRecord> records() {
        List<ReadRecord> records = new ArrayList<>();
        batches.values().forEach(records::addAll);
        return records;
    }

    SourceQuery awaitRecords(int count) {
        Awaitility.await(count + " records").atMost(PATIENCE).until(() -> {
            if (query.exception().isDefined()) {
                throw new IllegalStateException(
                        "the query failed", query.exception().get());
            }
            return records().size() >= count;
        });
        return this;
    }

    void awaitTermination() throws StreamingQueryException, TimeoutException {
        if (!query.awaitTermination(PATIENCE.toMillis())) {
            throw new TimeoutException("the query did not end within " + PATIENCE);
        }
    }

    StreamingQuery query() {
        return query;
    }

    /** A metric of the source, added up over the triggers that Spark still remembers. */
    long metric(String name) {
        long sum = 0;
        for (StreamingQueryProgress progress : query.recentProgress()) {
            sum += Long.parseLong(progress.sources()[0].metrics().get(name));
        }
        return sum;
    }

    void stop() throws TimeoutException {
        query.stop();
    }

    @Override
    public void close() throws TimeoutException {
        if (query != null) {
            query.stop();
        }
    }
}
