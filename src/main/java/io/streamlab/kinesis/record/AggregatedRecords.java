package io.streamlab.kinesis.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Takes the records of a producer out of the aggregated record into which the Kinesis Producer Library (or one of the
 * kinesis-aggregation libraries) packed them. Such a record is
 *
 * <pre>
 *   F3 89 9A C2 | protobuf message AggregatedRecord | MD5 of the message, 16 bytes
 *
 *   message AggregatedRecord {
 *     repeated string partition_key_table     = 1;
 *     repeated string explicit_hash_key_table = 2;
 *     repeated Record records                 = 3;
 *   }
 *   message Record {
 *     required uint64 partition_key_index     = 1;
 *     optional uint64 explicit_hash_key_index = 2;
 *     required bytes  data                    = 3;
 *     repeated Tag    tags                    = 4;
 *   }
 * </pre>
 *
 * <p>Whatever is not exactly this, checksum included, is a plain record. A producer whose code was generated for proto3
 * leaves out an index that is 0 and a payload that is empty, so a field that is left out has that value. Only for the index
 * of an explicit hash key nobody can say whether the record has none or the first one.
 *
 * <p>The format is read here and not by a library: {@code amazon-kinesis-deaggregator} is made for the AWS SDK v1, the
 * Kinesis Client Library v2 brings Netty, RxJava and protobuf, and a protobuf runtime in the jar would meet Spark's and
 * Hadoop's older ones.
 *
 * @see <a href="https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md">The format</a>
 */
final class AggregatedRecords {

    private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
    private static final int MD5_BYTES = 16;
    private static final byte[] EMPTY = {};
    private static final long NONE = -1;

    private static final int PARTITION_KEY_TABLE = 1;
    private static final int EXPLICIT_HASH_KEY_TABLE = 2;
    private static final int RECORDS = 3;
    private static final int RECORD_PARTITION_KEY_INDEX = 1;
    private static final int RECORD_EXPLICIT_HASH_KEY_INDEX = 2;
    private static final int RECORD_DATA = 3;

    private AggregatedRecords() {}

    /**
     * Returns the producer's records in a Kinesis record, in their order: one, unless the record is aggregated.
     *
     * @param monotoneArrival the record's arrival, or later, so that arrivals never fall within the shard
     */
    static List<UserRecord> split(Record record, Instant monotoneArrival) {
        byte[] data = record.data().asByteArrayUnsafe();
        if (isAggregated(data)) {
            try {
                return decode(
                        record,
                        monotoneArrival,
                        ByteBuffer.wrap(data, MAGIC.length, data.length - MAGIC.length - MD5_BYTES));
            } catch (MalformedMessageException malformed) {
                // The checksum is right and the content is not: no producer library made it. The payload stays as it
                // is.
            }
        }
        return Collections.singletonList(UserRecord.plain(record, monotoneArrival));
    }

    private static boolean isAggregated(byte[] data) {
        if (data.length < MAGIC.length + MD5_BYTES) {
            return false;
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (data[i] != MAGIC[i]) {
                return false;
            }
        }
        MessageDigest md5 = md5();
        md5.update(data, MAGIC.length, data.length - MAGIC.length - MD5_BYTES);
        return Arrays.equals(md5.digest(), Arrays.copyOfRange(data, data.length - MD5_BYTES, data.length));
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    private static List<UserRecord> decode(Record record, Instant monotoneArrival, ByteBuffer message)
            throws MalformedMessageException {
        List<String> partitionKeys = new ArrayList<>();
        List<String> explicitHashKeys = new ArrayList<>();
        List<ByteBuffer> packed = new ArrayList<>();
        ProtobufFields fields = new ProtobufFields(message);
        while (fields.next()) {
            if (fields.number() == PARTITION_KEY_TABLE) {
                partitionKeys.add(StandardCharsets.UTF_8.decode(fields.bytes()).toString());
            } else if (fields.number() == EXPLICIT_HASH_KEY_TABLE) {
                explicitHashKeys.add(
                        StandardCharsets.UTF_8.decode(fields.bytes()).toString());
            } else if (fields.number() == RECORDS) {
                packed.add(fields.bytes());
            }
        }
        List<UserRecord> records = new ArrayList<>(packed.size());
        for (ByteBuffer one : packed) {
            records.add(userRecord(record, monotoneArrival, one, partitionKeys, explicitHashKeys, records.size()));
        }
        return records;
    }

    private static UserRecord userRecord(
            Record record,
            Instant monotoneArrival,
            ByteBuffer message,
            List<String> partitionKeys,
            List<String> explicitHashKeys,
            long subSequenceNumber)
            throws MalformedMessageException {
        long partitionKeyIndex = 0;
        long explicitHashKeyIndex = NONE;
        byte[] data = EMPTY;
        ProtobufFields fields = new ProtobufFields(message);
        while (fields.next()) {
            if (fields.number() == RECORD_PARTITION_KEY_INDEX) {
                partitionKeyIndex = fields.integer();
            } else if (fields.number() == RECORD_EXPLICIT_HASH_KEY_INDEX) {
                explicitHashKeyIndex = fields.integer();
            } else if (fields.number() == RECORD_DATA) {
                ByteBuffer bytes = fields.bytes();
                data = new byte[bytes.remaining()];
                bytes.get(data);
            }
        }
        if (!isIndex(partitionKeyIndex, partitionKeys)) {
            throw new MalformedMessageException();
        }
        return UserRecord.ofAggregate(
                data,
                partitionKeys.get((int) partitionKeyIndex),
                record,
                monotoneArrival,
                subSequenceNumber,
                isIndex(explicitHashKeyIndex, explicitHashKeys)
                        ? explicitHashKeys.get((int) explicitHashKeyIndex)
                        : null,
                explicitHashKeyIndex == NONE && !explicitHashKeys.isEmpty() ? explicitHashKeys.get(0) : null);
    }

    private static boolean isIndex(long index, List<String> table) {
        return index >= 0 && index < table.size();
    }
}
