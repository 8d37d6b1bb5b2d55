package io.streamlab.join.record;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.JobColumns;
import io.streamlab.join.config.TargetConfig;
import java.util.Collections;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Parses the payloads of a batch by the catalog's schema, which is never inferred from the data. */
public final class RecordParser {
    private final UserDefinedFunction parse;

    /**
     * @param schema the columns of one record, those of the record key and the ordering field among them
     * @throws InvalidConfigException when the ordering field's type does not have its format
     */
    public RecordParser(StructType schema, TargetConfig target) {
        EventOrder order = new EventOrder(schema, target.orderingField(), target.orderingFormat());
        // Called non-deterministic so that Spark evaluates it once for a record and not once for each column.
        this.parse = udf(
                        parseWith(new JsonRecordReader(schema, target.recordKey(), target.keepsUnknownFields()), order),
                        new StructType()
                                .add("row", rowSchema(schema, target))
                                .add("event_order", DataTypes.StringType)
                                .add("reason", DataTypes.StringType)
                                .add("message", DataTypes.StringType))
                .asNondeterministic();
    }

    /**
     * The columns of the records that can become rows: _event_order string, the columns of one record, and where they are
     * kept, _unknown_fields string. The comment of the first tells what it is made of.
     *
     * @throws InvalidConfigException when the record has a column of such a name
     */
    public static StructType parsedSchema(StructType schema, TargetConfig target) {
        StructType parsed = new StructType()
                .add(
                        JobColumns.EVENT_ORDER,
                        DataTypes.StringType,
                        true,
                        EventOrder.definition(schema, target.orderingField(), target.orderingFormat()));
        for (StructField field : rowSchema(schema, target).fields()) {
            parsed = parsed.add(field);
        }
        return parsed;
    }

    private static StructType rowSchema(StructType schema, TargetConfig target) {
        for (StructField field : schema.fields()) {
            if (field.name().equalsIgnoreCase(JobColumns.EVENT_ORDER)
                    || field.name().equalsIgnoreCase(JobColumns.UNKNOWN_FIELDS)) {
                throw new InvalidConfigException(Collections.singletonList("the source table has a column '"
                        + field.name() + "', which is the name of a column that the job adds"));
            }
        }
        return target.keepsUnknownFields() ? schema.add(JobColumns.UNKNOWN_FIELDS, DataTypes.StringType) : schema;
    }

    /**
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
                        // NULL of a source that does not tell it, as awslabs'.
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
