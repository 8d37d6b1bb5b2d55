package io.streamlab.kinesis.record;

import io.streamlab.kinesis.offset.SequenceNumbers;
import io.streamlab.kinesis.spark.KinesisSchema;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A row of the source as a test sees it. */
public record ReadRecord(
        String shardId, String sequenceNumber, long subSequenceNumber, String partitionKey, String text)
        implements Serializable {

    /** The rows of a batch, those of a shard in its order. */
    public static List<ReadRecord> of(Dataset<Row> batch) {
        List<ReadRecord> records = new ArrayList<>();
        for (Row row : batch.collectAsList()) {
            records.add(new ReadRecord(
                    row.getAs(KinesisSchema.SHARD_ID),
                    row.getAs(KinesisSchema.SEQUENCE_NUMBER),
                    row.getAs(KinesisSchema.SUB_SEQUENCE_NUMBER),
                    row.getAs(KinesisSchema.PARTITION_KEY),
                    new String(row.<byte[]>getAs(KinesisSchema.DATA), StandardCharsets.UTF_8)));
        }
        records.sort(Comparator.comparing(ReadRecord::shardId)
                .thenComparing(ReadRecord::sequenceNumber, SequenceNumbers.ORDER)
                .thenComparing(ReadRecord::subSequenceNumber));
        return records;
    }
}
