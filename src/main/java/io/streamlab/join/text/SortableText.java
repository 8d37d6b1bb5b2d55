package io.streamlab.join.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes several values as one text that sorts as the values do. Of two texts with values of the same types, the greater text
 * has the greater value at the first place where the values differ.
 *
 * <p>The text is ASCII: of other characters, Java, Spark and Parquet have different orders. Numbers are written to base 36, since
 * every row keeps its text.
 */
public final class SortableText {
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final int NANOS_PER_MICRO = 1_000;

    private static final int BASE = Character.MAX_RADIX;

    /** Digits of the greatest unsigned long. */
    private static final int LONG_DIGITS = 13;

    private static final int LENGTH_DIGITS = 2;

    /** Makes every decimal of Spark's, which has 38 digits at most, greater than zero. */
    private static final BigInteger DECIMAL_OFFSET = BigInteger.TEN.pow(38);

    private static final char END = ' ';
    private static final char BELOW = '!';
    private static final char ABOVE = '~';

    private final StringBuilder text = new StringBuilder();

    /** Adds a number, in 13 characters. */
    public SortableText add(long value) {
        return addPadded(Long.toUnsignedString(value ^ Long.MIN_VALUE, BASE), LONG_DIGITS);
    }

    /** Adds a number, in 13 characters; 0.0 and -0.0 are the same. */
    public SortableText add(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return add(bits < 0 ? bits ^ Long.MAX_VALUE : bits);
    }

    /** Adds a decimal of at most 38 digits by its digits, so that decimals of one scale can be compared. */
    public SortableText add(BigDecimal value) {
        return addNatural(value.unscaledValue().add(DECIMAL_OFFSET));
    }

    /** Adds a point in time to the microsecond, in 13 characters. */
    public SortableText add(Instant value) {
        // Not ChronoUnit.MICROS.between, which counts nanoseconds on its way, and they overflow before the year 1677.
        return add(Math.addExact(
                Math.multiplyExact(value.getEpochSecond(), MICROS_PER_SECOND), value.getNano() / NANOS_PER_MICRO));
    }

    /**
     * Returns the instant that was added first.
     *
     * @param text to which an instant was added before anything else
     */
    public static Instant firstInstant(String text) {
        long micros = Long.parseUnsignedLong(text.substring(0, LONG_DIGITS), BASE) ^ Long.MIN_VALUE;
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
    }

    /** Adds a text by its bytes in UTF-8: most of ASCII in one character, each other byte in three. */
    public SortableText add(String value) {
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            int code = octet & 0xff;
            if (code <= BELOW || code >= ABOVE) {
                text.append(code <= BELOW ? BELOW : ABOVE)
                        .append(Character.forDigit(code >> 4, 16))
                        .append(Character.forDigit(code & 0xf, 16));
            } else {
                text.append((char) code);
            }
        }
        text.append(END);
        return this;
    }

    /**
     * Adds a number, in as many characters as it needs.
     *
     * @param value not negative, of 2000 decimal digits at most
     */
    public SortableText addNatural(BigInteger value) {
        String digits = value.toString(BASE);
        return addPadded(Integer.toString(digits.length(), BASE), LENGTH_DIGITS).append(digits);
    }

    private SortableText addPadded(String digits, int length) {
        for (int i = digits.length(); i < length; i++) {
            text.append('0');
        }
        return append(digits);
    }

    private SortableText append(String digits) {
        text.append(digits);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
