package io.streamlab.verify.benchmark.source;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A record that says which one it is and when it was put: two numbers of fixed width, then padding. */
final class NumberedRecord {
    /**
     * As Spark SQL gets the number out of the column data. Taken from the bytes: a substring of the whole record as text would take as
     * long as reading the record.
     */
    static final String ID = "cast(cast(substring(data, 1, 12) as string) as bigint)";

    /** As Spark SQL gets the milliseconds since 1970 at which the record was put out of the column data. */
    static final String PUT_MILLIS = "cast(cast(substring(data, 14, 13) as string) as bigint)";

    /** Of a record: the size of the walk-through's JSON records. */
    static final int BYTES = 400;

    private NumberedRecord() {}

    static byte[] payload(long id, long putMillis) {
        String numbers = String.format(Locale.ROOT, "%012d %013d ", id, putMillis);
        return (numbers + "x".repeat(BYTES - numbers.length())).getBytes(StandardCharsets.US_ASCII);
    }
}
