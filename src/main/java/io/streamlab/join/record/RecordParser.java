package io.streamlab.join.record;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.streamlab.join.catalog.JsonFields;
import io.streamlab.join.columns.StreamColumns;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.config.TargetConfig;
import io.streamlab.join.text.SortableText;
import io.streamlab.kinesis.spark.KinesisSchema;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Parses the payloads of a batch by the catalog's schema, which is never inferred from the data. */
public final class RecordParser {
    /** A column of exact-kinesis alone: awslabs' source does not read a shard's records in one known order. */
    private static final String MONOTONE_ARRIVAL = KinesisSchema.MONOTONE_ARRIVAL_TIMESTAMP;

    private final StructType row;
    private final PayloadReader reader;
    private final EventOrder order;
    private final RecordKeyRule rule;

    /**
     * @param columns with the record key and the ordering field among them
     * @param fields which fields of an object the columns are read from
     */
    public RecordParser(StreamColumns columns, JsonFields fields, JobConfig config) {
        this(columns, fields, config, RecordKeyRule.NONE);
    }

    /**
     * @param columns with the record key and the ordering field among them
     * @param fields which fields of an object the columns are read from
     * @param rule which record keys the table cannot have
     */
    public RecordParser(StreamColumns columns, JsonFields fields, JobConfig config, RecordKeyRule rule) {
        TargetConfig target = config.target();
        JsonRecordReader objects = new JsonRecordReader(
                columns.record(),
                fields,
                target.recordKey(),
                target.orderingField(),
                config.source().nonFiniteNumbers(),
                target.keepsUnknownFields());
        this.row = columns.row();
        this.reader = new PayloadReader(config.source().payloadFormat(), objects);
        this.order =
                new EventOrder(columns.record(), target.orderingField(), target.orderingFormat(), target.maxFuture());
        this.rule = rule;
    }

    /** Reads each column from the field of its own name. */
    public RecordParser(StreamColumns columns, JobConfig config) {
        this(columns, JsonFields.byName(), config);
    }

    /**
     * Parses a batch.
     *
     * @param records with the columns of the Kinesis source: data binary, streamName string, shardId string,
     *     partitionKey string, sequenceNumber string, subSequenceNumber bigint, approximateArrivalTimestamp timestamp;
     *     shardId and subSequenceNumber may be NULL. Without the column monotoneArrivalTimestamp the order of events follows
     *     approximateArrivalTimestamp, which may run backwards within a shard
     * @return the objects of these records, parsed; evaluated once, however often they are looked at, until closed
     */
    public ParsedBatch parse(Dataset<Row> records) {
        return parse(records, Collections.emptyMap());
    }

    /**
     * Parses a batch, some of whose objects cannot be written.
     *
     * @param records as in {@link #parse(Dataset)}
     * @param unwritable a sentence for each object to reject as {@link RejectionReason#UNWRITABLE}, by its event order
     */
    public ParsedBatch parse(Dataset<Row> records, Map<String, String> unwritable) {
        Dataset<Row> parsed = records.withColumn(
                        "objects",
                        function(unwritable)
                                .apply(
                                        col("data"),
                                        expr("unix_millis(" + orderingArrival(records) + ")"),
                                        col("sequenceNumber"),
                                        // NULL of a source without such numbers, as awslabs'.
                                        coalesce(col("subSequenceNumber"), lit(0L))))
                .withColumn("parsed", explode(col("objects")));
        return ParsedBatch.persist(parsed.select(
                col("parsed.row").as(ParsedBatch.ROW),
                col("parsed.event_order").as(ParsedBatch.EVENT_ORDER),
                col("parsed.reason").as(ParsedBatch.REASON),
                col("parsed.message").as(ParsedBatch.MESSAGE),
                col("parsed.payload").as(ParsedBatch.PAYLOAD),
                col("streamName").as(ParsedBatch.STREAM),
                col("shardId").as(ParsedBatch.SHARD),
                col("sequenceNumber").as(ParsedBatch.SEQUENCE_NUMBER),
                col("subSequenceNumber").as(ParsedBatch.SUB_SEQUENCE_NUMBER),
                col("parsed.number").as(ParsedBatch.OBJECT_NUMBER),
                col("partitionKey").as(ParsedBatch.PARTITION_KEY),
                col("approximateArrivalTimestamp").as(ParsedBatch.ARRIVAL_TIME)));
    }

    private UserDefinedFunction function(Map<String, String> unwritable) {
        // Called non-deterministic so that Spark evaluates it once for a record and not once for each column.
        return udf(
                        parseWith(reader, order, rule, new HashMap<>(unwritable)),
                        DataTypes.createArrayType(new StructType()
                                .add("row", row)
                                .add("event_order", DataTypes.StringType)
                                .add("reason", DataTypes.StringType)
                                .add("message", DataTypes.StringType)
                                .add("payload", DataTypes.BinaryType)
                                .add("number", DataTypes.IntegerType)))
                .asNondeterministic();
    }

    private static String orderingArrival(Dataset<Row> records) {
        return Arrays.asList(records.columns()).contains(MONOTONE_ARRIVAL)
                ? MONOTONE_ARRIVAL
                : "approximateArrivalTimestamp";
    }

    private static UDF4<byte[], Long, String, Long, List<Row>> parseWith(
            PayloadReader reader, EventOrder order, RecordKeyRule rule, Map<String, String> unwritable) {
        return (payload, arrivalMillis, sequenceNumber, subSequenceNumber) -> {
            List<Row> parsed = new ArrayList<>();
            for (ReadObject object : reader.read(payload)) {
                try {
                    Row row = object.row();
                    String problem = rule.problem(row);
                    if (problem != null) {
                        throw new RejectedRecordException(RejectionReason.UNWRITABLE_RECORD_KEY, problem);
                    }
                    String place = order.of(row, arrivalMillis, sequenceNumber, subSequenceNumber)
                            + placeInPayload(object.number());
                    if (unwritable.containsKey(place)) {
                        throw new RejectedRecordException(RejectionReason.UNWRITABLE, unwritable.get(place));
                    }
                    // Of accepted objects the bytes are needed no more.
                    parsed.add(RowFactory.create(row, place, null, null, null, object.number()));
                } catch (RejectedRecordException e) {
                    parsed.add(RowFactory.create(
                            null, null, e.reason().name(), object.message(e), object.bytes(), object.number()));
                }
            }
            return parsed;
        };
    }

    /**
     * Returns the end of the event order of one of several objects. The first has none: its text is what it would be by itself,
     * and sorts before the texts that go on. A record's text is the beginning of no other record's.
     */
    private static String placeInPayload(int number) {
        return number == 0
                ? ""
                : new SortableText().addNatural(BigInteger.valueOf(number)).toString();
    }
}
