package io.streamlab.kinesis.record;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Packs records into an aggregated record, byte for byte as the Kinesis Producer Library does; or as a library whose code
 * was generated for proto3 does, which leaves out what is 0 or empty.
 */
public final class AggregatedRecordWriter {

    private final List<String> keys = new ArrayList<>();
    private final List<String> explicitHashKeys = new ArrayList<>();
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private final boolean proto3;

    public AggregatedRecordWriter() {
        this(false);
    }

    private AggregatedRecordWriter(boolean proto3) {
        this.proto3 = proto3;
    }

    /** Returns the writer of a library whose code was generated for proto3. */
    public static AggregatedRecordWriter proto3() {
        return new AggregatedRecordWriter(true);
    }

    public AggregatedRecordWriter add(String partitionKey, String data) {
        return add(partitionKey, null, data);
    }

    public AggregatedRecordWriter add(String partitionKey, String explicitHashKey, String data) {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        number(record, 1, index(keys, partitionKey));
        if (explicitHashKey != null) {
            number(record, 2, index(explicitHashKeys, explicitHashKey));
        }
        if (!proto3 || !data.isEmpty()) {
            field(record, 3, data.getBytes(StandardCharsets.UTF_8));
        }
        field(records, 3, record.toByteArray());
        return this;
    }

    private static int index(List<String> table, String entry) {
        if (!table.contains(entry)) {
            table.add(entry);
        }
        return table.indexOf(entry);
    }

    private void number(ByteArrayOutputStream out, int number, int value) {
        if (!proto3 || value != 0) {
            out.write(number << 3);
            varint(out, value);
        }
    }

    public SdkBytes bytes() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        keys.forEach(key -> field(message, 1, key.getBytes(StandardCharsets.UTF_8)));
        explicitHashKeys.forEach(key -> field(message, 2, key.getBytes(StandardCharsets.UTF_8)));
        message.writeBytes(records.toByteArray());
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(new byte[] {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2});
        whole.writeBytes(message.toByteArray());
        whole.writeBytes(md5(message.toByteArray()));
        return SdkBytes.fromByteArray(whole.toByteArray());
    }

    static byte[] md5(byte[] message) {
        try {
            return MessageDigest.getInstance("MD5").digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] value) {
        out.write(number << 3 | 2);
        varint(out, value.length);
        out.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7F) {
            out.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
