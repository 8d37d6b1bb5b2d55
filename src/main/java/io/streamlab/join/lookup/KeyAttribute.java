package io.streamlab.join.lookup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * An attribute of a key of the reference table or of an index, and how a record's join value becomes a value of it.
 *
 * <p>In between the value is a text, so that equal values are equal texts: a text as it is, a number without superfluous zeros.
 */
final class KeyAttribute implements Serializable {
    private static final long serialVersionUID = 1L;

    /** DynamoDB's limits for the value of a partition key and of a sort key, in bytes. */
    private static final int LONGEST_PARTITION_KEY = 2_048;

    private static final int LONGEST_SORT_KEY = 1_024;

    /** DynamoDB's limits for a number: 38 digits, from 1E-130 to 9.9...E+125. */
    private static final int MOST_DIGITS = 38;

    private static final int SMALLEST_EXPONENT = -130;
    private static final int LARGEST_EXPONENT = 125;

    /** Texts among them, as a text may be a number. */
    private static final List<DataType> COLUMNS_OF_NUMBERS = Arrays.asList(
            DataTypes.StringType, DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

    private final String name;
    private final ScalarAttributeType type;
    private final int longest;

    private KeyAttribute(String name, ScalarAttributeType type, int longest) {
        this.name = name;
        this.type = type;
        this.longest = longest;
    }

    static KeyAttribute ofPartitionKey(String name, ScalarAttributeType type) {
        return new KeyAttribute(name, type, LONGEST_PARTITION_KEY);
    }

    static KeyAttribute ofSortKey(String name, ScalarAttributeType type) {
        return new KeyAttribute(name, type, LONGEST_SORT_KEY);
    }

    String name() {
        return name;
    }

    /**
     * Returns why values of a column cannot be looked up by this attribute; empty if they can. A text or a number must have one
     * form in the attribute. A timestamp has several, such as {@code 12:00Z} and {@code 12:00:00Z}, and so has a double.
     */
    Optional<String> problemWith(DataType column) {
        boolean fits = type == ScalarAttributeType.S && column.equals(DataTypes.StringType)
                || type == ScalarAttributeType.N
                        && (column instanceof DecimalType || COLUMNS_OF_NUMBERS.contains(column));
        return fits
                ? Optional.empty()
                : Optional.of("the key attribute '" + name + "' has the type " + type
                        + " in DynamoDB, and a value of the column's type " + column.sql()
                        + " cannot be looked up by such a key");
    }

    /**
     * Returns the text of a join value; null for a value that no item can have as its key.
     *
     * @param value of a column that fits; may be null
     */
    String textOf(Object value) {
        if (value == null) {
            return null;
        }
        String text = value.toString();
        if (type == ScalarAttributeType.N) {
            return numberOf(text);
        }
        int bytes = text.getBytes(UTF_8).length;
        return 0 < bytes && bytes <= longest && isUnicode(text) ? text : null;
    }

    /** Returns the value for a request. */
    AttributeValue valueOf(String text) {
        return type == ScalarAttributeType.N ? AttributeValue.fromN(text) : AttributeValue.fromS(text);
    }

    /** Returns a text that the attribute may have. */
    String anyText() {
        return "0";
    }

    /** Returns false for half a surrogate pair: the request would have a question mark in its place. */
    private static boolean isUnicode(String text) {
        return UTF_8.newEncoder().canEncode(text);
    }

    private static String numberOf(String text) {
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
        if (number.signum() == 0) {
            return "0";
        }
        BigDecimal shortest = number.stripTrailingZeros();
        long exponent = (long) shortest.precision() - shortest.scale() - 1;
        return shortest.precision() <= MOST_DIGITS && SMALLEST_EXPONENT <= exponent && exponent <= LARGEST_EXPONENT
                ? shortest.toString()
                : null;
    }
}
