package io.streamlab.verify.benchmark.upsert;

import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An arm that is a streaming query, as on Glue: it runs all the time, and each batch is put where it reads. Measured is the batch alone, not
 * how soon the query sees it.
 */
abstract class StreamedArm implements Arm {
    /** Many row groups, so that every core reads a part, as of a stream that has a shard for each. */
    private static final String ROW_GROUP_BYTES = Integer.toString(1024 * 1024);

    private final SparkSession spark;
    private final Path folder;
    private final BatchTimes times;
    private int batches;

    /** Completed when the query has ended, which it does by failing only; null before it is started. */
    private CompletableFuture<Void> end;

    StreamedArm(SparkSession spark, Path folder, BatchTimes times) {
        this.spark = spark;
        this.folder = folder;
        this.times = times;
    }

    /** Runs the query until it fails or is stopped; looks for new files every second. */
    abstract void run(Dataset<Row> stream) throws Exception;

    @Override
    public double write(Dataset<Row> records) throws IOException, InterruptedException {
        put(records);
        if (end == null) {
            end = start(records);
        }
        return times.next(end);
    }

    @Override
    public Dataset<Row> table() {
        return spark.read().format("hudi").load(tablePath());
    }

    SparkSession spark() {
        return spark;
    }

    String tablePath() {
        return path("table");
    }

    String path(String name) {
        return folder.resolve(name).toUri().toString();
    }

    /** As one file that appears at once, so that the query takes the batch as one. */
    private void put(Dataset<Row> records) throws IOException {
        Path written = folder.resolve("batch-" + batches);
        records.coalesce(1)
                .write()
                .option("parquet.block.size", ROW_GROUP_BYTES)
                .parquet(written.toString());
        Path source = Files.createDirectories(folder.resolve("source"));
        try (Stream<Path> files = Files.list(written)) {
            Path file = files.filter(path -> path.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow(() -> new CommandException("Spark has written no file to " + written));
            Files.move(file, source.resolve("batch-" + batches + ".parquet"));
        }
        batches++;
    }

    private CompletableFuture<Void> start(Dataset<Row> records) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Dataset<Row> stream = spark.readStream()
                .schema(records.schema())
                .parquet(folder.resolve("source").toString());
        Thread thread = new Thread(
                () -> {
                    try {
                        run(stream);
                        ended.complete(null);
                    } catch (Exception e) {
                        ended.completeExceptionally(e);
                    }
                },
                "query of " + folder.getFileName());
        thread.setDaemon(true);
        thread.start();
        return ended;
    }
}
