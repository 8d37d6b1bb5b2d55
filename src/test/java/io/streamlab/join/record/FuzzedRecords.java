package io.streamlab.join.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlab.kinesis.spark.KinesisSchema;
import java.io.Serializable;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Records made and then spoiled in every way that we know of: the same for the same seed, each by itself. */
final class FuzzedRecords implements Serializable {
    static final StructType SCHEMA = StructType.fromDDL(
            "uuid string, orderdate string, units int, price decimal(10,2), "
                    + "shipped timestamp, tags array<string>, address struct<city:string,zip:int>, sizes map<string,double>");

    /** What a record is made into, and what has to become of it. */
    enum Kind {
        WHOLE(null),
        DUPLICATE_FIELDS(null),
        UNKNOWN_FIELDS(null),
        DEEP_UNKNOWN_FIELD(null),
        HUGE_STRING(null),
        EMPTY(RejectionReason.NOT_JSON),
        TRUNCATED(RejectionReason.NOT_JSON),
        TRAILING(RejectionReason.NOT_JSON),
        INVALID_UTF_8(RejectionReason.NOT_JSON),
        ARRAY(RejectionReason.NOT_AN_OBJECT),
        SCALAR(RejectionReason.NOT_AN_OBJECT),
        WRONG_TYPE(RejectionReason.TYPE_MISMATCH),
        DEEP_COLUMN(RejectionReason.TYPE_MISMATCH),
        NO_KEY(RejectionReason.MISSING_RECORD_KEY),
        NO_ORDER(RejectionReason.MISSING_ORDERING_VALUE),
        UNREADABLE_ORDER(RejectionReason.UNREADABLE_ORDERING_VALUE),
        /** One to five bytes of it are any others: what becomes of it, is open. */
        ANY_BYTES(null),
        /** Nothing but noise: what becomes of it, is open. */
        NOISE(null);

        private final RejectionReason reason;

        Kind(RejectionReason reason) {
            this.reason = reason;
        }

        boolean isOpen() {
            return this == ANY_BYTES || this == NOISE;
        }

        /** Null for one that has to be accepted, and for one whose fate is open. */
        RejectionReason reason() {
            return reason;
        }
    }

    private static final Kind[] KINDS = Kind.values();
    private static final BigInteger FIRST_SEQUENCE_NUMBER =
            new BigInteger("49590338271490256608559692538361571095921575989136588898");
    private static final long FIRST_ARRIVAL = 1_769_860_800_000L;
    private static final int KEYS = 5_000;
    private static final int NESTING = 2_000;
    private static final int HUGE = 200_000;

    private final long seed;

    FuzzedRecords(long seed) {
        this.seed = seed;
    }

    Kind kind(int number) {
        // The large ones are rare enough to be quick.
        Kind kind = KINDS[number % KINDS.length];
        boolean large = kind == Kind.HUGE_STRING || kind == Kind.DEEP_COLUMN || kind == Kind.DEEP_UNKNOWN_FIELD;
        return large && number / KINDS.length % 50 != 0 ? Kind.WHOLE : kind;
    }

    /** A row as the Kinesis source gives it; its sequence number tells the record's number. */
    Row record(int number) {
        Row row = RowFactory.create(
                payload(number),
                "orders",
                "key",
                FIRST_SEQUENCE_NUMBER.add(BigInteger.valueOf(number)).toString(),
                new Timestamp(FIRST_ARRIVAL + number / 10),
                "shardId-000000000000",
                0L,
                new Timestamp(FIRST_ARRIVAL + number / 10));
        if (row.length() != KinesisSchema.SCHEMA.length()) {
            throw new IllegalStateException("the source has other columns now");
        }
        return row;
    }

    static int number(String sequenceNumber) {
        return new BigInteger(sequenceNumber).subtract(FIRST_SEQUENCE_NUMBER).intValueExact();
    }

    byte[] payload(int number) {
        Random random = new Random(seed + number * 0x9E3779B97F4A7C15L);
        String whole = whole(random);
        switch (kind(number)) {
            case WHOLE:
                return bytes(whole);
            case DUPLICATE_FIELDS:
                return bytes(whole.replaceFirst("\\{", "{\"uuid\": null, \"UNITS\": 1, \"orderdate\": \"1/4/10\", "));
            case UNKNOWN_FIELDS:
                return bytes(
                        whole.replaceFirst("\\{", "{\"uuid2\": [1e400, {\"units\": \"\\\\ud800\"}], \"\": null, "));
            case DEEP_UNKNOWN_FIELD:
                return bytes(whole.replaceFirst("\\{", "{\"deep\": " + nested() + ", "));
            case HUGE_STRING:
                return bytes(whole.replaceFirst("\\{", "{\"tags\": [\"" + "é".repeat(HUGE) + "\"], \"x\": 1, "));
            case EMPTY:
                return bytes(" ".repeat(random.nextInt(3)));
            case TRUNCATED:
                return Arrays.copyOf(bytes(whole), 1 + random.nextInt(whole.length() - 1));
            case TRAILING:
                return bytes(whole + (random.nextBoolean() ? whole : "]"));
            case INVALID_UTF_8:
                return whole.replace("city", "c\u00ff").getBytes(ISO_8859_1);
            case ARRAY:
                return bytes("[" + whole + "]");
            case SCALAR:
                return bytes(pick(random, "1", "null", "true", "\"text\"", "-1.5e3"));
            case WRONG_TYPE:
                return bytes(whole.replaceFirst(
                        "\"units\": \\d+", "\"units\": " + pick(random, "1.5", "1e10", "{}", "\"x\"")));
            case DEEP_COLUMN:
                return bytes(whole.replaceFirst("\"units\": \\d+", "\"units\": " + nested()));
            case NO_KEY:
                return bytes(whole.replaceFirst(
                        "\"uuid\": \"\\d+\"", pick(random, "\"uuid\": null", "\"uuid\": \"\"", "\"id\": 1")));
            case NO_ORDER:
                return bytes(whole.replaceFirst(
                        "\"orderdate\": \"[^\"]+\"", pick(random, "\"orderdate\": null", "\"o\": 1")));
            case UNREADABLE_ORDER:
                return bytes(whole.replaceFirst(
                        "\"orderdate\": \"[^\"]+\"", "\"orderdate\": \"" + pick(random, "2/30/10", "", "x") + "\""));
            case ANY_BYTES:
                byte[] bytes = bytes(whole);
                for (int i = random.nextInt(5); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                return bytes;
            default:
                byte[] noise = new byte[random.nextInt(300)];
                random.nextBytes(noise);
                return noise;
        }
    }

    private static String whole(Random random) {
        return String.format(
                "{\"uuid\": \"%d\", \"orderdate\": \"%d/%d/%d\", \"units\": %d, \"price\": %d.5, \"shipped\": "
                        + "\"2026-01-31T12:00:00Z\", \"tags\": [\"a\", null], \"address\": {\"city\": \"Zürich\", \"zip\": 8001}, "
                        + "\"sizes\": {\"s\": 1.5}}",
                random.nextInt(KEYS),
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                10 + random.nextInt(10),
                random.nextInt(10_000),
                random.nextInt(10_000));
    }

    private static String nested() {
        return "[".repeat(NESTING) + "{}" + "]".repeat(NESTING);
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
