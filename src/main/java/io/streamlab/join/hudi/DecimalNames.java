package io.streamlab.join.hudi;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Finds decimals that keep Hudi from updating a table.
 *
 * <ol>
 *   <li>For an update, Hudi reads the file that has the row, and makes an Avro schema of the file's Parquet schema.
 *   <li>There each decimal is a type with a name: that of its column or field, "element" in an array, "value" in a map.
 *   <li>Two decimals of one name and different digits, or a decimal and a struct of one name, end with "Can't redefine".
 *   <li>So does a decimal of the name "list" in the structs of an array: parquet-avro makes a schema of the array's middle level in
 *       Parquet, which has this name, and of all that is in there.
 * </ol>
 */
final class DecimalNames {
    private static final String IN_ARRAY = "element";
    private static final String IN_MAP = "value";

    /** The middle level of an array, with three levels. */
    private static final String MIDDLE_LEVEL = "list";

    /** By the name: where it is, and which type it has there. */
    private final Map<String, Map<String, DataType>> uses = new TreeMap<>();

    private DecimalNames(StructType columns) {
        for (StructField column : columns.fields()) {
            add(column.name(), column.name(), column.dataType(), Optional.empty());
        }
    }

    /**
     * Returns a sentence for each name that stands for several types in the rows to write. A name that does so in the table
     * already is none: not all versions of Hudi fail.
     *
     * @param table the table's columns; none before the first commit
     * @param rows the columns to write
     */
    static List<String> problems(StructType table, StructType rows) {
        DecimalNames names = new DecimalNames(rows);
        Set<String> ofTable = new DecimalNames(table).ambiguous();
        return names.ambiguous().stream()
                .filter(name -> !ofTable.contains(name))
                .map(names::problem)
                .collect(toList());
    }

    private Set<String> ambiguous() {
        return uses.keySet().stream().filter(this::isAmbiguous).collect(toCollection(TreeSet::new));
    }

    private boolean isAmbiguous(String name) {
        Collection<DataType> types = uses.get(name).values();
        return types.stream().anyMatch(DecimalType.class::isInstance)
                && types.stream().map(DecimalNames::kind).distinct().count() > 1;
    }

    private String problem(String name) {
        String places = uses.get(name).entrySet().stream()
                .map(use -> "'" + use.getKey() + "' (" + kind(use.getValue()) + ")")
                .collect(joining(", "));
        return "Hudi could not update the table's rows, since it takes " + places + " for one Avro type of the name '"
                + name
                + "': give them one type in the source table or in --lookup_schema" + wayOut(name)
                + ", or name the column in --drop_columns";
    }

    private static String wayOut(String name) {
        return name.equals(IN_ARRAY) || name.equals(IN_MAP)
                ? ", such as decimals of the same digits, or make the decimals strings"
                : ", such as decimals of the same digits, or other names";
    }

    private static String kind(DataType type) {
        if (type instanceof ArrayType) {
            return "array";
        }
        return type instanceof StructType ? "struct" : type.catalogString();
    }

    /** @param structs the array that has the type in its structs, at any depth; empty if there is none */
    private void add(String path, String name, DataType type, Optional<String> structs) {
        if (type instanceof DecimalType || type instanceof StructType) {
            use(name, path, type);
        }
        if (type instanceof DecimalType && name.equals(MIDDLE_LEVEL)) {
            structs.ifPresent(array -> use(name, array, ArrayType.apply(type)));
        }
        if (type instanceof ArrayType) {
            DataType element = ((ArrayType) type).elementType();
            add(path + "[]", IN_ARRAY, element, element instanceof StructType ? Optional.of(path) : structs);
        } else if (type instanceof MapType) {
            add(path + "{}", IN_MAP, ((MapType) type).valueType(), structs);
        } else if (type instanceof StructType) {
            for (StructField field : ((StructType) type).fields()) {
                add(path + "." + field.name(), field.name(), field.dataType(), structs);
            }
        }
    }

    private void use(String name, String path, DataType type) {
        uses.computeIfAbsent(name, any -> new LinkedHashMap<>()).put(path, type);
    }
}
