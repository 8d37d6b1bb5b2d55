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
 * The columns of a table against those of the rows that are to be written into it.
 *
 * <p>New columns are welcome: former rows have null there. Every other change is refused. Hudi would take some of them, but
 * files that are written already keep the former type, which readers then stumble over; and a column that is no longer
 * written would become null in every row that is updated.
 */
final class ColumnEvolution {
    /** Columns that Hudi itself adds to every row begin so, and one that the rows bring. */
    private static final String HUDI_PREFIX = "_hoodie_";

    private final Map<String, DataType> table;
    private final Map<String, DataType> rows;

    /**
     * @param table as Spark reads the table, Hudi's own columns included
     * @param rows as they are to be written
     */
    ColumnEvolution(StructType table, StructType rows) {
        this.table = columns(table);
        this.rows = columns(rows);
    }

    /** What cannot be, each a sentence with the column and both types; none if the rows may be written. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        table.forEach((name, type) -> {
            DataType written = rows.get(name);
            if (written == null && name.equals(JobColumns.JOIN_KEY)) {
                problems.add("the table has the column '" + JobColumns.JOIN_KEY
                        + "', so it was written with --reenrich true: "
                        + "go on with it, and with --reenrich_max_rows_per_batch 0 if no old row shall follow the reference "
                        + "data any more");
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
        if (!table.isEmpty() && rows.containsKey(JobColumns.JOIN_KEY) && !table.containsKey(JobColumns.JOIN_KEY)) {
            problems.add(
                    "--reenrich is true, but the rows of the table do not tell what they were joined by: it has no column '"
                            + JobColumns.JOIN_KEY
                            + "'. Write a new table with --reenrich true, from the stream as far as that goes "
                            + "back; docs/REENRICHMENT.md has the steps, and how to add the column where the table still has the "
                            + "columns of --join_columns");
        }
        return problems;
    }

    /**
     * The rows' columns in the order in which they are written: the table's, then the new ones. The metastore compares
     * columns by their place, and would take a new one in the middle for a change of all types after it.
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

    /** As Hudi stores it: it has no whole numbers shorter than int, and here null may stand anywhere. */
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
