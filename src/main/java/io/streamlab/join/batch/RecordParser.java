package io.streamlab.join.batch;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Parses the payloads of a batch by the catalog's schema, which is never inferred from the data. */
public final class RecordParser {
    private final UserDefinedFunction parse;

    /**
     * @param schema the columns of one record
     * @param recordKey columns that a record must have
     * @param orderingField column that a record must have
     */
    public RecordParser(StructType schema, List<String> recordKey, String orderingField) {
        // Called non-deterministic so that Spark evaluates it once for a record and not once for each column.
        this.parse = udf(
                        parseWith(new JsonRecordReader(schema, recordKey, orderingField)),
                        new StructType()
                                .add("row", schema)
                                .add("reason", DataTypes.StringType)
                                .add("message", DataTypes.StringType))
                .asNondeterministic();
    }

    /**
     * @param records with the columns of the Kinesis source: data binary, streamName string, shardId string,
     *     partitionKey string, sequenceNumber string, subSequenceNumber bigint, approximateArrivalTimestamp timestamp
     * @return the same records, parsed; evaluated once, however often they are looked at, until closed
     */
    public ParsedBatch parse(Dataset<Row> records) {
        Dataset<Row> parsed = records.withColumn("parsed", parse.apply(col("data")));
        return ParsedBatch.persist(parsed.select(
                col("parsed.row").as(ParsedBatch.ROW),
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

    private static UDF1<byte[], Row> parseWith(JsonRecordReader reader) {
        return payload -> {
            try {
                return RowFactory.create(reader.read(payload), null, null);
            } catch (RejectedRecordException e) {
                return RowFactory.create(null, e.reason().name(), e.getMessage());
            }
        };
    }
}
