package io.streamlab.verify.benchmark.source;

import io.streamlab.verify.benchmark.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Reads streams of numbered records with one connector, and notes which came in which evaluation of which batch and when.
 *
 * <p>Arguments: format, folder, milliseconds between triggers, evaluations of each batch, stream, stream to warm up with, number of its
 * records, then options as key=value, in which {@value #STREAM} stands for the stream's name. In the folder it gives and
 * awaits {@link Signals}, and leaves {@value #READING}, which {@link Reading} understands.
 */
public final class ReaderProgram {
    static final String STREAM = "{stream}";
    static final String READING = "reading";

    private static final int OWN_ARGUMENTS = 7;

    /** As many tasks as a benchmark's stream has shards: the peers hold one for each shard, working or waiting. */
    private static final int TASKS = 4;

    /** Longer than any connector pauses. What has not come by then is lost. */
    private static final long PATIENCE_MILLIS = 30_000;

    private static final long POLL_MILLIS = 20;

    private final SparkSession spark;
    private final String format;
    private final List<String> options;

    private ReaderProgram(SparkSession spark, String format, List<String> options) {
        this.spark = spark;
        this.format = format;
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        Path warmUp = Files.createDirectory(folder.resolve("warm-up"));
        new Signals(warmUp).signalEnd(Long.parseLong(arguments[6]));
        try (SparkSession spark = SparkSession.builder()
                .master("local[" + TASKS + "]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", TASKS)
                .config("spark.sql.streaming.numRecentProgressUpdates", "100000")
                .getOrCreate()) {
            ReaderProgram reader = new ReaderProgram(
                    spark, arguments[0], Arrays.asList(arguments).subList(OWN_ARGUMENTS, arguments.length));
            reader.read(arguments[5], warmUp, 0, 1);
            reader.read(arguments[4], folder, Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]));
        }
    }

    private void read(String stream, Path folder, long triggerMillis, int evaluations) throws Exception {
        SeenRecords seen = new SeenRecords(evaluations);
        StreamingQuery query = spark.readStream()
                .format(format)
                .options(optionsFor(stream))
                .load()
                .writeStream()
                .option("checkpointLocation", folder.resolve("checkpoint").toString())
                .trigger(Trigger.ProcessingTime(triggerMillis))
                .foreachBatch((Dataset<Row> batch, Long batchId) -> {
                    for (int evaluation = 0; evaluation < evaluations; evaluation++) {
                        List<Row> records = batch.selectExpr(NumberedRecord.ID, NumberedRecord.PUT_MILLIS)
                                .collectAsList();
                        // Only what is in hand has been read: Spark hands over a batch before it reads it.
                        seen.add(records, evaluation, System.currentTimeMillis());
                    }
                })
                .start();
        Signals signals = new Signals(folder);
        signals.signalStarted();
        awaitEnd(query, seen, signals);
        query.stop();
        seen.write(folder.resolve(READING), metrics(query));
    }

    /** Until every record has come, or nothing has for too long. */
    private static void awaitEnd(StreamingQuery query, SeenRecords seen, Signals signals) throws Exception {
        long endMillis = Long.MAX_VALUE;
        long expected = Long.MAX_VALUE;
        while (seen.distinct() < expected && !isLate(seen, endMillis)) {
            if (query.exception().isDefined()) {
                throw query.exception().get();
            }
            OptionalLong end = signals.end();
            if (endMillis == Long.MAX_VALUE && end.isPresent()) {
                endMillis = System.currentTimeMillis();
                expected = end.getAsLong();
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean isLate(SeenRecords seen, long endMillis) {
        long now = System.currentTimeMillis();
        return now > endMillis && now - Math.max(endMillis, seen.lastNewMillis()) > PATIENCE_MILLIS;
    }

    private Map<String, String> optionsFor(String stream) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String option : options) {
            int equals = option.indexOf('=');
            values.put(option.substring(0, equals), option.substring(equals + 1).replace(STREAM, stream));
        }
        return values;
    }

    /** Returns the source's own metrics, added up over the triggers; none of a source that has none. */
    private static Map<String, Long> metrics(StreamingQuery query) {
        return sums(Arrays.stream(query.recentProgress())
                .map(progress -> progress.sources()[0].metrics())
                .toList());
    }

    /** Returns the sum of each metric that is a number. Others name shards and how far each is behind. */
    static Map<String, Long> sums(List<Map<String, String>> triggers) {
        Map<String, Long> sums = new TreeMap<>();
        for (Map<String, String> metrics : triggers) {
            metrics.forEach((name, value) -> {
                if (value.matches("\\d+")) {
                    sums.merge(name, Long.parseLong(value), Long::sum);
                }
            });
        }
        return sums;
    }
}
