package io.streamlab.join.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.SourceConnector;
import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.hudi.NotedOffsets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetLogTest {
    @TempDir
    private Path checkpoint;

    @Test
    void readsFromSparksCheckpointWhichQueryABatchIsOfAndWhatItHolds() throws Exception {
        Path input = Files.createDirectory(checkpoint.resolve("input"));
        List<BatchProvenance> origins = Collections.synchronizedList(new ArrayList<>());
        OffsetLog log = log();

        Files.writeString(input.resolve("1.txt"), "first");
        String queryId = drain(input, (rows, batchId) -> origins.add(log.originOf(batchId, rows.sparkSession())));
        Files.writeString(input.resolve("2.txt"), "second");
        drain(input, (rows, batchId) -> origins.add(log.originOf(batchId, rows.sparkSession())));

        assertThat(origins)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        BatchProvenance.ofBatch(queryId, 0)
                                .withOffsets(NotedOffsets.whole(""), NotedOffsets.whole("{\"logOffset\":0}")),
                        BatchProvenance.ofBatch(queryId, 1)
                                .withOffsets(
                                        NotedOffsets.whole("{\"logOffset\":0}"),
                                        NotedOffsets.whole("{\"logOffset\":1}")));
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 10_000})
    void offsetsOfManyShardsAreInAFileBeforeTheCommitRefersToThem(int shards) throws IOException {
        Path offsets = Files.createDirectory(checkpoint.resolve("offsets"));
        String start = LongOffsets.of(shards, 0);
        String end = LongOffsets.of(shards, 1);
        Files.writeString(offsets.resolve("6"), "v1\n{}\n" + start);
        Files.writeString(offsets.resolve("7"), "v1\n{}\n" + end);

        BatchProvenance origin = log().originOf(7, LocalSpark.session());

        assertThat(end).hasSizeGreaterThan(shards * 200);
        assertThat(origin)
                .usingRecursiveComparison()
                .isEqualTo(BatchProvenance.ofBatch(null, 7)
                        .withOffsets(LongOffsets.noted(6, start, checkpoint), LongOffsets.noted(7, end, checkpoint)));
        assertThat(LongOffsets.kept(6, start, checkpoint)).isEqualTo(start);
        assertThat(LongOffsets.kept(7, end, checkpoint)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"version\":2,\"streamName\":\"orders\",\"retentionHours\":168,\"shards\":{}}', 168",
        "'{\"version\":2,\"streamName\":\"orders\",\"shards\":{},\"retentionHours\":24}', 24",
        "'{\"version\":1,\"streamName\":\"orders\",\"shards\":{}}',",
        "'{\"metadata\":{\"streamName\":\"retentionHours\"}}',"
    })
    void readsHowLongTheStreamKeepsARecordWhereTheOffsetSays(String offset, Long hours) throws IOException {
        Path offsets = Files.createDirectory(checkpoint.resolve("offsets"));
        Files.writeString(offsets.resolve("0"), "v1\n{}\n" + offset);
        BatchProvenance batch =
                BatchProvenance.ofBatch(null, 0).withOffsets(NotedOffsets.whole(""), NotedOffsets.whole(offset));

        assertThat(log().originOf(0, LocalSpark.session()))
                .usingRecursiveComparison()
                .isEqualTo(hours == null ? batch : batch.withStreamRetention(Duration.ofHours(hours)));
    }

    @Test
    void knowsWhichConnectorsOffsetsNameTheRecordsOfABatch() {
        assertThat(log().nameRecords()).isTrue();
        assertThat(new OffsetLog(checkpoint.toUri(), SourceConnector.AWS_KINESIS).nameRecords())
                .isFalse();
    }

    @Test
    void refusesALogThatItDoesNotKnow() throws IOException {
        Files.writeString(Files.createDirectory(checkpoint.resolve("offsets")).resolve("0"), "v2\n{}\n{}");

        assertThatThrownBy(() -> log().originOf(0, LocalSpark.session()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("offsets/0 is not of version v1 with one source: [v2, {}, {}]");
    }

    @Test
    void saysWhichLogItCannotRead() {
        assertThatThrownBy(() -> log().originOf(3, LocalSpark.session()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("offsets/2 cannot be read");
    }

    private OffsetLog log() {
        return new OffsetLog(checkpoint.toUri(), SourceConnector.EXACT_KINESIS);
    }

    /** @return the query's id */
    private String drain(Path input, VoidFunction2<Dataset<Row>, Long> batch) throws Exception {
        SparkSession spark = LocalSpark.session();
        StreamingQuery query = spark.readStream()
                .text(input.toString())
                .writeStream()
                .option("checkpointLocation", checkpoint.toUri().toString())
                .trigger(Trigger.AvailableNow())
                .foreachBatch(batch)
                .start();
        query.awaitTermination();
        return query.id().toString();
    }
}
