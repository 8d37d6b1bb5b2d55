package io.streamlab.join.anydata;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlab.join.anydata.AnyType.ArrayOf;
import io.streamlab.join.anydata.AnyType.MapOf;
import io.streamlab.join.anydata.AnyType.Scalar;
import io.streamlab.join.anydata.AnyType.StructOf;
import io.streamlab.join.anydata.Cells.Fields;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Makes values, at the edges of their types more often than not, and writes them in a form that the job has to read. */
final class AnyValues {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "  two blanks at each end  ",
            "null",
            "__null__",
            "__empty__",
            "NULL",
            "default",
            "a",
            "a:b",
            "a:b,c",
            "urn:uuid:1",
            "2026-01-31T12:00:00,EU",
            "k:",
            ":",
            ",",
            "/",
            "a/b=c",
            "%",
            "%3A",
            "100%",
            "..",
            "\"quoted\"",
            "it's",
            "back\\slash",
            "\\N",
            "tab\tand\nnew\r\nline",
            "\u0000",
            "\u0001\u001f\u007f",
            "\u0085\u2028\u00a0\ufeff",
            "\ud83d\ude00",
            "family \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
            "\udbff\udfff",
            "Gr\u00f6\u00dfe",
            "e\u0301 and \u00e9",
            "\u0130\u0131\u03c3\u03c2",
            "\u540d\u524d",
            "\u0645\u0631\u062d\u0628\u0627",
            "{}",
            "[1]",
            "12",
            "1e2",
            "-0.0",
            "NaN",
            "true",
            "2026-01-31",
            "x".repeat(1_000),
            "\u00fc:".repeat(500));

    /** Texts that may stand without quotes, and how they are written then. */
    private static final Map<String, String> WITHOUT_QUOTES = Map.of(
            "12", "12",
            "1e2", "1e2",
            "-0.0", "-0.0",
            "true", "true",
            "{}", "{ }",
            "[1]", "[ 1\t]",
            "{\"sku\":\"A-1\",\"qty\":[2.50,null,{}]}", "{ \"sku\" : \"A-1\", \"qty\" :[2.50, null,{ } ] }");

    private static final List<LocalDate> DATES = List.of(
            LocalDate.of(1, 1, 1),
            LocalDate.of(1, 12, 31),
            LocalDate.of(999, 2, 28),
            LocalDate.of(1000, 2, 28),
            LocalDate.of(1500, 3, 1),
            LocalDate.of(1582, 10, 4),
            LocalDate.of(1582, 10, 5),
            LocalDate.of(1582, 10, 10),
            LocalDate.of(1582, 10, 14),
            LocalDate.of(1582, 10, 15),
            LocalDate.of(1883, 11, 18),
            LocalDate.of(1899, 12, 31),
            LocalDate.of(1900, 1, 1),
            LocalDate.of(1900, 2, 28),
            LocalDate.of(1969, 12, 31),
            LocalDate.of(1970, 1, 1),
            LocalDate.of(2000, 2, 29),
            LocalDate.of(2026, 3, 29),
            LocalDate.of(9999, 12, 31));

    private static final Instant FIRST_INSTANT = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST_INSTANT = Instant.parse("9999-12-31T23:59:59.999999Z");

    /** What a text or a name of a JSON object is written with when it is no letter or digit of ASCII. */
    private static final double SHARE_OF_ESCAPES = 0.3;

    private static final int MOST_PARTS = 4;
    private static final double SHARE_OF_NULLS = 0.15;

    private final Random random;
    private final boolean takesNonFinite;

    /** @param takesNonFinite whether columns of floating-point numbers may have NaN and the infinities */
    AnyValues(Random random, boolean takesNonFinite) {
        this.random = random;
        this.takesNonFinite = takesNonFinite;
    }

    /** Returns a value of the type, which may have nulls inside; null itself now and then. */
    Object valueOrNull(AnyType type) {
        return random.nextDouble() < SHARE_OF_NULLS ? null : value(type, takesNonFinite);
    }

    /** Returns a value that a key or an ordering field may have: no empty text, no NaN. */
    Object keyValue(Scalar type) {
        Object value;
        do {
            value = value(type, false);
        } while (value.equals(""));
        return value;
    }

    private Object value(AnyType type, boolean nonFinite) {
        if (type instanceof ArrayOf array) {
            List<Object> elements = new ArrayList<>();
            for (int i = random.nextInt(MOST_PARTS); i > 0; i--) {
                elements.add(valueOrNull(array.element()));
            }
            return elements;
        } else if (type instanceof MapOf map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            for (int i = random.nextInt(MOST_PARTS); i > 0; i--) {
                entries.put(pick(TEXTS), valueOrNull(map.value()));
            }
            return entries;
        } else if (type instanceof StructOf struct) {
            List<Object> values = new ArrayList<>();
            struct.fields().forEach(field -> values.add(valueOrNull(field.type())));
            return new Fields(values);
        }
        return scalar((Scalar) type, nonFinite);
    }

    private Object scalar(Scalar type, boolean nonFinite) {
        switch (type.kind()) {
            case STRING:
            case CHAR:
            case VARCHAR:
                return text();
            case BOOLEAN:
                return random.nextBoolean();
            case TINYINT:
                return (byte) integer(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT:
                return (short) integer(Short.MIN_VALUE, Short.MAX_VALUE);
            case INT:
                return (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT:
                return integer(Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT:
                return floatingPoint(nonFinite);
            case DOUBLE:
                return doublePrecision(nonFinite);
            case DECIMAL:
                return decimal(type);
            case BINARY:
                byte[] bytes = new byte[random.nextInt(6)];
                random.nextBytes(bytes);
                return bytes;
            case DATE:
                return random.nextBoolean()
                        ? pick(DATES)
                        : LocalDate.ofEpochDay(between(
                                LocalDate.of(1, 1, 1).toEpochDay(),
                                LocalDate.of(9999, 12, 31).toEpochDay()));
            default:
                return instant();
        }
    }

    private String text() {
        return switch (random.nextInt(4)) {
            case 0 -> List.copyOf(WITHOUT_QUOTES.keySet()).get(random.nextInt(WITHOUT_QUOTES.size()));
            case 1 -> Integer.toString(random.nextInt(1_000), 36) + pick(TEXTS);
            default -> pick(TEXTS);
        };
    }

    private long integer(long least, long greatest) {
        return switch (random.nextInt(6)) {
            case 0 -> least;
            case 1 -> greatest;
            case 2 -> random.nextInt(3) - 1;
            default -> between(least, greatest);
        };
    }

    private long between(long least, long greatest) {
        return BigInteger.valueOf(greatest)
                .subtract(BigInteger.valueOf(least))
                .add(BigInteger.ONE)
                .multiply(new BigInteger(53, random))
                .shiftRight(53)
                .add(BigInteger.valueOf(least))
                .longValueExact();
    }

    private Float floatingPoint(boolean nonFinite) {
        if (nonFinite && random.nextInt(4) == 0) {
            return pick(List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY));
        }
        float any = Float.intBitsToFloat(random.nextInt());
        return pick(List.of(
                0f,
                -0f,
                1e2f,
                0.1f,
                1f / 3,
                Float.MAX_VALUE,
                -Float.MAX_VALUE,
                Float.MIN_VALUE,
                Float.MIN_NORMAL,
                Float.isFinite(any) ? any : 12f));
    }

    private Double doublePrecision(boolean nonFinite) {
        if (nonFinite && random.nextInt(4) == 0) {
            return pick(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
        }
        double any = Double.longBitsToDouble(random.nextLong());
        return pick(List.of(
                0d,
                -0d,
                1e2,
                0.1,
                1d / 3,
                Double.MAX_VALUE,
                -Double.MAX_VALUE,
                Double.MIN_VALUE,
                Double.MIN_NORMAL,
                Double.isFinite(any) ? any : 12d));
    }

    private BigDecimal decimal(Scalar type) {
        BigInteger greatest = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
        BigInteger digits =
                switch (random.nextInt(6)) {
                    case 0 -> greatest;
                    case 1 -> greatest.negate();
                    case 2 -> BigInteger.valueOf(random.nextInt(3) - 1);
                    default -> new BigInteger(greatest.bitLength(), random).mod(greatest);
                };
        return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), type.scale());
    }

    private Instant instant() {
        Instant instant =
                switch (random.nextInt(3)) {
                    case 0 ->
                        pick(DATES)
                                .atStartOfDay()
                                .toInstant(ZoneOffset.UTC)
                                .plus(random.nextInt(3) - 1, ChronoUnit.MICROS);
                    case 1 ->
                        Instant.ofEpochSecond(
                                between(FIRST_INSTANT.getEpochSecond(), LAST_INSTANT.getEpochSecond()),
                                random.nextInt(1_000_000) * 1_000L);
                    default -> Instant.ofEpochSecond(1_700_000_000L + random.nextInt(100_000_000));
                };
        return instant.isBefore(FIRST_INSTANT) ? FIRST_INSTANT : instant.isAfter(LAST_INSTANT) ? LAST_INSTANT : instant;
    }

    /** Returns the value as JSON, in one of the forms that mean it. */
    String json(AnyType type, Object value) {
        if (value == null) {
            return "null";
        } else if (type instanceof ArrayOf array) {
            List<String> elements = new ArrayList<>();
            ((List<?>) value).forEach(element -> elements.add(json(array.element(), element)));
            return "[" + String.join(separator(), elements) + "]";
        } else if (type instanceof MapOf map) {
            List<String> entries = new ArrayList<>();
            ((Map<?, ?>) value)
                    .forEach((key, element) -> entries.add(quoted((String) key) + ":" + json(map.value(), element)));
            return "{" + String.join(separator(), entries) + "}";
        } else if (type instanceof StructOf struct) {
            return object(struct, (Fields) value);
        }
        return scalarJson((Scalar) type, value, true);
    }

    /** Returns the value of a key as JSON: no object or array stands for a text here. */
    String keyJson(Scalar type, Object value) {
        return scalarJson(type, value, false);
    }

    private String object(StructOf struct, Fields fields) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < struct.fields().size(); i++) {
            AnyColumn field = struct.fields().get(i);
            Object value = fields.values().get(i);
            if (value != null || random.nextBoolean()) {
                members.add(name(field.name()) + ":" + json(field.type(), value));
            }
        }
        if (random.nextInt(4) == 0) {
            members.add("\"no field of the struct\":[1e400]");
        }
        return "{" + String.join(separator(), members) + "}";
    }

    private String scalarJson(Scalar type, Object value, boolean takesContainers) {
        switch (type.kind()) {
            case STRING:
            case CHAR:
            case VARCHAR:
                String raw = WITHOUT_QUOTES.get((String) value);
                boolean container = raw != null && (raw.startsWith("{") || raw.startsWith("["));
                return raw != null && random.nextBoolean() && (takesContainers || !container)
                        ? raw
                        : quoted((String) value);
            case BOOLEAN:
                return pick(List.of(
                        value.toString(),
                        "\"" + value + "\"",
                        "\"" + value.toString().toUpperCase(Locale.ROOT) + "\""));
            case TINYINT:
            case SMALLINT:
            case INT:
            case BIGINT:
                return number(new BigDecimal(value.toString()));
            case DECIMAL:
                return number((BigDecimal) value);
            case FLOAT:
            case DOUBLE:
                return floatingPointJson((Number) value);
            case BINARY:
                return "\"" + Base64.getEncoder().encodeToString((byte[]) value) + "\"";
            case DATE:
                return "\"" + value + pick(List.of("", "", "T00:00:00Z", " 00:00:00", "T00:00:00.000+0000")) + "\"";
            default:
                return time((Instant) value);
        }
    }

    private String number(BigDecimal value) {
        BigDecimal shortest = value.stripTrailingZeros();
        String exponent = shortest.unscaledValue() + "e" + -shortest.scale();
        return switch (random.nextInt(6)) {
            case 0 -> exponent;
            case 1 -> "\"" + exponent.toUpperCase(Locale.ROOT) + "\"";
            case 2 -> "\" " + value.toPlainString() + " \"";
            case 3 -> value.toPlainString() + (value.scale() > 0 ? "000" : ".0");
            default -> value.toPlainString();
        };
    }

    private String floatingPointJson(Number value) {
        String text = value.toString();
        if (!Double.isFinite(value.doubleValue())) {
            return random.nextBoolean() ? text : "\"" + text + "\"";
        }
        return switch (random.nextInt(4)) {
            case 0 -> "\"" + text + "\"";
            case 1 -> text.replace("E", "e");
            case 2 -> text.contains("E") ? text : text + "00";
            default -> text;
        };
    }

    private String time(Instant value) {
        String text = value.toString();
        String withoutZone = text.substring(0, text.length() - 1);
        Instant inEast = value.plus(5 * 60 + 30, ChronoUnit.MINUTES);
        boolean hasSeconds = withoutZone.length() == "2026-01-31T12:00:00".length();
        long seconds = value.getEpochSecond();
        List<String> forms = new ArrayList<>(List.of(
                text,
                withoutZone,
                withoutZone.replace('T', ' '),
                withoutZone.replace('T', ' ') + " UTC",
                withoutZone + "+0000",
                hasSeconds ? withoutZone + ",000000999Z" : text));
        if (!inEast.isAfter(LAST_INSTANT)) {
            String east = inEast.toString();
            forms.add(east.substring(0, east.length() - 1) + "+05:30");
        }
        if (seconds >= 1_000_000_000L && seconds < 9_999_999_999L && value.getNano() == 0 && random.nextBoolean()) {
            return pick(List.of(seconds + "", seconds + "000", seconds + "000000", seconds + ".000000"));
        }
        return "\"" + pick(forms) + "\"";
    }

    /** Returns JSON that is no value of the type, and leaves every bracket, brace and quote in its pair. */
    String unfit(AnyType type, boolean isKey) {
        if (type instanceof ArrayOf array) {
            return random.nextBoolean()
                    ? "[null," + unfit(array.element(), false) + "]"
                    : pick(List.of("{\"a\":1}", "12", "\"text\"", "true"));
        } else if (type instanceof MapOf map) {
            return random.nextBoolean()
                    ? "{\"good\":null,\"bad\":" + unfit(map.value(), false) + "}"
                    : pick(List.of("[1]", "12", "\"text\"", "{\"half \\ud83d\":null}"));
        } else if (type instanceof StructOf struct) {
            AnyColumn field = pick(struct.fields());
            return random.nextBoolean()
                    ? "{" + quoted(field.name()) + ":" + unfit(field.type(), false) + "}"
                    : pick(List.of("[{}]", "12", "\"text\"", "false"));
        }
        return pick(unfitScalars((Scalar) type, isKey));
    }

    private static List<String> unfitScalars(Scalar type, boolean isKey) {
        switch (type.kind()) {
            case STRING:
            case CHAR:
            case VARCHAR:
                return isKey
                        ? List.of("\"\\ud800\"", "{\"a\":1}", "[\"a\"]")
                        : List.of("\"\\ud800\"", "\"x\\udc00\"", "\"\\udc00\\ud800\"");
            case BOOLEAN:
                return List.of("1", "0", "\"yes\"", "\"\"", "[true]");
            case TINYINT:
                return List.of("128", "-129", "1.5", "\"x\"", "true", "[]", "NaN", "1e2147483647");
            case SMALLINT:
                return List.of("32768", "-32769", "1e-1", "\"\"", "{}");
            case INT:
                return List.of("2147483648", "-2147483649", "0.1", "\"1 2\"", "\"0x10\"");
            case BIGINT:
                return List.of("9223372036854775808", "-9223372036854775809", "1.5", "\"12L\"", "[1]");
            case DECIMAL:
                return List.of(
                        "1e" + (type.precision() - type.scale()),
                        "1e-" + (type.scale() + 1),
                        "\"\"",
                        "\"1,5\"",
                        "true",
                        "NaN",
                        "{}");
            case FLOAT:
                return List.of("1e39", "-1e39", "\"x\"", "true", "[]", "\"1f\"");
            case DOUBLE:
                return List.of("1e309", "-1e400", "\"x\"", "false", "{}", "\"0x1p3\"");
            case BINARY:
                return List.of("12", "true", "\"!\"", "\"a\"", "[1]");
            case DATE:
                return List.of(
                        "20260131",
                        "\"2026-02-30\"",
                        "\"0000-12-31\"",
                        "\"10000-01-01\"",
                        "\"2026-1-31\"",
                        "\"2026-01-31T12:00:00Z\"",
                        "\"\"");
            default:
                return List.of(
                        "86400",
                        "0",
                        "\"1769860800\"",
                        "\"2026-02-30T00:00:00Z\"",
                        "\"2026-01-31T24:00:00Z\"",
                        "\"0000-12-31T23:59:59Z\"",
                        "\"0001-01-01T00:00:00+01:00\"",
                        "\"2026-01-31 12:00 CET\"",
                        "\"\"");
        }
    }

    /** Returns the name of a field as JSON, in any case where the case of its letters has no more than two. */
    String name(String column) {
        boolean plain = column.chars().allMatch(character -> character < 0x80);
        return quoted(
                plain && random.nextInt(4) == 0
                        ? random.nextBoolean() ? column.toUpperCase(Locale.ROOT) : column.toLowerCase(Locale.ROOT)
                        : column);
    }

    String quoted(String text) {
        boolean escapes = random.nextDouble() < SHARE_OF_ESCAPES;
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(character -> {
            if (character == '"' || character == '\\') {
                json.append('\\').append((char) character);
            } else if (character == '\n') {
                json.append("\\n");
            } else if (character == '/' && escapes) {
                json.append("\\/");
            } else if (character < 0x20 || escapes && character > 0x7e) {
                json.append(String.format("\\u%04x", character));
            } else {
                json.append((char) character);
            }
        });
        return json.append('"').toString();
    }

    String separator() {
        return random.nextInt(4) == 0 ? " ,\t" : ",";
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Returns what the order of events begins with. Of one type the values can be compared. */
    static Comparable<?> place(Object value) {
        if (value instanceof String text) {
            // By its bytes: as hexadecimal digits these have the same order.
            StringBuilder bytes = new StringBuilder();
            for (byte octet : text.getBytes(UTF_8)) {
                bytes.append(String.format("%02x", octet));
            }
            return bytes.toString();
        } else if (value instanceof Float || value instanceof Double) {
            return ((Number) value).doubleValue() + 0.0;
        }
        return (Comparable<?>) value;
    }
}
