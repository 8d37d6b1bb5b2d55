package io.streamlab.local.replicator.types;

import io.streamlab.local.replicator.types.TypedColumn.Sample;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Random columns with random values; what DynamoDB must have, the server shows. */
public final class RandomValues {

    private static final List<String> CHARACTER_SETS = List.of(
            "utf8mb4", "utf8mb3", "latin1", "latin2", "ascii", "cp1251", "koi8r", "greek", "hebrew", "tis620", "sjis",
            "cp932", "ujis", "eucjpms", "gbk", "gb2312", "big5", "euckr", "ucs2", "utf16", "utf16le", "utf32", "swe7",
            "hp8", "geostd8");

    /** First and last letter of scripts. */
    private static final int[][] SCRIPTS = {
        {0x20, 0x7E},
        {0x20, 0x7E},
        {0xA0, 0x17F},
        {0x370, 0x3FF},
        {0x400, 0x45F},
        {0x5D0, 0x5EA},
        {0xE01, 0xE3A},
        {0x3041, 0x30FE},
        {0x4E00, 0x9FA5},
        {0xAC00, 0xD7A3},
        {0xFF01, 0xFFEE},
        {0x1F600, 0x1F64F},
        {0, 0x1F}
    };

    private static final String ODD = ",'\"\\`% _;ä😀n0";

    private final Random random;

    public RandomValues(long seed) {
        random = new Random(seed);
    }

    public List<TypedColumn> columns(int count, int values) {
        List<TypedColumn> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(column(values));
        }
        return columns;
    }

    private TypedColumn column(int values) {
        return switch (random.nextInt(12)) {
            case 0 -> integer(values);
            case 1 -> decimal(values);
            case 2, 3 -> floatingPoint(values);
            case 4 -> column("DATE", values, () -> "'" + date() + "'");
            case 5 -> fractional("DATETIME", values, () -> date() + " " + clock(24));
            case 6 -> fractional("TIMESTAMP", values, this::timestamp);
            case 7 -> fractional("TIME", values, () -> (random.nextBoolean() ? "-" : "") + clock(838));
            case 8 -> members("ENUM", values);
            case 9 -> members("SET", values);
            case 10 -> other(values);
            default -> characters(values);
        };
    }

    private TypedColumn integer(int values) {
        String type = pick("TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT");
        String attribute = pick("", " UNSIGNED", " ZEROFILL");
        return column(type + attribute, values, () -> {
            // Beyond the range, the server takes the nearest value.
            long bits = random.nextLong() >> random.nextInt(64);
            return attribute.isEmpty() ? String.valueOf(bits) : Long.toUnsignedString(bits >>> random.nextInt(2));
        });
    }

    private TypedColumn decimal(int values) {
        int digits = 1 + random.nextInt(38);
        int fraction = random.nextInt(Math.min(digits, 30) + 1);
        return column(
                "DECIMAL(" + digits + "," + fraction + ")" + pick("", " UNSIGNED", " ZEROFILL"),
                values,
                () -> (random.nextBoolean() ? "-" : "") + digits(digits - fraction) + "." + digits(fraction));
    }

    private TypedColumn floatingPoint(int values) {
        int digits = 2 + random.nextInt(14);
        String length = "(" + digits + "," + random.nextInt(digits) + ")";
        String type =
                pick("FLOAT", "FLOAT", "FLOAT(12)", "FLOAT" + length, "REAL", "DOUBLE", "DOUBLE" + length, "FLOAT(40)");
        int exponent = type.startsWith("FLOAT") ? 38 : 110;
        return column(
                type + pick("", "", " UNSIGNED", " ZEROFILL"),
                values,
                () -> (random.nextBoolean() ? "-" : "") + digits(1) + "." + digits(1 + random.nextInt(17))
                        + (random.nextBoolean() ? "" : "e" + (random.nextInt(2 * exponent) - exponent)));
    }

    private TypedColumn fractional(String type, int values, Supplier<String> value) {
        int digits = random.nextInt(7);
        String declaration = type + (digits == 0 ? "" : "(" + digits + ")") + " NULL";
        return column(declaration, values, () -> "'" + value.get() + (digits == 0 ? "" : "." + digits(digits)) + "'");
    }

    private String date() {
        return switch (random.nextInt(5)) {
            case 0 -> "0000-00-00";
            case 1 -> "%04d-%02d-%02d".formatted(random.nextInt(10_000), random.nextInt(13), random.nextInt(32));
            default ->
                "%04d-%02d-%02d".formatted(1800 + random.nextInt(400), 1 + random.nextInt(12), 1 + random.nextInt(28));
        };
    }

    private String clock(int hours) {
        return "%02d:%02d:%02d".formatted(random.nextInt(hours), random.nextInt(60), random.nextInt(60));
    }

    private String timestamp() {
        return random.nextInt(5) == 0
                ? "0000-00-00 00:00:00"
                : "%04d-%02d-%02d %s"
                        .formatted(
                                1970 + random.nextInt(68), 1 + random.nextInt(12), 1 + random.nextInt(28), clock(24));
    }

    private TypedColumn members(String type, int values) {
        Set<String> members = new LinkedHashSet<>();
        int count = 1 + random.nextInt(type.equals("SET") ? 64 : 300);
        for (int i = 0; i < count; i++) {
            String member = letters(ODD, 1 + random.nextInt(4)).strip() + Integer.toString(i, 36);
            members.add(type.equals("SET") ? member.replace(",", "") : member);
        }
        String declared = members.stream().map(RandomValues::quoted).collect(Collectors.joining(",", type + "(", ")"));
        long mask = count == 64 ? -1 : (1L << count) - 1;
        return column(
                declared,
                values,
                () -> type.equals("SET")
                        ? Long.toUnsignedString(random.nextLong() & mask)
                        : String.valueOf(random.nextInt(count + 1)));
    }

    private TypedColumn other(int values) {
        return switch (random.nextInt(4)) {
            case 0 -> column("YEAR", values, () -> pick("0000", String.valueOf(1901 + random.nextInt(255))));
            case 1 -> column("BIT(1)", values, () -> pick("0", "1"));
            case 2 ->
                column("UUID", values, () -> "'" + new java.util.UUID(random.nextLong(), random.nextLong()) + "'");
            default -> column("JSON", values, () -> "JSON_OBJECT(" + text("utf8mb4") + ", " + text("utf8mb4") + ")");
        };
    }

    private TypedColumn characters(int values) {
        String characterSet = CHARACTER_SETS.get(random.nextInt(CHARACTER_SETS.size()));
        String type = pick("CHAR(20)", "VARCHAR(20)", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT");
        return column(type + " CHARACTER SET " + characterSet, values, () -> text(characterSet));
    }

    /** Returns text of one script or two. A letter that the character set lacks becomes a question mark in the server. */
    private String text(String characterSet) {
        int[] script = SCRIPTS[random.nextInt(characterSet.equals("utf8mb4") ? SCRIPTS.length : SCRIPTS.length - 2)];
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(10); i > 0; i--) {
            text.appendCodePoint(script[0] + random.nextInt(script[1] - script[0] + 1));
        }
        text.append(letters(ODD, random.nextInt(4)));
        return quoted(text.toString());
    }

    private String letters(String alphabet, int count) {
        int[] letters = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    /** Returns a literal. */
    private static String quoted(String text) {
        boolean isPlain = text.chars().allMatch(letter -> letter >= ' ');
        return isPlain
                ? "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
                : "_utf8mb4 x'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "'";
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.isEmpty() ? "0" : digits.toString();
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static TypedColumn column(String declaration, int values, Supplier<String> literal) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 1; i < values; i++) {
            samples.add(new Sample(literal.get(), null));
        }
        samples.add(new Sample("NULL", Attributes.NONE));
        return new TypedColumn(declaration, samples);
    }
}
