package io.streamlab.join.record;

import static org.apache.spark.sql.functions.max;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.columns.StreamColumns;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.JobConfig;
import io.streamlab.kinesis.spark.KinesisSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** A hundred thousand records, most of them spoiled, in one batch: each becomes a row or is rejected, and for the right reason. */
class RecordFuzzTest {
    private static final int RECORDS = 100_000;

    /** Another one for each run; -Dfuzz.seed=N plays a run again. */
    private static final long SEED = Long.getLong("fuzz.seed", new Random().nextInt(1_000_000));

    /** One object in each record, so that each record has one fate. */
    private static final JobConfig CONFIG =
            ExampleConfig.with("payload_format", "json", "keep_unknown_fields", "true", "drop_columns", "");

    private static final RecordParser PARSER =
            new RecordParser(StreamColumns.of(FuzzedRecords.SCHEMA, CONFIG.target()), CONFIG);

    private final FuzzedRecords fuzzed = new FuzzedRecords(SEED);

    @Test
    void everyRecordIsWrittenSupersededOrRejectedForTheReasonThatItHas() {
        System.out.println("fuzz.seed=" + SEED);
        BitSet rejectedNumbers = new BitSet();
        List<String> wrong = new ArrayList<>();
        try (ParsedBatch batch = PARSER.parse(records())) {
            batch.rejected().toLocalIterator().forEachRemaining(row -> {
                int number = FuzzedRecords.number(row.getAs(ParsedBatch.SEQUENCE_NUMBER));
                if (rejectedNumbers.get(number)) {
                    wrong.add(number + " is rejected twice");
                }
                rejectedNumbers.set(number);
                String problem = problemWithRejection(number, row);
                if (problem != null) {
                    wrong.add(problem);
                }
            });
            IntStream.range(0, RECORDS)
                    .filter(number ->
                            !rejectedNumbers.get(number) && fuzzed.kind(number).reason() != null)
                    .forEach(number -> wrong.add(number + ", " + fuzzed.kind(number) + ", is accepted"));

            assertThat(wrong).as("seed %d", SEED).isEmpty();
            long written = batch.accepted().select("uuid").distinct().count();
            long superseded = batch.accepted()
                    .join(
                            batch.accepted()
                                    .groupBy("uuid")
                                    .agg(max("_event_order").as("latest")),
                            "uuid")
                    .where("_event_order < latest")
                    .count();
            assertThat(written + superseded + rejectedNumbers.cardinality())
                    .as("written, superseded and rejected, seed %d", SEED)
                    .isEqualTo(RECORDS);
            assertThat(written).isBetween(4_000L, 10_000L);
            assertThat(batch.rejectedCount()).isEqualTo(rejectedNumbers.cardinality());
        }
    }

    private String problemWithRejection(int number, Row row) {
        FuzzedRecords.Kind kind = fuzzed.kind(number);
        String reason = row.getAs(ParsedBatch.REASON);
        if (!kind.isOpen() && (kind.reason() == null || !kind.reason().name().equals(reason))) {
            return number + ", " + kind + ", is rejected for " + reason + ": " + row.getAs(ParsedBatch.MESSAGE);
        }
        if (!Arrays.equals(fuzzed.payload(number), row.getAs(ParsedBatch.PAYLOAD))) {
            return number + ", " + kind + ", is not kept as it came";
        }
        return row.<String>getAs(ParsedBatch.MESSAGE).length() > 1_000 ? number + " has a message without end" : null;
    }

    private Dataset<Row> records() {
        FuzzedRecords source = fuzzed;
        JavaRDD<Row> rows = JavaSparkContext.fromSparkContext(
                        LocalSpark.session().sparkContext())
                .parallelize(IntStream.range(0, RECORDS).boxed().toList(), 8)
                .map(source::record);
        return LocalSpark.session().createDataFrame(rows, KinesisSchema.SCHEMA);
    }
}
