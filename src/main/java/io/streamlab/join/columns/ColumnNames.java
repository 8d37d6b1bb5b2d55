package io.streamlab.join.columns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the names and structs that cannot be in a Hudi table: Hudi keeps its schema in Avro, its rows in Parquet, and its columns
 * in the Glue Data Catalog. Otherwise the first batch would fail, and each replay.
 */
final class ColumnNames {
    /** The catalog's limit. */
    private static final int LONGEST = 255;

    /** The catalog's limit for the text of a column's type. */
    private static final int LONGEST_TYPE = 131_072;

    /** The columns that Hudi adds to each row. */
    private static final Set<String> OF_HUDI = Collections.unmodifiableSet(new HashSet<>(Arrays.asList(
            "_hoodie_commit_time",
            "_hoodie_commit_seqno",
            "_hoodie_record_key",
            "_hoodie_partition_path",
            "_hoodie_file_name",
            "_hoodie_operation")));

    /**
     * Types of Avro. For an update, Hudi makes an Avro schema of a file's Parquet schema, where decimals and structs are types of
     * the names of their fields. Avro refuses these names.
     */
    private static final Set<String> OF_AVRO = Collections.unmodifiableSet(
            new HashSet<>(Arrays.asList("null", "boolean", "int", "long", "float", "double", "bytes", "string")));

    private static final String RULE =
            "must have letters, digits and underscores only, and begin with none of the digits";

    private static final String AS_A_TYPE =
            " has the name of a type of Avro, so that Hudi could not update the table's rows";

    private final List<String> problems = new ArrayList<>();

    private ColumnNames() {}

    /** Returns a sentence for each column of the stream that the table cannot have, with the ways out. */
    static List<String> problemsOfStream(List<StructField> columns) {
        ColumnNames names = new ColumnNames();
        for (StructField column : columns) {
            String name = column.name();
            names.check(
                    "the source table's column '" + name + "'",
                    column,
                    "rename it with --rename_columns " + name + "=" + validFrom(name) + ", name it "
                            + validFrom(name) + " in the catalog and map it by the SerDe parameter mapping."
                            + validFrom(name) + ", or name it in --drop_columns");
        }
        return names.problems;
    }

    /** Returns a sentence for each attribute that the table cannot have, with the ways out. */
    static List<String> problemsOfAttributes(List<StructField> attributes) {
        ColumnNames names = new ColumnNames();
        for (StructField attribute : attributes) {
            names.check(
                    "--lookup_schema's attribute '" + attribute.name() + "'",
                    attribute,
                    "name it in --drop_columns, leave it out of --lookup_schema, or give the attribute another name in the "
                            + "reference table");
        }
        return names.problems;
    }

    private void check(String subject, StructField column, String waysOut) {
        String name = column.name();
        if (OF_HUDI.contains(name.toLowerCase(Locale.ROOT))) {
            problems.add(subject + " has the name of a column that Hudi adds: " + waysOut);
        } else if (!isValid(name)) {
            problems.add(subject + " cannot be a column of the Hudi table, whose names " + RULE + ": " + waysOut);
        } else if (isNamedAsAType(column)) {
            problems.add(subject + " of type " + column.dataType().sql() + AS_A_TYPE + ": " + waysOut);
        }
        if (column.dataType().catalogString().length() > LONGEST_TYPE) {
            problems.add(subject + " has a type of more than " + LONGEST_TYPE
                    + " characters, which the catalog does not take: leave fields out, make a struct in it a string, or name "
                    + "the column in --drop_columns");
        }
        checkType(subject, column.dataType());
    }

    private void checkType(String subject, DataType type) {
        if (type instanceof ArrayType) {
            checkType(subject, ((ArrayType) type).elementType());
        } else if (type instanceof MapType) {
            checkType(subject, ((MapType) type).valueType());
        } else if (type instanceof StructType) {
            if (((StructType) type).isEmpty()) {
                problems.add(subject
                        + " has a struct without fields, which Parquet does not have: give it a field, make it a "
                        + "string, or name the column in --drop_columns");
            }
            for (StructField field : ((StructType) type).fields()) {
                if (!isValid(field.name())) {
                    problems.add(subject + " has a struct with the field '" + field.name()
                            + "', whose names " + RULE + ": name it " + validFrom(field.name())
                            + (subject.startsWith("the source")
                                    ? " in the catalog and map it by the SerDe parameter mapping."
                                            + validFrom(field.name())
                                    : " in the reference table")
                            + ", or name the column in --drop_columns");
                } else if (isNamedAsAType(field)) {
                    problems.add(subject + " has a struct with the field '" + field.name() + "' of type "
                            + field.dataType().sql() + ", which" + AS_A_TYPE + ": give it another name, such as "
                            + validFrom(field.name()) + ", or name the column in --drop_columns");
                }
                checkType(subject, field.dataType());
            }
        }
    }

    private static boolean isNamedAsAType(StructField column) {
        return OF_AVRO.contains(column.name())
                && (column.dataType() instanceof DecimalType || column.dataType() instanceof StructType);
    }

    /** Avro's rule, as its Java library has it, which takes letters of every script. */
    private static boolean isValid(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST
                && !Character.isDigit(name.charAt(0))
                && name.chars().allMatch(character -> Character.isLetterOrDigit(character) || character == '_');
    }

    private static String validFrom(String name) {
        StringBuilder valid = new StringBuilder();
        name.chars().forEach(character -> valid.append(Character.isLetterOrDigit(character) ? (char) character : '_'));
        if (valid.length() == 0 || Character.isDigit(valid.charAt(0))) {
            valid.insert(0, '_');
        }
        if (OF_AVRO.contains(name)) {
            valid.append('_');
        }
        return OF_HUDI.contains(name.toLowerCase(Locale.ROOT)) ? "source" + valid : valid.toString();
    }
}
