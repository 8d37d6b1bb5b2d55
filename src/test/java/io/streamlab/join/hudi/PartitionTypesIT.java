package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.anydata.Cells;
import io.streamlab.join.config.ExampleConfig;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partitions by columns of each type that the job takes: a row is found in its partition, leaves it, and has the values that were sent. */
class PartitionTypesIT {
    private static final int KEYS = 3;

    /** By type, the partition values of the keys; with each batch a key gets the next one. */
    private static final Map<String, List<?>> VALUES = new LinkedHashMap<>();

    static {
        VALUES.put("boolean", Arrays.asList(true, false, null));
        VALUES.put("tinyint", Arrays.asList(Byte.MIN_VALUE, (byte) 1, null));
        VALUES.put("smallint", Arrays.asList(Short.MIN_VALUE, (short) 0, null));
        VALUES.put("int", Arrays.asList(Integer.MIN_VALUE, Integer.MAX_VALUE, null));
        VALUES.put("bigint", Arrays.asList(Long.MIN_VALUE, Long.MAX_VALUE, null));
        VALUES.put("date", Arrays.asList(LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31), null));
        VALUES.put("string", Arrays.asList("2026-01-31", "1.50", "01"));
    }

    @TempDir
    private Path folder;

    private SparkSession spark;

    @BeforeEach
    void openSession() {
        spark = LocalSpark.session().newSession();
        SessionSettings.applyTo(spark);
    }

    /** All types in one table, since each table takes seconds. */
    @Test
    void rowsMoveBetweenPartitionsOfEachType() {
        StructType columns = StructType.fromDDL("_event_order string, uuid string, country string, value string");
        for (String type : VALUES.keySet()) {
            columns = columns.add(nameOf(type), type);
        }
        String fields = String.join(
                ",", VALUES.keySet().stream().map(PartitionTypesIT::nameOf).toList());

        for (int batch = 0; batch < 2; batch++) {
            List<Row> rows = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int key = 0; key < KEYS; key++) {
                List<Object> row = new ArrayList<>(List.of("order " + batch, "key " + key, "India", "value " + batch));
                for (List<?> values : VALUES.values()) {
                    row.add(values.get((key + batch) % values.size()));
                }
                rows.add(RowFactory.create(row.toArray()));
                expected.add(Cells.text(row));
            }

            try (HudiTable table = open(columns, fields)) {
                table.upsert(
                        spark.createDataFrame(rows, columns),
                        Optional.empty(),
                        BatchProvenance.ofBatch("query", batch),
                        false);
            }

            assertThat(rowsOfTable(columns)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private HudiTable open(StructType columns, String partitionFields) {
        return HudiTable.open(
                spark,
                TablePlan.of(
                        ExampleConfig.with(
                                        "target_path",
                                        folder.resolve("table").toUri().toString(),
                                        "record_key",
                                        "uuid,country",
                                        "drop_columns",
                                        "countryname",
                                        "partition_fields",
                                        partitionFields,
                                        "hudi_options",
                                        "hoodie.datasource.hive_sync.enable=false")
                                .target(),
                        columns,
                        Map.of()));
    }

    private List<String> rowsOfTable(StructType columns) {
        SparkSession reader = spark.newSession();
        SessionSettings.applyTo(reader);
        return reader
                .read()
                .format("hudi")
                .load(folder.resolve("table").toString())
                .selectExpr(columns.fieldNames())
                .collectAsList()
                .stream()
                .map(row -> Cells.text(scala.collection.JavaConverters.seqAsJavaList(row.toSeq())))
                .toList();
    }

    private static String nameOf(String type) {
        return "of_" + type.replaceAll("\\W", "_");
    }
}
