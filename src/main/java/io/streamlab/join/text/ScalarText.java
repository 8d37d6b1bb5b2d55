package io.streamlab.join.text;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * Reads the text of a scalar as the value of a column.
 *
 * <p>Nothing is rounded or cut: a text that does not fit exactly does not fit, except for the rounding of float and
 * double themselves, and for digits of a second beyond the sixth, which Spark's timestamps do not have.
 *
 * <table>
 * <caption>Which text fits which type, and what it becomes</caption>
 * <tr><th>type</th><th>text</th><th>value</th></tr>
 * <tr><td>string</td><td>any</td><td>String</td></tr>
 * <tr><td>tinyint, smallint, int, bigint</td><td>a number without fraction, such as 12, 12.0, 1.2e1</td>
 *     <td>Byte, Short, Integer, Long</td></tr>
 * <tr><td>decimal</td><td>a number</td><td>BigDecimal of the type's scale</td></tr>
 * <tr><td>float, double</td><td>a number</td><td>Float, Double; finite</td></tr>
 * <tr><td>boolean</td><td>true or false, in any case</td><td>Boolean</td></tr>
 * <tr><td>date</td><td>2026-01-31, from year 1 to 9999; also the first moment of a day in UTC</td><td>LocalDate</td></tr>
 * <tr><td>timestamp</td><td>2026-01-31T12:00:00Z, with an offset such as +02:00 or without one in UTC, with a blank in
 *     place of the T, from year 1 to 9999, and further forms: see docs/DATA_FORMS.md</td><td>Instant</td></tr>
 * <tr><td>binary</td><td>Base64</td><td>byte[]</td></tr>
 * </table>
 */
public final class ScalarText implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Far more than any type holds; reading a number takes time that grows with the square of its length. */
    private static final int LONGEST_NUMBER = 1_000;

    /** The digits of the longest bigint. */
    private static final int LONG_DIGITS = 19;

    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private final Conversion conversion;
    private final Conversion numberConversion;

    private ScalarText(Conversion conversion, Conversion numberConversion) {
        this.conversion = conversion;
        this.numberConversion = numberConversion;
    }

    /** @throws IllegalArgumentException when the type is no scalar of the above */
    public static ScalarText of(DataType type) {
        Conversion conversion = conversionTo(type);
        return new ScalarText(
                conversion,
                type.equals(DataTypes.TimestampType)
                        ? text -> TimestampText.sinceEpoch(new BigDecimal(number(text)))
                        : conversion);
    }

    /** @throws IllegalArgumentException when the text is not exactly a value of the type */
    public Object parse(String text) {
        return convert(text, conversion);
    }

    /**
     * Reads what is a number by itself, as JSON has them: a timestamp may be a number since 1970. In quotes, 2026013112 may as
     * well be an hour.
     *
     * @throws IllegalArgumentException when the number is not exactly a value of the type
     */
    public Object parseNumber(String text) {
        return convert(text, numberConversion);
    }

    private static Object convert(String text, Conversion conversion) {
        try {
            return conversion.convert(text);
        } catch (ArithmeticException | DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Conversion conversionTo(DataType type) {
        if (type.equals(DataTypes.StringType)) {
            return text -> text;
        }
        if (type.equals(DataTypes.LongType)) {
            return text -> integer(text).longValueExact();
        }
        if (type.equals(DataTypes.IntegerType)) {
            return text -> integer(text).intValueExact();
        }
        if (type.equals(DataTypes.ShortType)) {
            return text -> integer(text).shortValueExact();
        }
        if (type.equals(DataTypes.ByteType)) {
            return text -> integer(text).byteValueExact();
        }
        if (type instanceof DecimalType) {
            int scale = ((DecimalType) type).scale();
            int integerDigits = ((DecimalType) type).precision() - scale;
            return text -> exact(text, integerDigits, scale);
        }
        if (type.equals(DataTypes.DoubleType)) {
            return text -> {
                double number = Double.parseDouble(number(text));
                check(Double.isFinite(number));
                return number;
            };
        }
        if (type.equals(DataTypes.FloatType)) {
            return text -> {
                float number = Float.parseFloat(number(text));
                check(Float.isFinite(number));
                return number;
            };
        }
        if (type.equals(DataTypes.BooleanType)) {
            return ScalarText::bool;
        }
        if (type.equals(DataTypes.DateType)) {
            return TimestampText::date;
        }
        if (type.equals(DataTypes.TimestampType)) {
            return TimestampText::instant;
        }
        if (type.equals(DataTypes.BinaryType)) {
            return text -> Base64.getDecoder().decode(text);
        }
        throw new IllegalArgumentException(type.sql() + " is no scalar");
    }

    private static BigDecimal integer(String text) {
        return exact(text, LONG_DIGITS, 0);
    }

    private static BigDecimal exact(String text, int integerDigits, int scale) {
        BigDecimal number = new BigDecimal(number(text));
        if (number.signum() == 0) {
            return BigDecimal.ZERO.setScale(scale);
        }
        // Asked before scaling, and not as int: 1e2147483647 and 1e-999999999 would be written out in full.
        check((long) number.precision() - number.scale() <= integerDigits);
        BigDecimal shortest = number.stripTrailingZeros();
        check(shortest.scale() <= scale);
        return shortest.setScale(scale);
    }

    private static String number(String text) {
        check(text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches());
        return text;
    }

    private static Boolean bool(String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "true":
                return true;
            case "false":
                return false;
            default:
                throw new IllegalArgumentException("neither true nor false");
        }
    }

    private static void check(boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException("the text does not fit the type");
        }
    }

    private interface Conversion extends Serializable {
        Object convert(String text);
    }
}
