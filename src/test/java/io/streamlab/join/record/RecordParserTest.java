package io.streamlab.join.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.catalog.JsonFields;
import io.streamlab.join.columns.StreamColumns;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.JobConfig;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;

class RecordParserTest {
    private static final StructType SCHEMA = StructType.fromDDL("uuid string, orderdate string, units int");
    private static final JobConfig CONFIG = ExampleConfig.with();
    private static final RecordParser PARSER = parser(SCHEMA, CONFIG);

    private static final String GOOD = "{\"uuid\": \"a\", \"orderdate\": \"1/4/10\", \"units\": 1}";
    private static final String ALSO_GOOD = "{\"uuid\": \"b\", \"orderdate\": \"2/28/10\"}";
    private static final String BAD = "{\"uuid\": \"c\", \"orderdate\": \"2/15/11\", \"units\": \"many\"}";

    @Test
    void givesTheRecordsThatFitAsRowsOfTheCatalogsColumns() {
        try (ParsedBatch batch = PARSER.parse(KinesisRecords.of(GOOD, BAD, ALSO_GOOD))) {
            assertThat(batch.accepted().schema().simpleString())
                    .isEqualTo(StreamColumns.of(SCHEMA, CONFIG.target()).all().simpleString());
            assertThat(batch.accepted().drop("_event_order").collectAsList())
                    .extracting(Row::toString)
                    .containsExactlyInAnyOrder("[a,1/4/10,1]", "[b,2/28/10,null]");
            assertThat(batch.readCount()).isEqualTo(3);
            assertThat(batch.acceptedCount()).isEqualTo(2);
            assertThat(batch.rejectedCount()).isEqualTo(1);
            assertThat(batch.isEmpty()).isFalse();
        }
    }

    /** The arrival is 2026-01-31, the bound a day by default. */
    @Test
    void rejectsARecordThatLiesAheadOfItsArrival() {
        String tomorrow = GOOD.replace("1/4/10", "2/1/26");
        String lastCentury = GOOD.replace("1/4/10", "1/1/70");

        try (ParsedBatch batch = PARSER.parse(KinesisRecords.of(tomorrow, lastCentury))) {
            assertThat(batch.acceptedCount()).isEqualTo(1);
            assertThat(batch.rejected().select("reason", "message").collectAsList())
                    .extracting(row -> row.getString(0), row -> row.getString(1))
                    .containsExactly(tuple(
                            "FUTURE_ORDERING_VALUE",
                            "field 'orderdate' is the ordering field and is '1/1/70', read as 2070-01-01T00:00:00Z, "
                                    + "which lies more than 86400 seconds (--max_future_seconds) ahead of the record's "
                                    + "arrival at 2026-01-31T12:00:00Z"));
        }
    }

    @Test
    void knowsWhenTheOldestRecordCame() {
        Dataset<Row> records = KinesisRecords.of(GOOD, BAD, ALSO_GOOD)
                .withColumn(
                        "approximateArrivalTimestamp",
                        expr("approximateArrivalTimestamp + make_interval(0, 0, 0, 0, 0, 0, 2 - sequenceNumber / 8)"));

        try (ParsedBatch batch = PARSER.parse(records)) {
            assertThat(batch.oldestArrival()).isEqualTo(KinesisRecords.ARRIVAL.plusMillis(1_750));
        }
    }

    @Test
    void anEmptyBatchHasNoOldestRecord() {
        try (ParsedBatch batch = PARSER.parse(KinesisRecords.of())) {
            assertThatThrownBy(batch::oldestArrival)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a batch without records has no oldest one");
        }
    }

    @Test
    void givesTheOthersWithTheReasonAndAsTheyCame() {
        try (ParsedBatch batch = PARSER.parse(KinesisRecords.of(GOOD, BAD))) {
            assertThat(batch.rejected().schema().simpleString())
                    .isEqualTo(
                            "struct<reason:string,message:string,payload:binary,stream:string,shard_id:string,"
                                    + "sequence_number:string,sub_sequence_number:bigint,object_number:int,partition_key:string,arrival_time:timestamp>");
            List<Row> rejected = batch.rejected().collectAsList();
            assertThat(rejected).hasSize(1);
            Row row = rejected.get(0);
            assertThat(row.<String>getAs("reason")).isEqualTo("TYPE_MISMATCH");
            assertThat(row.<String>getAs("message"))
                    .isEqualTo("field 'units' is 'many' and does not fit the column's type INT");
            assertThat(row.<byte[]>getAs("payload")).isEqualTo(BAD.getBytes(UTF_8));
            assertThat(row.<String>getAs("stream")).isEqualTo("orders");
            assertThat(row.<String>getAs("shard_id")).isEqualTo("shardId-000000000000");
            assertThat(row.<String>getAs("sequence_number")).isEqualTo("1");
            assertThat(row.<String>getAs("partition_key")).isEqualTo("key-1");
            assertThat(row.<Timestamp>getAs("arrival_time").toInstant()).isEqualTo(KinesisRecords.ARRIVAL);
        }
    }

    @Test
    void putsTheOrderOfEventsBeforeTheColumnsOfTheRecord() {
        assertThat(StreamColumns.of(SCHEMA, CONFIG.target()).all().simpleString())
                .isEqualTo("struct<_event_order:string,uuid:string,orderdate:string,units:int>");
        try (ParsedBatch batch = PARSER.parse(KinesisRecords.of(ALSO_GOOD, GOOD, GOOD))) {
            assertThat(batch.accepted().orderBy("_event_order").collectAsList())
                    .as("the earlier date, then the two of the same arrival by sequence number")
                    .extracting(row -> row.get(1))
                    .containsExactly("a", "a", "b");
        }
    }

    /** Kinesis does not promise that arrival times follow the sequence numbers. */
    @Test
    void ofTwoRecordsOfOneShardTheLaterSequenceNumberIsTheLaterEventThoughItsArrivalIsEarlier() {
        Dataset<Row> records = KinesisRecords.of(GOOD, GOOD.replace("\"a\"", "\"c\""))
                .withColumn(
                        "approximateArrivalTimestamp",
                        expr("approximateArrivalTimestamp - make_interval(0, 0, 0, 0, 0, 0, sequenceNumber / 1000)"))
                .withColumn("monotoneArrivalTimestamp", expr("timestamp'2026-01-31 12:00:00'"));

        assertThat(inOrder(records)).containsExactly("a", "c");
        assertThat(inOrder(records.drop("monotoneArrivalTimestamp")))
                .as("a source without the column")
                .containsExactly("c", "a");
    }

    private static List<String> inOrder(Dataset<Row> records) {
        try (ParsedBatch batch = PARSER.parse(records)) {
            return batch.accepted().orderBy("_event_order").collectAsList().stream()
                    .map(row -> row.getString(1))
                    .toList();
        }
    }

    @Test
    void takesSeveralObjectsOfOneRecordInTheirOrder() {
        Dataset<Row> records = KinesisRecords.of(GOOD + GOOD + GOOD, GOOD, GOOD + "\n" + GOOD)
                // Two user records of one aggregated record, and then another record.
                .withColumn("subSequenceNumber", expr("int(sequenceNumber = 1)"))
                .withColumn("sequenceNumber", expr("if(sequenceNumber = 2, '7', '3')"));

        try (ParsedBatch batch = PARSER.parse(records)) {
            assertThat(batch.readCount()).isEqualTo(6);
            List<String> orders = batch.accepted().select("_event_order").collectAsList().stream()
                    .map(row -> row.getString(0))
                    .toList();
            String alone = order("3", 0);
            assertThat(orders)
                    .containsExactlyInAnyOrder(
                            alone, alone + "011", alone + "012", order("3", 1), order("7", 0), order("7", 0) + "011");
            assertThat(List.of(
                            alone, alone + "011", alone + "012", order("3", 1), order("7", 0), order("7", 0) + "011"))
                    .as("first the objects of the first user record, then the second, then the next record")
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void saysWhichObjectOfARecordIsRejected() {
        try (ParsedBatch batch = PARSER.parse(KinesisRecords.of(GOOD + "\n" + BAD + "\n" + ALSO_GOOD))) {
            assertThat(batch.acceptedCount()).isEqualTo(2);
            Row row = batch.rejected().head();
            assertThat(row.<Integer>getAs("object_number")).isEqualTo(1);
            assertThat(row.<Long>getAs("sub_sequence_number")).isZero();
            assertThat(row.<byte[]>getAs("payload")).isEqualTo(BAD.getBytes(UTF_8));
            assertThat(row.<String>getAs("message"))
                    .isEqualTo(
                            "object 2 of the payload: field 'units' is 'many' and does not fit the column's type INT");
        }
    }

    @Test
    void readsColumnsFromTheFieldsThatTheirNamesSayAndSkipsNaNElsewhere() {
        try (ParsedBatch batch =
                PARSER.parse(KinesisRecords.of("{\"UUID\": \"a\", \"orderdate\": \"1/4/10\", \"ratio\": NaN}"))) {
            assertThat(batch.acceptedCount()).isEqualTo(1);
        }
    }

    /** The event order of {@link #GOOD} with this sequence number. */
    private static String order(String sequenceNumber, long subSequenceNumber) {
        try {
            return new EventOrder(SCHEMA, "orderdate", CONFIG.target().orderingFormat(), Optional.empty())
                    .of(
                            new JsonRecordReader(SCHEMA, List.of("uuid"), false).read(GOOD.getBytes(UTF_8)),
                            KinesisRecords.ARRIVAL.toEpochMilli(),
                            sequenceNumber,
                            subSequenceNumber);
        } catch (RejectedRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void rejectsAKeyThatTheTableCannotHave() {
        RecordParser parser = new RecordParser(
                StreamColumns.of(SCHEMA, CONFIG.target()),
                JsonFields.byName(),
                CONFIG,
                row -> row.get(0).equals("a") ? "the key 'a' cannot be in the table" : null);

        try (ParsedBatch batch = parser.parse(KinesisRecords.of(GOOD, ALSO_GOOD))) {
            assertThat(batch.acceptedCount()).isEqualTo(1);
            assertThat(batch.rejected().select("reason", "message").collectAsList())
                    .extracting(Row::toString)
                    .containsExactly("[UNWRITABLE_RECORD_KEY,the key 'a' cannot be in the table]");
        }
    }

    @Test
    void keepsUnknownFieldsBehindThem() {
        JobConfig config = ExampleConfig.with("keep_unknown_fields", "true");

        try (ParsedBatch batch = parser(SCHEMA, config)
                .parse(KinesisRecords.of("{\"uuid\": \"a\", \"orderdate\": \"1/4/10\", \"gift\": true}", GOOD))) {
            assertThat(batch.accepted().schema().simpleString())
                    .isEqualTo(StreamColumns.of(SCHEMA, config.target()).all().simpleString());
            assertThat(batch.accepted()
                            .orderBy("_event_order")
                            .select("_unknown_fields")
                            .collectAsList())
                    .extracting(row -> row.get(0))
                    .containsExactly("{\"gift\":true}", null);
        }
    }

    @Test
    void readsTheSourceOnceHoweverOftenTheBatchIsLookedAt() {
        LongAccumulator reads = LocalSpark.session().sparkContext().longAccumulator();
        Dataset<Row> records = KinesisRecords.of(
                row -> {
                    reads.add(1);
                    return row;
                },
                GOOD,
                BAD,
                ALSO_GOOD);

        try (ParsedBatch batch = PARSER.parse(records)) {
            assertThat(batch.accepted().count()).isEqualTo(2);
            assertThat(batch.rejected().count()).isEqualTo(1);
            assertThat(batch.accepted().select("units").collectAsList()).hasSize(2);
        }

        assertThat(reads.value()).isEqualTo(3);
    }

    @Test
    void seesTheSameRecordsWhateverTheSourceGivesLater() {
        LongAccumulator reads = LocalSpark.session().sparkContext().longAccumulator();
        Dataset<Row> fails = KinesisRecords.of(
                row -> {
                    reads.add(1);
                    if (reads.value() > 1) {
                        throw new IllegalStateException("read a second time");
                    }
                    return row;
                },
                GOOD);

        try (ParsedBatch batch = PARSER.parse(fails)) {
            assertThat(batch.accepted().collectAsList()).hasSize(1);
            assertThat(batch.accepted().collectAsList()).hasSize(1);
        }
    }

    @Test
    void takesABatchWithoutRecords() {
        try (ParsedBatch batch = PARSER.parse(KinesisRecords.of())) {
            assertThat(batch.isEmpty()).isTrue();
            assertThat(batch.readCount()).isZero();
            assertThat(batch.acceptedCount()).isZero();
            assertThat(batch.rejectedCount()).isZero();
        }
    }

    @Test
    void letsGoOfTheRecordsWhenClosed() {
        ParsedBatch batch = PARSER.parse(KinesisRecords.of(GOOD));
        assertThat(heldDatasets()).isEqualTo(1);

        batch.close();

        assertThat(heldDatasets()).isZero();
    }

    @Test
    void letsGoOfTheRecordsWhenTheSourceFails() {
        Dataset<Row> fails = KinesisRecords.of(
                row -> {
                    throw new IllegalStateException("the source fails");
                },
                GOOD);

        assertThatThrownBy(() -> PARSER.parse(fails))
                .isInstanceOf(SparkException.class)
                .hasStackTraceContaining("the source fails");
        assertThat(heldDatasets()).isZero();
    }

    @Test
    void givesSparkTheValuesAsTheyAre() {
        StructType schema = StructType.fromDDL("k string, o bigint, day date, moment timestamp, price decimal(6,2), "
                + "tags array<string>, sizes map<string,int>, nested struct<a:int,b:date>, bytes binary");
        String payload =
                """
                {"k": "a", "o": 1, "day": "1000-01-01", "moment": "1000-01-01T01:00:00+01:00", "price": 9.5,
                 "tags": ["x", null], "sizes": {"s": 1}, "nested": {"A": 2, "b": "2026-01-31"}, "bytes": "Zm9v"}""";

        JobConfig config = ExampleConfig.with("record_key", "k", "ordering_field", "o", "ordering_format", "none");

        try (ParsedBatch batch = parser(schema, config).parse(KinesisRecords.of(payload))) {
            assertThat(batch.accepted()
                            .selectExpr(
                                    "k",
                                    "o",
                                    "string(day)",
                                    "string(moment)",
                                    "string(price)",
                                    "to_json(tags)",
                                    "to_json(sizes)",
                                    "to_json(nested)",
                                    "string(bytes)")
                            .collectAsList())
                    .extracting(Row::toString)
                    .containsExactly("[a,1,1000-01-01,1000-01-01 00:00:00,9.50,[\"x\",null],{\"s\":1},"
                            + "{\"a\":2,\"b\":\"2026-01-31\"},foo]");
        }
    }

    private static RecordParser parser(StructType schema, JobConfig config) {
        return new RecordParser(StreamColumns.of(schema, config.target()), config);
    }

    private static int heldDatasets() {
        return LocalSpark.session().sparkContext().getPersistentRDDs().size();
    }
}
