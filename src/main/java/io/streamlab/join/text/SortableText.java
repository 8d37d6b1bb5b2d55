package io.streamlab.join.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes values one after the other as a text whose order is theirs: of two texts with values of the same types, the
 * greater is the one with the greater value at the first place where they differ.
 *
 * <p>The text is ASCII, so that Java, Spark and Parquet agree on the order, which differs for other characters. Numbers
 * are written to base 36, since the text is kept with every row.
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

    /** In 13 characters. */
    public SortableText add(long value) {
        return addPadded(Long.toUnsignedString(value ^ Long.MIN_VALUE, BASE), LONG_DIGITS);
    }

    /** In 13 characters; 0.0 and -0.0 are the same. */
    public SortableText add(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return add(bits < 0 ? bits ^ Long.MAX_VALUE : bits);
    }

    /** By its digits: comparable with decimals of the same scale, and of 38 digits at most. */
    public SortableText add(BigDecimal value) {
        return addNatural(value.unscaledValue().add(DECIMAL_OFFSET));
    }

    /** In 13 characters, to the microsecond. */
    public SortableText add(Instant value) {
        // Not ChronoUnit.MICROS.between, which counts nanoseconds on its way, and they overflow before the year 1677.
        return add(Math.addExact(
                Math.multiplyExact(value.getEpochSecond(), MICROS_PER_SECOND), value.getNano() / NANOS_PER_MICRO));
    }

    /**
     * The instant that was added first.
     *
     * @param text to which an instant was added before anything else
     */
    public static Instant firstInstant(String text) {
        long micros = Long.parseUnsignedLong(text.substring(0, LONG_DIGITS), BASE) ^ Long.MIN_VALUE;
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
    }

    /** By its bytes in UTF-8; one character for most of ASCII, three for each byte of anything else. */
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
     * In as many characters as it takes.
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
