package io.streamlab.join.record;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.streamlab.join.columns.StreamColumns;
import io.streamlab.join.config.TargetConfig;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Parses the payloads of a batch by the catalog's schema, which is never inferred from the data. */
public final class RecordParser {
    private final UserDefinedFunction parse;

    /** @param columns with the record key and the ordering field among them */
    public RecordParser(StreamColumns columns, TargetConfig target) {
        EventOrder order = new EventOrder(columns.record(), target.orderingField(), target.orderingFormat());
        // Called non-deterministic so that Spark evaluates it once for a record and not once for each column.
        this.parse = udf(
                        parseWith(
                                new JsonRecordReader(columns.record(), target.recordKey(), target.keepsUnknownFields()),
                                order),
                        new StructType()
                                .add("row", columns.row())
                                .add("event_order", DataTypes.StringType)
                                .add("reason", DataTypes.StringType)
                                .add("message", DataTypes.StringType))
                .asNondeterministic();
    }

    /**
     * Parses a batch.
     *
     * @param records with the columns of the Kinesis source: data binary, streamName string, shardId string,
     *     partitionKey string, sequenceNumber string, subSequenceNumber bigint, approximateArrivalTimestamp timestamp;
     *     shardId and subSequenceNumber may be NULL
     * @return the same records, parsed; evaluated once, however often they are looked at, until closed
     */
    public ParsedBatch parse(Dataset<Row> records) {
        Dataset<Row> parsed = records.withColumn(
                "parsed",
                parse.apply(
                        col("data"),
                        expr("unix_millis(approximateArrivalTimestamp)"),
                        col("sequenceNumber"),
                        // NULL of a source without such numbers, as awslabs'.
                        coalesce(col("subSequenceNumber"), lit(0L))));
        return ParsedBatch.persist(parsed.select(
                col("parsed.row").as(ParsedBatch.ROW),
                col("parsed.event_order").as(ParsedBatch.EVENT_ORDER),
                col("parsed.reason").as(ParsedBatch.REASON),
                col("parsed.message").as(ParsedBatch.MESSAGE),
                // Of accepted records the payload is needed no more.
                when(col("parsed.reason").isNotNull(), col("data")).as(ParsedBatch.PAYLOAD),
                col("streamName").as(ParsedBatch.STREAM),
                col("shardId").as(ParsedBatch.SHARD),
                col("sequenceNumber").as(ParsedBatch.SEQUENCE_NUMBER),
                col("subSequenceNumber").as(ParsedBatch.SUB_SEQUENCE_NUMBER),
                col("partitionKey").as(ParsedBatch.PARTITION_KEY),
                col("approximateArrivalTimestamp").as(ParsedBatch.ARRIVAL_TIME)));
    }

    private static UDF4<byte[], Long, String, Long, Row> parseWith(JsonRecordReader reader, EventOrder order) {
        return (payload, arrivalMillis, sequenceNumber, subSequenceNumber) -> {
            try {
                Row record = reader.read(payload);
                return RowFactory.create(
                        record, order.of(record, arrivalMillis, sequenceNumber, subSequenceNumber), null, null);
            } catch (RejectedRecordException e) {
                return RowFactory.create(null, null, e.reason().name(), e.getMessage());
            }
        };
    }
}
