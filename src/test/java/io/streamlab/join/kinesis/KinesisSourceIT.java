package io.streamlab.join.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

class KinesisSourceIT {

    private static SparkSession spark;

    @TempDir
    private Path checkpoints;

    @BeforeAll
    static void startSpark() {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @Test
    void exampleStreamIsConsumedExactly() throws Exception {
        try (EmulatedStream stream = EmulatedStream.create(2)) {
            List<String> sent = put(stream, 0, 1_000);
            List<String> read = Collections.synchronizedList(new ArrayList<>());
            VoidFunction2<Dataset<Row>, Long> collect = (batch, id) ->
                    batch.selectExpr("cast(data as string)").collectAsList().forEach(row -> read.add(row.getString(0)));
            StreamingQuery query = spark.readStream()
                    .format(KinesisSourceProvider.SHORT_NAME)
                    .option("streamName", stream.name())
                    .load()
                    .writeStream()
                    .foreachBatch(collect)
                    .option("checkpointLocation", checkpoints.toString())
                    .trigger(Trigger.AvailableNow())
                    .start();
            query.awaitTermination();
            System.out.println(query.lastProgress());
            assertThat(read).containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    private static List<String> put(EmulatedStream stream, int from, int to) {
        List<String> sent = new ArrayList<>();
        for (int begin = from; begin < to; begin += 500) {
            List<String> texts = IntStream.range(begin, Math.min(begin + 500, to))
                    .mapToObj(i -> "record " + i)
                    .toList();
            stream.put(texts.stream()
                    .map(text -> PutRecordsRequestEntry.builder()
                            .partitionKey(text)
                            .data(SdkBytes.fromString(text, StandardCharsets.UTF_8))
                            .build())
                    .toList());
            sent.addAll(texts);
        }
        return sent;
    }
}
