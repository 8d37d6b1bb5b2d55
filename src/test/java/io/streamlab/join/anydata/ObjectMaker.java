package io.streamlab.join.anydata;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.anydata.AnyType.Kind;
import io.streamlab.join.anydata.AnyType.Scalar;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Makes objects of one schema: of few keys, each with many events. */
final class ObjectMaker {
    private static final int MOST_TRIES = 1_000;
    private static final double SHARE_OF_DELETES = 0.1;

    /** Whose codes and names the reference table has; the last two have no item there. */
    private static final List<String> COUNTRIES = List.of("India", "Peru", "Tonga : , / %", "Atlantis", "");

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("M/d/yy", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** What an ordering field may have: the value of its column, and its place in the order of events. */
    private record OrderingValue(Object value, Comparable<?> place) {}

    private final AnySchema schema;
    private final Random random;
    private final AnyValues values;
    private final List<List<Object>> keys;
    private final List<OrderingValue> orderingValues;

    /**
     * The ordering values that the events of each key have so far. If only the time of arrival shows which record is later, no two
     * events of a key may have the same value.
     */
    private final Map<List<String>, Set<Comparable<?>>> taken = new LinkedHashMap<>();

    private final boolean allowsTies;

    ObjectMaker(AnySchema schema, int keys, int orderingValues, boolean allowsTies, Random random) {
        this.schema = schema;
        this.random = random;
        this.allowsTies = allowsTies;
        this.values = new AnyValues(random, schema.takesNonFinite());
        this.keys = distinctKeys(keys);
        this.orderingValues = distinctOrderingValues(orderingValues);
    }

    /** Returns the items that the reference table has to have, by their values: code, countryname, combinedname. */
    static List<String> countriesWithItems() {
        return COUNTRIES.subList(0, 3);
    }

    static String codeOf(String country) {
        return country.substring(0, 2);
    }

    static String combinedNameOf(String country) {
        return codeOf(country) + "-" + country;
    }

    private List<List<Object>> distinctKeys(int count) {
        Map<List<String>, List<Object>> distinct = new LinkedHashMap<>();
        for (int i = 0; i < MOST_TRIES && distinct.size() < count; i++) {
            List<Object> key = schema.keyColumns().stream()
                    .map(column -> values.keyValue((Scalar) column.type()))
                    .collect(toList());
            distinct.put(key.stream().map(Cells::text).collect(toList()), key);
        }
        return List.copyOf(distinct.values());
    }

    private List<OrderingValue> distinctOrderingValues(int count) {
        Map<Object, OrderingValue> distinct = new LinkedHashMap<>();
        for (int i = 0; i < MOST_TRIES && distinct.size() < count; i++) {
            OrderingValue value = orderingValue();
            distinct.putIfAbsent(value.place(), value);
        }
        return List.copyOf(distinct.values());
    }

    private OrderingValue orderingValue() {
        Scalar type = (Scalar) schema.orderingField().type();
        long seconds = 1_500_000_000L + random.nextInt(500_000_000);
        switch (schema.ordering()) {
            case BY_TYPE:
                Object value = type.isText() && random.nextBoolean()
                        ? Long.toString(random.nextLong(), Character.MAX_RADIX)
                        : values.keyValue(type);
                return new OrderingValue(value, AnyValues.place(value));
            case ISO:
                Instant instant = (Instant) values.keyValue(AnyType.of(Kind.TIMESTAMP));
                return new OrderingValue(instant.toString(), instant);
            case SECONDS:
                return new OrderingValue(ofNumber(type, BigDecimal.valueOf(seconds)), Instant.ofEpochSecond(seconds));
            case MILLIS:
                long millis = seconds * 1_000 + random.nextInt(1_000);
                return new OrderingValue(ofNumber(type, BigDecimal.valueOf(millis)), Instant.ofEpochMilli(millis));
            case DAY:
                LocalDate day = LocalDate.of(2000, 1, 1).plusDays(random.nextInt(36_500));
                return new OrderingValue(DAY.format(day), day.atStartOfDay().toInstant(ZoneOffset.UTC));
            default:
                LocalDateTime time =
                        LocalDateTime.of(1, 1, 1, 0, 0).plusSeconds(Math.abs(random.nextLong()) % 300_000_000_000L);
                return new OrderingValue(TIME.format(time), time.toInstant(ZoneOffset.UTC));
        }
    }

    private static Object ofNumber(Scalar type, BigDecimal number) {
        return switch (type.kind()) {
            case BIGINT -> number.longValueExact();
            case DECIMAL -> number.setScale(type.scale());
            default -> number.toPlainString();
        };
    }

    /** Returns an object that becomes a row, or removes one; a rejected one where a key has all its events. */
    AnyObject good() {
        for (int i = 0; i < MOST_TRIES; i++) {
            List<Object> key = values.pick(keys);
            OrderingValue order = values.pick(orderingValues);
            List<String> keyTexts = key.stream().map(Cells::text).collect(toList());
            if (allowsTies
                    || taken.computeIfAbsent(keyTexts, any -> new HashSet<>()).add(order.place())) {
                return good(key, keyTexts, order);
            }
        }
        return broken();
    }

    private AnyObject good(List<Object> key, List<String> keyTexts, OrderingValue order) {
        Map<String, String> cells = new LinkedHashMap<>();
        Map<String, String> members = new LinkedHashMap<>();
        boolean isDelete = fill(key, order, cells, members);
        return new AnyObject(object(members, cells), null, keyTexts, order.place(), isDelete, cells);
    }

    /** Returns whether the object removes its row. */
    private boolean fill(
            List<Object> key, OrderingValue order, Map<String, String> cells, Map<String, String> members) {
        boolean isDelete = false;
        for (AnyColumn column : schema.columns()) {
            Object value;
            String json;
            if (schema.keyColumns().contains(column)) {
                value = key.get(schema.keyColumns().indexOf(column));
                json = values.keyJson((Scalar) column.type(), value);
            } else if (column.equals(schema.orderingField())) {
                value = order.value();
                json = values.keyJson((Scalar) column.type(), value);
            } else if (column.equals(schema.joinColumn())) {
                value = values.pick(COUNTRIES);
                json = values.quoted((String) value);
                addAttributes((String) value, cells);
            } else if (schema.deleteField().filter(column::equals).isPresent()) {
                isDelete = random.nextDouble() < SHARE_OF_DELETES;
                value = isDelete ? (Object) true : values.pick(Arrays.asList(false, null));
                json = values.json(column.type(), value);
            } else {
                value = values.valueOrNull(column.type());
                json = values.json(column.type(), value);
            }
            cells.put(schema.nameInTable(column), Cells.text(value));
            if (value != null || random.nextBoolean()) {
                members.put(column.name(), json);
            }
        }
        return isDelete;
    }

    private static void addAttributes(String country, Map<String, String> cells) {
        boolean hasItem = countriesWithItems().contains(country);
        cells.put("code", Cells.text(hasItem ? codeOf(country) : null));
        cells.put("combinedname", Cells.text(hasItem ? combinedNameOf(country) : null));
        cells.put("labels", Cells.text(hasItem ? Arrays.asList(country, null, "") : null));
    }

    /** Adds what does no harm: fields that are no columns, and fields that a later one of their name replaces. */
    private String object(Map<String, String> members, Map<String, String> cells) {
        List<String> texts = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            String replaced = values.pick(List.copyOf(members.keySet()));
            texts.add(
                    values.name(replaced) + ": " + values.pick(List.of("{}", "[[]]", "\"\\ud800\"", "1e400", "null")));
        }
        members.forEach((name, json) -> texts.add(values.name(name) + ":" + json));
        String unknown = null;
        if (random.nextInt(4) == 0) {
            unknown = values.pick(List.of("1.50", "null", "[1e400,{}]", "\"a:b\"", "{\"x\":[]}"));
            texts.add("\"no column\":" + unknown);
        }
        if (schema.keepsUnknownFields()) {
            cells.put("_unknown_fields", Cells.text(unknown == null ? null : "{\"no column\":" + unknown + "}"));
        }
        return "{" + String.join(values.separator(), texts) + "}";
    }

    /** Returns an object with one fault; its brackets, braces and quotes are in their pairs. */
    AnyObject broken() {
        Map<String, String> members = new LinkedHashMap<>();
        fill(values.pick(keys), values.pick(orderingValues), new LinkedHashMap<>(), members);
        switch (random.nextInt(6)) {
            case 0:
                AnyColumn key = values.pick(schema.keyColumns());
                boolean isText = ((Scalar) key.type()).isText();
                leaveOut(key, isText && random.nextBoolean() ? "\"\"" : "null", members);
                return AnyObject.rejected(object(members, new LinkedHashMap<>()), "MISSING_RECORD_KEY");
            case 1:
                leaveOut(schema.orderingField(), "null", members);
                return AnyObject.rejected(object(members, new LinkedHashMap<>()), "MISSING_ORDERING_VALUE");
            case 2:
                if (schema.ordering().isByType()) {
                    return broken();
                }
                members.put(
                        schema.orderingField().name(),
                        switch (((Scalar) schema.orderingField().type()).kind()) {
                            case BIGINT -> Long.toString(Long.MAX_VALUE);
                            case DECIMAL -> "99999999999999999";
                            default -> values.pick(List.of("\"2026-02-30\"", "\"\"", "\"yesterday\"", "true"));
                        });
                return AnyObject.rejected(object(members, new LinkedHashMap<>()), "UNREADABLE_ORDERING_VALUE");
            case 3:
                return AnyObject.rejected(
                        values.pick(List.of("{\"a\" 1}", "{bro ken}", "{\"a\":}", "{\"a\":1,,\"b\":2}")), "NOT_JSON");
            default:
                AnyColumn unfit = values.pick(schema.columns());
                members.put(
                        unfit.name(),
                        values.unfit(unfit.type(), schema.keyColumns().contains(unfit)));
                return AnyObject.rejected(object(members, new LinkedHashMap<>()), "TYPE_MISMATCH");
        }
    }

    private void leaveOut(AnyColumn column, String empty, Map<String, String> members) {
        if (random.nextBoolean()) {
            members.remove(column.name());
        } else {
            members.put(column.name(), empty);
        }
    }
}
