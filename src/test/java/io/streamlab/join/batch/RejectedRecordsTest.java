package io.streamlab.join.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectedRecordsTest {
    private static final RecordParser PARSER = new RecordParser(
            StructType.fromDDL("uuid string, orderdate string"),
            ExampleConfig.with().target());
    private static final String GOOD = "{\"uuid\": \"a\", \"orderdate\": \"1/4/10\"}";

    @TempDir
    private Path folder;

    private RejectedRecords rejected;

    @BeforeEach
    void openFolder() {
        rejected = new RejectedRecords(folder.resolve("rejected").toUri());
    }

    @Test
    void keepsTheRejectedRecordsOfEachBatch() {
        keep(0, GOOD, "first", "second");
        keep(1, "third");

        Dataset<Row> kept = read();
        assertThat(kept.schema().simpleString())
                .isEqualTo(
                        "struct<reason:string,message:string,payload:binary,stream:string,shard_id:string,"
                                + "sequence_number:string,sub_sequence_number:bigint,partition_key:string,arrival_time:timestamp,batch_id:int>");
        assertThat(payloads(kept.where("batch_id = 0"))).containsExactlyInAnyOrder("first", "second");
        assertThat(payloads(kept.where("batch_id = 1"))).containsExactly("third");
    }

    @Test
    void replacesWhatAnEarlierAttemptAtTheSameBatchKept() {
        keep(7, "first", "second");
        keep(7, "first", "second");

        assertThat(payloads(read())).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void writesNothingForABatchWithoutRejectedRecords() {
        keep(0, GOOD);

        assertThat(folder.resolve("rejected")).doesNotExist();
    }

    @Test
    void writesOneFileForEachBatch() {
        keep(3, "first", "second", "third");

        assertThat(folder.resolve("rejected/batch_id=3").toFile().list((directory, name) -> name.endsWith(".parquet")))
                .hasSize(1);
    }

    @Test
    void takesAPathThatEndsWithASlash() {
        rejected = new RejectedRecords(URI.create(folder.toUri() + "rejected/"));
        keep(0, "first");

        assertThat(folder.resolve("rejected/batch_id=0")).isDirectory();
    }

    private void keep(long batchId, String... payloads) {
        try (ParsedBatch batch = PARSER.parse(KinesisRecords.of(payloads))) {
            rejected.keep(batch, batchId);
        }
    }

    private Dataset<Row> read() {
        return LocalSpark.session().read().parquet(folder.resolve("rejected").toString());
    }

    private static List<String> payloads(Dataset<Row> records) {
        return records.selectExpr("string(payload)").as(Encoders.STRING()).collectAsList();
    }
}
