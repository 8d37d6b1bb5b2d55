package io.streamlab.join.hudi;

import static org.apache.spark.sql.functions.callUDF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.streamlab.join.config.JobColumns;
import io.streamlab.join.config.PartitionField;
import io.streamlab.join.config.TargetConfig;
import io.streamlab.join.text.RecordKeyText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Decides which text Hudi gets as the key of a row: from which columns, and written by which of Hudi's key generators.
 *
 * <p>A table needs the same text for a key from its first commit on. With another text, the key would get a second row. So a
 * table keeps the form that it was created with:
 *
 * <table>
 * <caption>The forms</caption>
 * <tr><th>form</th><th>table</th><th>the text that Hudi gets</th></tr>
 * <tr><td>{@code text}</td><td>new</td><td>{@link JobColumns#RECORD_KEY}, which is {@link RecordKeyText}</td></tr>
 * <tr><td>{@code number}</td><td>any, if the key is one whole number</td><td>the number: nothing is taken apart</td></tr>
 * <tr><td>none</td><td>made before there was {@link JobColumns#RECORD_KEY}</td><td>what Hudi makes of the values</td></tr>
 * </table>
 */
final class RecordKey {
    /** The key of the note on the form. Commits without the note are of the form "none", or of numbers. */
    static final String ENCODING_NOTE = CommitMetadata.PREFIX + "key_encoding";

    /** The key of the note on the columns of {@code record_key}, joined by commas. */
    static final String COLUMNS_NOTE = CommitMetadata.PREFIX + "record_key";

    private enum Form {
        TEXT,
        NUMBER,
        OF_HUDI;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Form form;
    private final List<String> recordKey;
    private final List<PartitionField> fields;
    private final Map<String, DataType> types;

    private RecordKey(Form form, TargetConfig target, StructType rows) {
        this.form = form;
        this.recordKey = target.recordKey();
        this.fields = target.partitionFields();
        Map<String, DataType> types = new LinkedHashMap<>();
        for (StructField field : rows.fields()) {
            if (recordKey.contains(field.name())) {
                types.put(field.name(), field.dataType());
            }
        }
        this.types = types;
    }

    /**
     * Returns the key of a new table.
     *
     * @param rows the columns of the rows to write
     */
    static RecordKey of(TargetConfig target, StructType rows) {
        RecordKey key = new RecordKey(Form.TEXT, target, rows);
        boolean isNumber = target.recordKey().size() == 1
                && !key.hasLength()
                && key.types.get(target.recordKey().get(0)) instanceof IntegralType;
        return isNumber ? new RecordKey(Form.NUMBER, target, rows) : key;
    }

    /** Returns the key of a table that was made before there was {@link JobColumns#RECORD_KEY}. */
    static RecordKey ofHudi(TargetConfig target, StructType rows) {
        return new RecordKey(Form.OF_HUDI, target, rows);
    }

    /** Returns whether Hudi makes the text of the values, and takes some texts apart. */
    boolean isOfHudi() {
        return form == Form.OF_HUDI;
    }

    /**
     * Returns the columns that Hudi makes the text of.
     *
     * <p>A single column with several partition fields gets a second column:
     *
     * <ol>
     *   <li>Hudi writes the key of one column as {@code uuid:1} up to 0.14.0 and from 1.1 on, and as {@code 1} in between.
     *   <li>Versions of Glue have Hudis on both sides: each key would get a second row.
     *   <li>All versions write a key of two columns the same.
     * </ol>
     *
     * <p>The second column is the partition's date: Hudi compares rows of one partition only, so the date makes no difference
     * in the key. Without a date it is {@link JobColumns#RECORD_KEY_LENGTH}, which the key decides.
     */
    List<String> columns() {
        List<String> columns = form == Form.TEXT ? Collections.singletonList(JobColumns.RECORD_KEY) : recordKey;
        if (fields.size() < 2 || columns.size() > 1) {
            return columns;
        }
        return Collections.unmodifiableList(
                Arrays.asList(columns.get(0), dateOfPartition().orElse(JobColumns.RECORD_KEY_LENGTH)));
    }

    private boolean hasLength() {
        return form == Form.TEXT && columns().contains(JobColumns.RECORD_KEY_LENGTH);
    }

    private Optional<String> dateOfPartition() {
        return fields.stream()
                .filter(field -> field.unit().isPresent())
                .map(PartitionField::column)
                .findFirst();
    }

    /** Returns Hudi's options that make the key. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("hoodie.datasource.write.recordkey.field", String.join(",", columns()));
        options.put("hoodie.datasource.write.keygenerator.class", "org.apache.hudi.keygen." + keyGenerator());
        return options;
    }

    private String keyGenerator() {
        if (fields.isEmpty()) {
            return "NonpartitionedKeyGenerator";
        }
        return fields.size() == 1 && columns().size() == 1 ? "SimpleKeyGenerator" : "ComplexKeyGenerator";
    }

    /** Returns the notes for each commit on the form of the key. */
    Map<String, String> notes() {
        Map<String, String> notes = new LinkedHashMap<>();
        if (form != Form.OF_HUDI) {
            notes.put(ENCODING_NOTE, form.toString());
            notes.put(COLUMNS_NOTE, String.join(",", recordKey));
        }
        return notes;
    }

    /** Reads the columns of {@code record_key} from a commit's notes; empty if the commit does not have them. */
    static Optional<List<String>> notedColumns(Map<String, String> notes) {
        return Optional.ofNullable(notes.get(COLUMNS_NOTE))
                .map(columns -> Collections.unmodifiableList(Arrays.asList(columns.split(","))));
    }

    /** Returns whether a commit notes this form of keys. */
    boolean hasEncoding(String noted) {
        return form.toString().equals(noted);
    }

    /** Returns the rows' columns and those that {@link #addTo(Dataset)} adds. */
    StructType addTo(StructType rows) {
        StructType complete = form == Form.TEXT ? rows.add(JobColumns.RECORD_KEY, DataTypes.StringType) : rows;
        return hasLength() ? complete.add(JobColumns.RECORD_KEY_LENGTH, DataTypes.IntegerType) : complete;
    }

    /** Returns the rows with the columns that the key needs. Rows that were read from the table keep their texts. */
    Dataset<Row> addTo(Dataset<Row> rows) {
        if (form != Form.TEXT) {
            return rows;
        }
        boolean hasText = Arrays.asList(rows.columns()).contains(JobColumns.RECORD_KEY);
        Dataset<Row> complete = hasText ? rows : rows.withColumn(JobColumns.RECORD_KEY, text());
        return hasLength()
                ? complete.withColumn(JobColumns.RECORD_KEY_LENGTH, length(col(JobColumns.RECORD_KEY)))
                : complete;
    }

    private Column text() {
        boolean[] areTimestamps = new boolean[recordKey.size()];
        Column[] values = new Column[recordKey.size()];
        for (int i = 0; i < values.length; i++) {
            Column value = column("", recordKey.get(i));
            DataType type = types.get(recordKey.get(i));
            areTimestamps[i] = type.equals(DataTypes.TimestampType);
            values[i] = areTimestamps[i] || type.equals(DataTypes.DateType) ? independentOfZone(value, type) : value;
        }
        return udf((UDF1<Row, String>) row -> textOf(row, areTimestamps), DataTypes.StringType)
                .apply(struct(values));
    }

    private static String textOf(Row values, boolean[] areTimestamps) {
        List<Object> key = new ArrayList<>(areTimestamps.length);
        for (int i = 0; i < areTimestamps.length; i++) {
            key.add(
                    areTimestamps[i] && !values.isNullAt(i)
                            ? Instant.EPOCH.plus(values.getLong(i), ChronoUnit.MICROS)
                            : values.get(i));
        }
        return RecordKeyText.of(key);
    }

    /** Returns microseconds of a timestamp, of others the text. As objects, times would depend on the JVM's time zone. */
    static Column independentOfZone(Column value, DataType type) {
        return type.equals(DataTypes.TimestampType) ? callUDF("unix_micros", value) : value.cast(DataTypes.StringType);
    }

    /**
     * Returns columns whose values are the same for two rows if Hudi takes the keys of the rows for one.
     *
     * @param side the name of the rows in a join, with a dot; empty outside of joins
     * @param schema the rows' columns
     */
    List<Column> compared(String side, StructType schema) {
        if (form != Form.OF_HUDI) {
            return Collections.singletonList(column(side, columns().get(0)));
        }
        if (recordKey.size() == 1) {
            DataType type = schema.apply(recordKey.get(0)).dataType();
            boolean hasTwoZeros = type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType);
            Column value = asStored(side, recordKey.get(0), type);
            return Collections.singletonList(hasTwoZeros ? value.cast(DataTypes.StringType) : value);
        }
        // Hudi escapes nothing: a:x and b:y,b:z have the text of a:x,b:y and b:z.
        List<Column> parts = new ArrayList<>();
        for (String name : recordKey) {
            DataType type = schema.apply(name).dataType();
            parts.add(lit((parts.isEmpty() ? "" : ",") + name + ":"));
            Column value = asStored(side, name, type);
            parts.add((type.equals(DataTypes.TimestampType) ? independentOfZone(value, type) : value)
                    .cast(DataTypes.StringType));
        }
        return Collections.singletonList(concat(parts.toArray(new Column[0])));
    }

    /**
     * Returns one text for each key, never null for a row that can be written. The text does not depend on a time zone, and is
     * the same for two rows if Hudi takes the keys of the rows for one.
     *
     * @param schema the rows' columns
     */
    Column text(StructType schema) {
        Column value = compared("", schema).get(0);
        boolean isOneOfHudi = form == Form.OF_HUDI && recordKey.size() == 1;
        DataType type = isOneOfHudi ? schema.apply(recordKey.get(0)).dataType() : DataTypes.StringType;
        return type.equals(DataTypes.TimestampType)
                ? independentOfZone(value, type).cast(DataTypes.StringType)
                : value.cast(DataTypes.StringType);
    }

    private Column asStored(String side, String name, DataType type) {
        Column value = column(side, name);
        boolean isPartition = fields.stream()
                .anyMatch(field -> !field.unit().isPresent() && field.column().equals(name));
        return isPartition ? TablePartitions.asRead(value, type) : value;
    }

    private static Column column(String side, String name) {
        return col(side + "`" + name + "`");
    }
}
