package io.streamlab.join.hudi;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.config.JobColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Compares the columns of a table with those of the rows to write.
 *
 * <p>The table takes new columns: former rows have null there. Every other change is refused, though Hudi would take some:
 *
 * <ul>
 *   <li>Files keep a column's former type, and readers fail on files of two types.
 *   <li>A column that the rows lack becomes null in every row that is updated.
 * </ul>
 */
final class ColumnEvolution {
    /** The beginning of the columns that Hudi adds to every row, and of {@link JobColumns#IS_DELETED}, which the rows bring. */
    private static final String HUDI_PREFIX = "_hoodie_";

    private final Map<String, DataType> table;
    private final Map<String, DataType> rows;

    /**
     * @param table the table's columns as Spark reads them, Hudi's own included
     * @param rows the columns to write
     */
    ColumnEvolution(StructType table, StructType rows) {
        this.table = columns(table);
        this.rows = columns(rows);
    }

    /** Returns a sentence for each change that is refused, with the column and both types. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        table.forEach((name, type) -> {
            DataType written = rows.get(name);
            if (written == null && JobColumns.isJoinKey(name) && rows.containsKey(JobColumns.JOIN_KEY)) {
                problems.add("the table has the column '" + name
                        + "', so its rows follow more reference tables than --lookup_tables has: give all of them, or "
                        + "write a new table");
            } else if (written == null && JobColumns.isJoinKey(name)) {
                problems.add("the table has the column '" + name
                        + "', so it was written with --reenrich true: "
                        + "go on with it, and with --reenrich_max_rows_per_batch 0 if no row shall be re-enriched any "
                        + "more");
            } else if (written == null) {
                problems.add("the table has the column '" + name + "' of type " + type.sql()
                        + ", and the rows to write have "
                        + "none of that name: they would make it null wherever they update. Keep it in the source table, in "
                        + "--lookup_schema and out of --drop_columns (records may lack it), or write a new table");
            } else if (!written.equals(type)) {
                problems.add("the column '" + name + "' is of type " + type.sql() + " in the table and of type "
                        + written.sql() + " in the rows to write: give the new type a new name, or write a new table");
            }
        });
        if (!table.isEmpty() && rows.containsKey(JobColumns.JOIN_KEY)) {
            addMissingJoinKeys(problems);
        }
        return problems;
    }

    private void addMissingJoinKeys(List<String> problems) {
        if (!table.containsKey(JobColumns.JOIN_KEY)) {
            problems.add(
                    "--reenrich is true, but the rows of the table do not tell what they were joined by: it has no column '"
                            + JobColumns.JOIN_KEY
                            + "'. Write a new table with --reenrich true, from the stream as far as that goes "
                            + "back; docs/REENRICHMENT.md has the steps, and how to add the column where the table still has the "
                            + "columns of --join_columns");
            return;
        }
        rows.keySet().stream()
                .filter(name -> JobColumns.isJoinKey(name) && !table.containsKey(name))
                .forEach(name ->
                        problems.add("--reenrich is true and --lookup_tables has a further reference table, but the "
                                + "rows of the table do not tell what they were joined by with it: there is no column '"
                                + name
                                + "'. Write a new table from the stream, as far as that goes back"));
    }

    /**
     * Returns the columns in the order in which they are written: the table's, then the new ones. The metastore compares
     * columns by their place. It would take a new column in the middle for a change of all types behind it.
     */
    List<String> order() {
        return Stream.concat(table.keySet().stream(), rows.keySet().stream().filter(name -> !table.containsKey(name)))
                .collect(toList());
    }

    private static Map<String, DataType> columns(StructType schema) {
        Map<String, DataType> columns = new LinkedHashMap<>();
        Arrays.stream(schema.fields())
                .filter(field ->
                        !field.name().startsWith(HUDI_PREFIX) || field.name().equals(JobColumns.IS_DELETED))
                .forEach(field -> columns.put(field.name(), stored(field.dataType())));
        return columns;
    }

    /** Returns the type as Hudi stores it: with int for the shorter whole numbers, and null allowed anywhere. */
    private static DataType stored(DataType type) {
        if (type instanceof ByteType || type instanceof ShortType) {
            return DataTypes.IntegerType;
        }
        if (type instanceof ArrayType) {
            return DataTypes.createArrayType(stored(((ArrayType) type).elementType()), true);
        }
        if (type instanceof MapType) {
            MapType map = (MapType) type;
            return DataTypes.createMapType(stored(map.keyType()), stored(map.valueType()), true);
        }
        if (type instanceof StructType) {
            StructType stored = new StructType();
            for (StructField field : ((StructType) type).fields()) {
                stored = stored.add(field.name(), stored(field.dataType()), true);
            }
            return stored;
        }
        return type;
    }
}
