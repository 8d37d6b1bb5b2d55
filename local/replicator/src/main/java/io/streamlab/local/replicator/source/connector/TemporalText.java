package io.streamlab.local.replicator.source.connector;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Set;

/**
 * Reads dates and times of the binary log as the text that MySQL shows for them, with the fraction that the column declares.
 * Year, month and day may be zero. Of each time type there is an old form without a fraction.
 */
final class TemporalText {

    private static final Set<ColumnType> TYPES = EnumSet.of(
            ColumnType.DATE,
            ColumnType.TIME,
            ColumnType.TIME_V2,
            ColumnType.DATETIME,
            ColumnType.DATETIME_V2,
            ColumnType.TIMESTAMP,
            ColumnType.TIMESTAMP_V2,
            ColumnType.YEAR);

    private TemporalText() {}

    static boolean isTemporal(ColumnType type) {
        return TYPES.contains(type);
    }

    /**
     * Reads a value of a date, time or year.
     *
     * @param fractionDigits as the column declares them; of no meaning for types without a fraction
     */
    static String read(ColumnType type, int fractionDigits, ByteArrayInputStream input) throws IOException {
        return switch (type) {
            case DATE -> date(input);
            case TIME -> time(input);
            case TIME_V2 -> time(fractionDigits, input);
            case DATETIME -> dateTime(input);
            case DATETIME_V2 -> dateTime(fractionDigits, input);
            case TIMESTAMP -> timestamp(input);
            case TIMESTAMP_V2 -> timestamp(fractionDigits, input);
            case YEAR -> year(input);
            default -> throw new IllegalArgumentException(type + " is no date, time or year");
        };
    }

    static String date(ByteArrayInputStream input) throws IOException {
        int bits = input.readInteger(3);
        return date(bits >> 9, bits >> 5 & 15, bits & 31);
    }

    static String year(ByteArrayInputStream input) throws IOException {
        int year = input.readInteger(1);
        return "%04d".formatted(year == 0 ? 0 : 1900 + year);
    }

    /** Reads the old form: the decimal digits HHMMSS as a signed number. */
    static String time(ByteArrayInputStream input) throws IOException {
        int digits = input.readInteger(3) << 8 >> 8;
        int time = Math.abs(digits);
        return (digits < 0 ? "-" : "") + time(time / 10_000, time / 100 % 100, time % 100);
    }

    /** Reads one sign bit, one unused bit, 10 bits of hours, 6 of minutes, 6 of seconds, and the fraction. */
    static String time(int fractionDigits, ByteArrayInputStream input) throws IOException {
        int fractionBits = 8 * fractionBytes(fractionDigits);
        long stored = bigEndian(3 + fractionBytes(fractionDigits), input);
        // The sign bit is set for zero and above. Seconds and fraction are one two's complement number.
        long value = stored - (1L << 23 + fractionBits);
        long bits = Math.abs(value);
        long seconds = bits >> fractionBits;
        return (value < 0 ? "-" : "")
                + time((int) (seconds >> 12), (int) (seconds >> 6 & 63), (int) (seconds & 63))
                + fraction(fractionDigits, bits & (1L << fractionBits) - 1);
    }

    /** Reads the old form: the decimal digits YYYYMMDDHHMMSS. */
    static String dateTime(ByteArrayInputStream input) throws IOException {
        long digits = input.readLong(8);
        int date = (int) (digits / 1_000_000);
        int time = (int) (digits % 1_000_000);
        return date(date / 10_000, date / 100 % 100, date % 100)
                + " "
                + time(time / 10_000, time / 100 % 100, time % 100);
    }

    /** Reads one sign bit, 17 bits of year * 13 + month, 5 of the day, 5 of hours, 6 of minutes, 6 of seconds, the fraction. */
    static String dateTime(int fractionDigits, ByteArrayInputStream input) throws IOException {
        long bits = bigEndian(5, input);
        int months = (int) (bits >> 22 & 0x1FFFF);
        return date(months / 13, months % 13, (int) (bits >> 17 & 31))
                + " "
                + time((int) (bits >> 12 & 31), (int) (bits >> 6 & 63), (int) (bits & 63))
                + fraction(fractionDigits, bigEndian(fractionBytes(fractionDigits), input));
    }

    /** Reads the old form: seconds since 1970. */
    static String timestamp(ByteArrayInputStream input) throws IOException {
        return timestamp(input.readLong(4), 0, 0);
    }

    /** Reads seconds since 1970, and the fraction. */
    static String timestamp(int fractionDigits, ByteArrayInputStream input) throws IOException {
        long seconds = bigEndian(4, input);
        return timestamp(seconds, fractionDigits, bigEndian(fractionBytes(fractionDigits), input));
    }

    private static String timestamp(long seconds, int fractionDigits, long fraction) {
        String fractionText = fraction(fractionDigits, fraction);
        if (seconds == 0 && fraction == 0) {
            // No TIMESTAMP is as early as 1970-01-01 00:00:00: this is the zero.
            return date(0, 0, 0) + " " + time(0, 0, 0) + fractionText;
        }
        LocalDateTime utc = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        return date(utc.getYear(), utc.getMonthValue(), utc.getDayOfMonth())
                + " "
                + time(utc.getHour(), utc.getMinute(), utc.getSecond())
                + fractionText;
    }

    private static String date(int year, int month, int day) {
        return "%04d-%02d-%02d".formatted(year, month, day);
    }

    private static String time(int hours, int minutes, int seconds) {
        return "%02d:%02d:%02d".formatted(hours, minutes, seconds);
    }

    /** Returns the fraction's text. A stored fraction has an even number of digits, two for each byte. */
    private static String fraction(int digits, long stored) {
        if (digits == 0) {
            return "";
        }
        int storedDigits = 2 * fractionBytes(digits);
        return "." + ("%0" + storedDigits + "d").formatted(stored).substring(0, digits);
    }

    private static int fractionBytes(int fractionDigits) {
        return (fractionDigits + 1) / 2;
    }

    private static long bigEndian(int bytes, ByteArrayInputStream input) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | input.readInteger(1);
        }
        return value;
    }
}
