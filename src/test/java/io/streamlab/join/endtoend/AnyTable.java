package io.streamlab.join.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamlab.join.anydata.AnyRecord;
import io.streamlab.join.anydata.AnyRecords;
import io.streamlab.join.anydata.AnySchema;
import io.streamlab.join.anydata.CellQuery;
import io.streamlab.join.anydata.Cells;
import io.streamlab.join.anydata.ExpectedTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import software.amazon.awssdk.core.SdkBytes;

/** A table of any columns that the job writes from any records, in two batches at least, and what it has to hold. */
final class AnyTable implements AutoCloseable {
    private static final int RECORDS = 240;
    private static final int MOST_RECORDS_OF_A_SHARD = 60;
    private static final String JAVA_TIME = "spark.sql.datetime.java8API.enabled";

    private final long seed;
    private final AnySchema schema;
    private final List<AnyRecord> records;
    private final ExpectedTable expected;
    private final Pipeline pipeline = Pipeline.create();

    private AnyTable(long seed) {
        this.seed = seed;
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.schema = AnySchema.withManyKeysAndTimes(random);
        this.records = new AnyRecords(schema, RECORDS, false, random).next(RECORDS);
        expected = new ExpectedTable(schema);
        expected.add(records);
    }

    /** Puts all records. */
    static AnyTable create(long seed) {
        AnyTable table = new AnyTable(seed);
        Map<String, String> columns = new LinkedHashMap<>();
        table.schema.columns().forEach(column -> columns.put(column.name(), column.hiveType()));
        table.pipeline.describeSource(columns, Map.of());
        AnySchema.countriesWithItems().forEach(table.pipeline::putLabelledReference);
        table.pipeline.putPayloads(table.records.stream()
                .map(record -> SdkBytes.fromByteArray(record.payload()))
                .toList());
        return table;
    }

    /** Lets the job write the table in several batches. */
    void write(VersionDriver driver) {
        Map<String, String> arguments = new LinkedHashMap<>(schema.options());
        arguments.put("max_records_per_shard", Integer.toString(MOST_RECORDS_OF_A_SHARD));
        List<JsonNode> reports = driver.drain(pipeline, arguments);
        assertThat(reports).as(this::toString).hasSizeGreaterThan(1);
    }

    /** Checks types, rows and rejected records with the reader's Hudi. */
    void checkBy(SparkSession reader) {
        reader.conf().set(JAVA_TIME, "true");
        try {
            Dataset<Row> table = pipeline.table(reader);
            Map<String, String> types = new TreeMap<>();
            Map<String, Integer> positions = new HashMap<>();
            for (StructField field : table.schema().fields()) {
                positions.put(lowerCase(field.name()), table.schema().fieldIndex(field.name()));
            }
            schema.typesInTable()
                    .keySet()
                    .forEach(column -> types.put(
                            column,
                            lowerCase(table.schema()
                                    .fields()[positions.get(lowerCase(column))]
                                    .dataType()
                                    .catalogString())));
            Map<String, String> expectedTypes = new TreeMap<>(schema.typesInTable());
            expectedTypes.replaceAll((column, type) -> lowerCase(type));
            assertThat(types).as(this::toString).isEqualTo(expectedTypes);
            List<Map<String, String>> rows = new ArrayList<>();
            for (Row row : table.collectAsList()) {
                Map<String, String> cells = new HashMap<>();
                types.keySet()
                        .forEach(column -> cells.put(column, Cells.text(row.get(positions.get(lowerCase(column))))));
                rows.add(cells);
            }
            assertThat(expected.problems(rows)).as(this::toString).isEmpty();
        } finally {
            reader.conf().unset(JAVA_TIME);
        }
        Map<String, Integer> kept = new TreeMap<>();
        for (Row row : pipeline.rejected(reader).collectAsList()) {
            kept.merge(
                    ExpectedTable.rejection(row.getAs("reason"), row.getAs("payload"), row.getAs("object_number")),
                    1,
                    Integer::sum);
        }
        assertThat(kept).as(this::toString).isEqualTo(expected.rejected());
    }

    /** Returns the query for all cells, in an engine's SQL. */
    String query(CellQuery engine) {
        return engine.of(schema, pipeline.tableName());
    }

    /** Checks the answer to {@link #query}. */
    void check(CellQuery engine, List<List<String>> answer) {
        List<Map<String, String>> rows =
                answer.stream().map(row -> engine.cells(schema, row)).toList();
        Set<String> notAsked = new HashSet<>(AnySchema.attributes());
        notAsked.add("_unknown_fields");
        assertThat(expected.problems(rows, notAsked)).as(this::toString).isEmpty();
    }

    /** Returns the query for Trino's names of the columns' types, which are those of the catalog. */
    String queryOfTypes() {
        return schema.queryOfTypes(pipeline.tableName());
    }

    /** Checks the answer to {@link #queryOfTypes}. */
    void checkTypes(List<List<String>> answer) {
        List<String> types = answer.get(0).stream()
                .map(type -> lowerCase(type.replace("\"", "").replaceAll("timestamp\\(\\d\\)", "timestamp")))
                .toList();
        assertThat(types)
                .as(this::toString)
                .isEqualTo(
                        schema.typesInTrino().stream().map(AnyTable::lowerCase).toList());
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        pipeline.close();
    }

    @Override
    public String toString() {
        return "any.data.seed=" + seed + ": " + schema;
    }
}
