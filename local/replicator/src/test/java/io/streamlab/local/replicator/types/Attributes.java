package io.streamlab.local.replicator.types;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Describes attributes as text, so that two of one value are equal and a difference can be read. */
public final class Attributes {

    /** A column that is NULL has no attribute. */
    public static final String NONE = "none";

    private static final String NUMBER = "number ";

    private static final Pattern FLOAT_OF_LENGTH = Pattern.compile("^FLOAT\\((\\d+)\\)");

    private Attributes() {}

    public static String describe(AttributeValue attribute) {
        if (attribute == null) {
            return NONE;
        }
        if (attribute.s() != null) {
            return text(attribute.s());
        }
        return attribute.n() == null ? "boolean " + attribute.bool() : number(attribute.n());
    }

    static String text(String value) {
        return "text '" + value + "'";
    }

    static String number(String value) {
        return NUMBER + new BigDecimal(value).stripTrailingZeros();
    }

    /** Returns the expression by which the server shows all of a column's value. */
    static String shown(String declaration, String column) {
        return switch (type(declaration)) {
            case "BIT" -> column + " + 0";
            // As a FLOAT the server shows six digits.
            case "FLOAT" -> declaration.contains(",") ? column : "CAST(" + column + " AS DOUBLE)";
            default -> "CAST(" + column + " AS CHAR)";
        };
    }

    /**
     * Describes what an item must have, from the text that the server shows.
     *
     * @param declaration of the column
     * @param shown null for NULL
     */
    static String ofShown(String declaration, String shown) {
        if (shown == null) {
            return NONE;
        }
        return switch (type(declaration)) {
            case "BIT" -> "boolean " + shown.equals("1");
            case "FLOAT" -> number(Float.toString(Float.parseFloat(shown)));
            case "DOUBLE", "REAL" -> number(Double.toString(Double.parseDouble(shown)));
            case "TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT", "DECIMAL", "NUMERIC", "YEAR", "BOOLEAN" ->
                number(shown);
            default -> text(shown);
        };
    }

    /** Returns whether an attribute is what the server shows. Of a floating-point number it may have fewer digits. */
    static boolean areSame(String declaration, String attribute, String shown) {
        if (attribute.equals(shown)) {
            return true;
        }
        if (!attribute.startsWith(NUMBER) || !shown.startsWith(NUMBER)) {
            return false;
        }
        String number = attribute.substring(NUMBER.length());
        String shownNumber = shown.substring(NUMBER.length());
        if (new BigDecimal(number).precision() > new BigDecimal(shownNumber).precision()) {
            return false;
        }
        return switch (type(declaration)) {
            case "FLOAT" -> Float.parseFloat(number) == Float.parseFloat(shownNumber);
            case "DOUBLE", "REAL" -> Double.parseDouble(number) == Double.parseDouble(shownNumber);
            default -> false;
        };
    }

    private static String type(String declaration) {
        Matcher length = FLOAT_OF_LENGTH.matcher(declaration);
        if (length.find() && Integer.parseInt(length.group(1)) > 24) {
            return "DOUBLE";
        }
        return declaration.toUpperCase(Locale.ROOT).split("[ (]", 2)[0];
    }
}
