package io.streamlab.verify.benchmark.endtoend;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.apache.spark.sql.functions.col;

import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Endpoints;
import io.streamlab.verify.benchmark.Job;
import io.streamlab.verify.benchmark.Orders;
import io.streamlab.verify.benchmark.Signals;
import io.streamlab.verify.benchmark.Workspace;
import io.streamlab.verify.benchmark.endtoend.Outcome.Commit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * The job with its own source, in a Spark process of its own, until it has read a whole stream.
 *
 * <p>Arguments: the folder of a {@link Workspace}, in which it gives and awaits {@link Signals} and writes the table; its result is the
 * {@link Outcome}.
 */
public final class EndToEndProgram {
    private static final long POLL_MILLIS = 50;

    /** Longer than any batch takes. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final SparkSession spark;
    private final EndToEndSettings settings;

    private EndToEndProgram(SparkSession spark, EndToEndSettings settings) {
        this.spark = spark;
        this.settings = settings;
    }

    public static void main(String[] arguments) throws Exception {
        try (Workspace<EndToEndSettings> workspace = Workspace.open("end_to_end", arguments, EndToEndSettings.class)) {
            EndToEndSettings settings = workspace.settings();
            Path warmUp = Files.createDirectory(workspace.folder().resolve("warm-up"));
            new Signals(warmUp).signalEnd(settings.warmUpRecords());
            EndToEndProgram program = new EndToEndProgram(workspace.spark(), settings);
            program.run(settings.warmUpStream(), warmUp);
            workspace.report(program.run(settings.stream(), workspace.folder()));
        }
    }

    private Outcome run(String stream, Path folder) throws Exception {
        ProcessedBatches batches = new ProcessedBatches();
        spark.streams().addListener(batches);
        Dataset<Row> records = spark.readStream()
                .format("exact-kinesis")
                .option("streamName", stream)
                .option("endpointUrl", settings.endpoint().toString())
                .option("region", Endpoints.REGION)
                .option("maxRecordsPerShard", settings.recordsPerShard())
                .load();
        Path table = folder.resolve("table");
        CompletableFuture<Void> job =
                CompletableFuture.runAsync(() -> Job.run(records, Orders.SCHEMA, arguments(folder, table)));
        while (spark.streams().active().length == 0 && !job.isDone()) {
            Thread.sleep(POLL_MILLIS);
        }
        Signals signals = new Signals(folder);
        signals.signalStarted();
        CommitTimes commits = new CommitTimes(table);
        awaitEnd(signals, batches, commits, job);
        for (StreamingQuery query : spark.streams().active()) {
            query.stop();
        }
        job.join();
        spark.streams().removeListener(batches);
        commits.look();
        return outcome(table, batches, commits);
    }

    private String[] arguments(Path folder, Path table) {
        return new String[] {
            "--target_path", table.toUri().toString(),
            "--rejected_path", folder.resolve("rejected").toUri().toString(),
            "--checkpoint_path", folder.resolve("checkpoint").toUri().toString(),
            "--window_seconds", Integer.toString(settings.windowSeconds()),
            "--cloudwatch_metrics", "false",
            "--ordering_format", "epoch_millis",
            "--hudi_options", "hoodie.datasource.hive_sync.enable=false"
        };
    }

    private static void awaitEnd(
            Signals signals, ProcessedBatches batches, CommitTimes commits, CompletableFuture<Void> job)
            throws IOException, InterruptedException {
        long processed = -1;
        long deadline = 0;
        while (signals.end().isEmpty() || batches.records() < signals.end().getAsLong()) {
            if (job.isDone()) {
                throw new CommandException(
                        "the job has ended by itself",
                        job.handle((nothing, failure) -> failure).join());
            }
            if (batches.records() != processed) {
                processed = batches.records();
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new CommandException("the job has processed " + processed + " records, and no more for "
                        + PATIENCE.toMinutes() + " minutes");
            }
            commits.look();
            Thread.sleep(POLL_MILLIS);
        }
    }

    private Outcome outcome(Path table, ProcessedBatches batches, CommitTimes times) {
        Dataset<Row> rows = spark.read().format("hudi").load(table.toString());
        List<Commit> commits = rows
                .select(col("_hoodie_commit_time"), col(Orders.ORDERING_FIELD).cast("long"))
                .collectAsList()
                .stream()
                .collect(groupingBy(row -> row.getString(0), mapping(row -> row.getLong(1), toList())))
                .entrySet()
                .stream()
                .map(commit -> new Commit(times.readableMillis(commit.getKey()), commit.getValue()))
                .toList();
        return new Outcome(
                rows.count(),
                rows.select(Orders.KEY).distinct().count(),
                rows.where(col("combinedname").isNotNull()).count(),
                batches.all(),
                commits);
    }
}
