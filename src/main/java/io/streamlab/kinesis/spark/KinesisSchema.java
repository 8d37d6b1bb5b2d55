package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.record.UserRecord;
import java.time.Instant;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The columns of the source, none of them ever null:
 *
 * <table>
 * <caption>Columns</caption>
 * <tr><td>data</td><td>binary</td><td>the payload; of an aggregated record, the payload of one user record in it</td></tr>
 * <tr><td>streamName</td><td>string</td><td>name of the stream</td></tr>
 * <tr><td>partitionKey</td><td>string</td><td>the (user) record's partition key</td></tr>
 * <tr><td>sequenceNumber</td><td>string</td><td>the Kinesis record's sequence number: decimal digits, rising within a
 * shard; shared by all user records of one aggregated record</td></tr>
 * <tr><td>approximateArrivalTimestamp</td><td>timestamp</td><td>when Kinesis took the record, in milliseconds</td></tr>
 * <tr><td>shardId</td><td>string</td><td>the shard it was read from</td></tr>
 * <tr><td>subSequenceNumber</td><td>long</td><td>place of a user record in its aggregated record, from 0; 0 for
 * a record that is not aggregated</td></tr>
 * <tr><td>monotoneArrivalTimestamp</td><td>timestamp</td><td>approximateArrivalTimestamp or a later time, which never runs
 * backwards within a shard: to order records by time and then by sequence number</td></tr>
 * </table>
 *
 * <p>A row is identified by (shardId, sequenceNumber, subSequenceNumber).
 */
public final class KinesisSchema {

    public static final String DATA = "data";
    public static final String STREAM_NAME = "streamName";
    public static final String PARTITION_KEY = "partitionKey";
    public static final String SEQUENCE_NUMBER = "sequenceNumber";
    public static final String APPROXIMATE_ARRIVAL_TIMESTAMP = "approximateArrivalTimestamp";
    public static final String SHARD_ID = "shardId";
    public static final String SUB_SEQUENCE_NUMBER = "subSequenceNumber";
    public static final String MONOTONE_ARRIVAL_TIMESTAMP = "monotoneArrivalTimestamp";

    public static final StructType SCHEMA = new StructType(new StructField[] {
        new StructField(DATA, DataTypes.BinaryType, false, Metadata.empty()),
        new StructField(STREAM_NAME, DataTypes.StringType, false, Metadata.empty()),
        new StructField(PARTITION_KEY, DataTypes.StringType, false, Metadata.empty()),
        new StructField(SEQUENCE_NUMBER, DataTypes.StringType, false, Metadata.empty()),
        new StructField(APPROXIMATE_ARRIVAL_TIMESTAMP, DataTypes.TimestampType, false, Metadata.empty()),
        new StructField(SHARD_ID, DataTypes.StringType, false, Metadata.empty()),
        new StructField(SUB_SEQUENCE_NUMBER, DataTypes.LongType, false, Metadata.empty()),
        new StructField(MONOTONE_ARRIVAL_TIMESTAMP, DataTypes.TimestampType, false, Metadata.empty())
    });

    private static final long MICROS_PER_MILLI = 1000L;

    private KinesisSchema() {}

    static InternalRow row(UTF8String streamName, UTF8String shardId, UserRecord record) {
        return new GenericInternalRow(new Object[] {
            record.data(),
            streamName,
            UTF8String.fromString(record.partitionKey()),
            UTF8String.fromString(record.sequenceNumber()),
            micros(record.arrival()),
            shardId,
            record.subSequenceNumber(),
            micros(record.monotoneArrival())
        });
    }

    private static long micros(Instant time) {
        return time.toEpochMilli() * MICROS_PER_MILLI;
    }
}
