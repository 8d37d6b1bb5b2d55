package io.streamlab.join.anydata;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.streamlab.join.anydata.AnyType.ArrayOf;
import io.streamlab.join.anydata.AnyType.Kind;
import io.streamlab.join.anydata.AnyType.MapOf;
import io.streamlab.join.anydata.AnyType.Scalar;
import io.streamlab.join.anydata.AnyType.StructOf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** A source table and the job's options for it: the columns of its records, and what they are for. */
public final class AnySchema {
    /** The attribute of the reference table that the join column is compared with. */
    private static final String JOIN_ATTRIBUTE = "countryname";

    /** Of the reference table; no column of the stream has such a name. */
    private static final Set<String> ATTRIBUTES = Set.of("code", JOIN_ATTRIBUTE, "combinedname", "labels");

    private static final Set<String> TYPES_OF_AVRO =
            Set.of("null", "boolean", "int", "long", "float", "double", "bytes", "string");

    private static final List<String> NAMES_OF_COLUMNS = List.of(
            "Gr\u00f6\u00dfe",
            "na\u00efve",
            "\u043a\u043b\u044e\u0447",
            "\u540d\u524d",
            "stra\u00dfe",
            "\u00c4nderung_1",
            "\u03c3\u03c2");

    /** Of columns and of the fields of structs, which have letters of ASCII only, as Spark reads the catalog's types. */
    private static final List<String> NAMES = List.of(
            "amount",
            "qty",
            "_id",
            "__x",
            "_",
            "_1",
            "camelCase",
            "UPPER",
            "Mixed_Case9",
            "select",
            "table",
            "order",
            "group",
            "from",
            "where",
            "timestamp",
            "date",
            "null",
            "string",
            "double",
            "true",
            "interval",
            "key",
            "value",
            "element",
            "array",
            "list",
            "map",
            "bag",
            "key_value",
            "row",
            "rows",
            "reason",
            "message",
            "payload",
            "parsed",
            "objects",
            "object_number",
            "data",
            "stream",
            "reference",
            "shardId",
            "sequenceNumber",
            "partitionKey",
            "subSequenceNumber",
            "event_order",
            "join_key",
            "record_key",
            "unknown_fields",
            "is_deleted",
            "hoodie_commit_time",
            "partition",
            "n".repeat(120));

    /** How the ordering field becomes a place in the order of events. */
    enum Ordering {
        BY_TYPE("none"),
        ISO("iso"),
        SECONDS("epoch_seconds"),
        MILLIS("epoch_millis"),
        DAY("M/d/yy"),
        TIME("yyyy-MM-dd HH:mm:ss");

        private final String format;

        Ordering(String format) {
            this.format = format;
        }

        boolean isByType() {
            return this == BY_TYPE;
        }
    }

    private final List<AnyColumn> columns = new ArrayList<>();
    private final List<AnyColumn> recordKey = new ArrayList<>();
    private final AnyColumn joinColumn;
    private final Ordering ordering;
    private final AnyColumn orderingField;
    private final Optional<AnyColumn> deleteField;
    private final boolean takesNonFinite;
    private final boolean keepsUnknownFields;
    private final Map<String, String> options = new LinkedHashMap<>();

    private AnySchema(Random random) {
        Names names = new Names(NAMES_OF_COLUMNS, random, ATTRIBUTES);
        List<Scalar> keyTypes = AnyType.scalars().stream()
                .filter(type -> type.kind() != Kind.BINARY)
                .collect(toList());
        for (int i = random.nextInt(3); i >= 0; i--) {
            recordKey.add(new AnyColumn(names.next(), pick(keyTypes, random)));
        }
        joinColumn = new AnyColumn(names.next(), AnyType.of(Kind.STRING));
        ordering = pick(List.of(Ordering.values()), random);
        orderingField = new AnyColumn(names.next(), orderingType(keyTypes, random));
        deleteField = random.nextBoolean()
                ? Optional.of(new AnyColumn(names.next(), AnyType.of(Kind.BOOLEAN)))
                : Optional.empty();
        takesNonFinite = random.nextInt(4) == 0;
        keepsUnknownFields = random.nextInt(3) == 0;
        columns.addAll(recordKey);
        columns.add(joinColumn);
        columns.add(orderingField);
        deleteField.ifPresent(columns::add);
        for (Scalar type : AnyType.scalars()) {
            if (random.nextInt(3) > 0) {
                columns.add(new AnyColumn(names.next(), type));
            }
        }
        columns.add(new AnyColumn(names.next(), AnyType.anyDecimal(random)));
        for (int i = 3 + random.nextInt(4); i > 0; i--) {
            columns.add(new AnyColumn(names.next(), nested(1 + random.nextInt(3), random)));
        }
        Collections.shuffle(columns, random);
        decideOptions(random);
    }

    /** Returns a schema that the job takes. */
    public static AnySchema of(Random random) {
        AnySchema schema;
        do {
            schema = new AnySchema(random);
        } while (schema.isRefused());
        return schema;
    }

    /** Returns whether Hudi could write the table once, and never update its rows: see docs/DATA_FORMS.md. */
    private boolean isRefused() {
        Map<String, Set<String>> types = new HashMap<>();
        columns.forEach(column -> collectNamedTypes(column.name(), column.type(), false, types));
        return types.keySet().stream().anyMatch(TYPES_OF_AVRO::contains)
                || types.values().stream().anyMatch(several -> several.size() > 1);
    }

    /**
     * Of an element of an array and a value of a map, the name in Parquet. Around the structs of an array there is a level of the
     * name "list".
     */
    private static void collectNamedTypes(
            String name, AnyType type, boolean isInStructsOfArray, Map<String, Set<String>> types) {
        if (type instanceof ArrayOf array) {
            collectNamedTypes(
                    "element", array.element(), isInStructsOfArray || array.element() instanceof StructOf, types);
        } else if (type instanceof MapOf map) {
            collectNamedTypes("value", map.value(), isInStructsOfArray, types);
        } else if (type instanceof StructOf struct) {
            types.computeIfAbsent(name, any -> new HashSet<>()).add("struct");
            struct.fields().forEach(field -> collectNamedTypes(field.name(), field.type(), isInStructsOfArray, types));
        } else if (((Scalar) type).kind() == Kind.DECIMAL) {
            types.computeIfAbsent(name, any -> new HashSet<>()).add(type.hive());
            if (name.equals("list") && isInStructsOfArray) {
                types.get(name).add("array");
            }
        }
    }

    /** Returns a schema that has more keys and more ordering values than a test can have records. */
    public static AnySchema withManyKeysAndTimes(Random random) {
        AnySchema schema;
        do {
            schema = of(random);
        } while (!hasManyValues(schema.orderingField)
                || schema.recordKey.stream().noneMatch(AnySchema::hasManyValues));
        return schema;
    }

    /** Texts have many as an ordering field; as a key they have some hundred. */
    private static boolean hasManyValues(AnyColumn column) {
        Scalar type = (Scalar) column.type();
        return switch (type.kind()) {
            case BOOLEAN, TINYINT, FLOAT, DOUBLE -> false;
            case DECIMAL -> type.precision() > 3;
            default -> true;
        };
    }

    private void decideOptions(Random random) {
        options.put(
                "record_key",
                recordKey.stream()
                        .map(AnyColumn::name)
                        .reduce((a, b) -> a + "," + b)
                        .orElseThrow());
        options.put("join_columns", joinColumn.name() + "=" + JOIN_ATTRIBUTE);
        options.put("lookup_schema", "code string, countryname string, combinedname string, labels array<string>");
        options.put("drop_columns", JOIN_ATTRIBUTE);
        options.put("ordering_field", orderingField.name());
        options.put("ordering_format", ordering.format);
        // Any time: also one far ahead of the arrival.
        options.put("max_future_seconds", "none");
        deleteField.ifPresent(field -> options.put("delete_field", field.name()));
        options.put("non_finite_numbers", takesNonFinite ? "keep" : "reject");
        options.put("keep_unknown_fields", Boolean.toString(keepsUnknownFields));
        options.put("write_profile", random.nextInt(3) == 0 ? "inserts" : "updates");
    }

    private AnyType orderingType(List<Scalar> byType, Random random) {
        return switch (ordering) {
            case BY_TYPE -> pick(byType, random);
            case SECONDS, MILLIS ->
                pick(List.of(AnyType.of(Kind.BIGINT), AnyType.of(Kind.STRING), AnyType.decimal(20, 3)), random);
            default -> AnyType.of(Kind.STRING);
        };
    }

    private static AnyType nested(int depth, Random random) {
        if (depth == 0) {
            return pick(AnyType.scalars(), random);
        }
        switch (random.nextInt(3)) {
            case 0:
                return new ArrayOf(nested(depth - 1, random));
            case 1:
                return new MapOf(nested(depth - 1, random));
            default:
                Names names = new Names(List.of(), random, Set.of());
                List<AnyColumn> fields = new ArrayList<>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    fields.add(new AnyColumn(names.next(), nested(i == 0 ? depth - 1 : 0, random)));
                }
                return new StructOf(fields);
        }
    }

    /** Returns the countries that the reference table has to have, each with a code, a combined name and labels. */
    public static List<String> countriesWithItems() {
        return ObjectMaker.countriesWithItems();
    }

    /** Returns the columns of the source table. */
    public List<AnyColumn> columns() {
        return columns;
    }

    /** Returns the job's options, less its paths. */
    public Map<String, String> options() {
        return options;
    }

    /** Returns the columns that the table has of the stream and of the reference table, by their names in the table. */
    public Map<String, String> typesInTable() {
        Map<String, String> types = new LinkedHashMap<>();
        columns.forEach(column -> types.put(nameInTable(column), column.typeInTable()));
        types.put("code", "string");
        types.put("combinedname", "string");
        types.put("labels", "array<string>");
        if (keepsUnknownFields) {
            types.put("_unknown_fields", "string");
        }
        return types;
    }

    /** Returns the names in the table of the columns of the record key. */
    public List<String> recordKey() {
        return recordKey.stream().map(AnyColumn::name).collect(toList());
    }

    List<AnyColumn> keyColumns() {
        return recordKey;
    }

    AnyColumn joinColumn() {
        return joinColumn;
    }

    AnyColumn orderingField() {
        return orderingField;
    }

    Ordering ordering() {
        return ordering;
    }

    Optional<AnyColumn> deleteField() {
        return deleteField;
    }

    boolean takesNonFinite() {
        return takesNonFinite;
    }

    boolean keepsUnknownFields() {
        return keepsUnknownFields;
    }

    /** Returns the query in Trino's SQL for the names of all columns' types. */
    public String queryOfTypes(String table) {
        return columns.stream()
                .map(column -> "typeof(\"" + nameInTable(column) + "\")")
                .collect(joining(", ", "select ", " from " + table + " limit 1"));
    }

    /** Returns Trino's names of all columns' types, without quotes and without the precision of timestamps. */
    public List<String> typesInTrino() {
        return columns.stream().map(column -> column.type().inTrino()).collect(toList());
    }

    /** Returns the columns that the table has of the reference table. */
    public static List<String> attributes() {
        return List.of("code", "combinedname", "labels");
    }

    String nameInTable(AnyColumn column) {
        return nameInTable(column.name());
    }

    /** Returns the name in the table of a column of the stream. */
    public String nameInTable(String column) {
        return deleteField.filter(field -> field.name().equals(column)).isPresent() ? "_hoodie_is_deleted" : column;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        columns.forEach(column ->
                text.append(column.name()).append(' ').append(column.hiveType()).append(", "));
        return text.append("with ").append(options).toString();
    }

    private static <T> T pick(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Names in any order, none of them twice, as case does not count. */
    private static final class Names {
        private final List<String> left;
        private final Set<String> taken = new HashSet<>();

        Names(List<String> further, Random random, Set<String> excluded) {
            taken.addAll(excluded);
            left = new ArrayList<>(
                    Stream.concat(NAMES.stream(), further.stream()).toList());
            Collections.shuffle(left, random);
            // Each schema has some of the rarer ones.
            further.stream().limit(3).forEach(name -> left.add(random.nextInt(10), name));
        }

        String next() {
            String name = left.remove(0);
            return taken.add(name.toLowerCase(Locale.ROOT)) ? name : next();
        }
    }
}
