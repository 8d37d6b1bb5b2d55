package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.record.ReadRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/** A Spark driver in a process of its own, to be killed: reads a stream and writes a file of records for each batch. */
final class SourceDriver {

    private static final String SEPARATOR = "\t";

    private SourceDriver() {}

    /** @param arguments stream name, directory of the checkpoint, directory of the batches */
    public static void main(String[] arguments) throws Exception {
        Path batches = Path.of(arguments[2]);
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
        spark.readStream()
                .format(KinesisSourceOptions.SHORT_NAME)
                .option("streamName", arguments[0])
                .option("maxRecordsPerShard", 300)
                .load()
                .writeStream()
                .option("checkpointLocation", arguments[1])
                .trigger(Trigger.ProcessingTime("100 milliseconds"))
                .foreachBatch((Dataset<Row> batch, Long id) -> write(batches, id, ReadRecord.of(batch)))
                .start()
                .awaitTermination();
    }

    static Process start(String streamName, Path checkpoint, Path batches, Path log) throws IOException {
        return JavaProcess.of(
                        System.getProperty("java.class.path"),
                        log,
                        List.of(SourceDriver.class.getName(), streamName, checkpoint.toString(), batches.toString()))
                .start();
    }

    private static void write(Path directory, long batch, List<ReadRecord> records) throws IOException {
        Path file = directory.resolve(String.format("batch-%06d", batch));
        Path unfinished = directory.resolve(".unfinished-" + batch);
        Files.write(
                unfinished,
                records.stream()
                        .map(record -> String.join(
                                SEPARATOR,
                                record.shardId(),
                                record.sequenceNumber(),
                                Long.toString(record.subSequenceNumber()),
                                record.partitionKey(),
                                record.text()))
                        .toList());
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The records of all batches, in the batches' order. */
    static List<ReadRecord> read(Path directory) throws IOException {
        List<ReadRecord> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("batch-"))
                    .sorted()
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    String[] fields = line.split(SEPARATOR);
                    records.add(new ReadRecord(fields[0], fields[1], Long.parseLong(fields[2]), fields[3], fields[4]));
                }
            }
        }
        return records;
    }
}
