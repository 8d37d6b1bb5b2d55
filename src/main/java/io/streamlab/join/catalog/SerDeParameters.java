package io.streamlab.join.catalog;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import software.amazon.awssdk.services.glue.model.SerDeInfo;

/**
 * Reads the parameters of a table's SerDe, by which Hive and Athena read its JSON, as {@link JsonFields}. Each parameter is
 * honoured or refused; docs/DATA_FORMS.md lists them.
 */
final class SerDeParameters {
    private static final String OPENX = "org.openx.data.jsonserde.JsonSerDe";
    private static final String MAPPING = "mapping.";
    private static final String CASE_INSENSITIVE = "case.insensitive";
    private static final String DOTS_IN_KEYS = "dots.in.keys";
    private static final String IGNORE_MALFORMED = "ignore.malformed.json";

    /** Hive writes the first for every table, and Glue's crawlers the second, the fields that they have seen. */
    private static final Set<String> WITHOUT_MEANING =
            Collections.unmodifiableSet(new HashSet<>(Arrays.asList("serialization.format", "paths")));

    private final String library;
    private final Map<String, String> parameters;
    private final Map<String, String> mapping = new HashMap<>();
    private boolean caseCounts;
    private boolean dotsAreUnderscores;

    private SerDeParameters(String library, Map<String, String> parameters) {
        this.library = library;
        this.parameters = parameters;
    }

    /**
     * Returns which fields the columns are read from.
     *
     * @param serde null for a table without
     * @throws IllegalArgumentException with a sentence on the parameter that the job cannot honour
     */
    static JsonFields fields(SerDeInfo serde, StructType columns) {
        String library = serde == null || serde.serializationLibrary() == null
                ? ""
                : serde.serializationLibrary().trim();
        Map<String, String> parameters =
                serde == null || !serde.hasParameters() ? Collections.emptyMap() : new TreeMap<>(serde.parameters());
        return new SerDeParameters(library, parameters).fields(columns);
    }

    private JsonFields fields(StructType columns) {
        Set<String> names = new HashSet<>();
        addNames(columns, names);
        parameters.forEach((name, value) -> read(name, value == null ? "" : value.trim(), names));
        JsonFields fields = JsonFields.of(caseCounts, dotsAreUnderscores, mapping);
        requireOneColumnForEachField(columns, fields);
        return fields;
    }

    private void read(String name, String value, Set<String> names) {
        if (WITHOUT_MEANING.contains(name)) {
            return;
        }
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (lowerCase.equals(IGNORE_MALFORMED)) {
            // Either way a malformed record neither fails the job nor becomes a row of nulls: it is rejected.
            trueOrFalse(name, value);
        } else if (lowerCase.equals(CASE_INSENSITIVE) && isOpenx()) {
            caseCounts = !trueOrFalse(name, value);
        } else if (lowerCase.equals(DOTS_IN_KEYS) && isOpenx()) {
            dotsAreUnderscores = trueOrFalse(name, value);
        } else if (lowerCase.startsWith(MAPPING) && isOpenx()) {
            map(name, lowerCase.substring(MAPPING.length()), value, names);
        } else if (lowerCase.startsWith(MAPPING)
                || lowerCase.equals(CASE_INSENSITIVE)
                || lowerCase.equals(DOTS_IN_KEYS)) {
            throw new IllegalArgumentException("its SerDe parameter " + name + " is one of " + OPENX
                    + ", but its SerDe is " + library + ": take that SerDe, or remove the parameter");
        } else {
            throw new IllegalArgumentException("its SerDe parameter " + name + " is '" + value
                    + "', and the job would not follow it: remove the parameter");
        }
    }

    private void map(String parameter, String column, String field, Set<String> names) {
        if (!names.contains(column)) {
            throw new IllegalArgumentException("its SerDe parameter " + parameter + " maps '" + column
                    + "', which is neither a column nor a field of a struct");
        }
        if (field.isEmpty()) {
            throw new IllegalArgumentException(
                    "its SerDe parameter " + parameter + " is empty: name a field of the JSON");
        }
        mapping.put(column, field);
    }

    private boolean isOpenx() {
        return library.isEmpty() || library.equals(OPENX);
    }

    private static boolean trueOrFalse(String name, String value) {
        String lowerCase = value.toLowerCase(Locale.ROOT);
        if (!lowerCase.equals("true") && !lowerCase.equals("false")) {
            throw new IllegalArgumentException(
                    "its SerDe parameter " + name + " is '" + value + "' but must be true or false");
        }
        return lowerCase.equals("true");
    }

    private static void addNames(DataType type, Set<String> names) {
        if (type instanceof StructType) {
            for (StructField field : ((StructType) type).fields()) {
                names.add(field.name().toLowerCase(Locale.ROOT));
                addNames(field.dataType(), names);
            }
        } else if (type instanceof ArrayType) {
            addNames(((ArrayType) type).elementType(), names);
        } else if (type instanceof MapType) {
            addNames(((MapType) type).valueType(), names);
        }
    }

    private static void requireOneColumnForEachField(DataType type, JsonFields fields) {
        if (type instanceof StructType) {
            Map<String, String> byKey = new HashMap<>();
            for (StructField field : ((StructType) type).fields()) {
                String other = byKey.put(fields.keyOfStructField(field.name()), field.name());
                if (other != null) {
                    throw new IllegalArgumentException("by its SerDe's parameters, '" + other + "' and '" + field.name()
                            + "' are both read from the field '" + fields.keyOfStructField(field.name())
                            + "': map each to a field of its own");
                }
                requireOneColumnForEachField(field.dataType(), fields);
            }
        } else if (type instanceof ArrayType) {
            requireOneColumnForEachField(((ArrayType) type).elementType(), fields);
        } else if (type instanceof MapType) {
            requireOneColumnForEachField(((MapType) type).valueType(), fields);
        }
    }
}
