package io.streamlab.join.hudi;

import static java.util.stream.Collectors.toCollection;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.TargetConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

/** The forms of lists and timestamps in a Hudi table, those of earlier versions of the job too. AnyDataIT has values of all types. */
class TableTypesIT {
    private static final StructType KEY = StructType.fromDDL("_event_order string, uuid string");
    private static final String TWO_LEVELS = "parquet.avro.write-old-list-structure";

    @TempDir
    private Path folder;

    private SparkSession spark;
    private long batches;

    @BeforeEach
    void openSession() {
        spark = LocalSpark.session().newSession();
        SessionSettings.applyTo(spark);
    }

    @AfterEach
    void leaveNothingForOtherTests() {
        spark.sparkContext().hadoopConfiguration().unset(TWO_LEVELS);
    }

    @Test
    void arraysHoldNullAndNothing() throws IOException {
        StructType columns =
                StructType.fromDDL("tags array<string>, items array<struct<x:int>>, nested array<array<int>>");
        Row nothing = RowFactory.create("1", "a", seq(), seq(), seq(seq()));
        Row nulls = RowFactory.create(
                "1", "b", seq("x", null, "y"), seq(null, RowFactory.create((Object) null)), seq(null, seq(1, null)));

        try (HudiTable table = open(columns)) {
            upsert(table, List.of(nothing, nulls), columns);
            upsert(table, List.of(RowFactory.create("2", "c", null, null, null)), columns);
        }

        assertThat(texts(read(), columns))
                .isEqualTo(texts(
                        rows(List.of(nothing, nulls, RowFactory.create("2", "c", null, null, null)), columns),
                        columns));
        assertThat(namesInLists()).containsExactly("list");
    }

    /** With Hudi 0.14.0 they have names in Avro, and so have levels of arrays. DecimalNamesTest has those that Hudi cannot update. */
    @Test
    void decimalsHaveTheNamesThatParquetGivesToLevelsOfArraysAndMaps() {
        StructType columns = StructType.fromDDL(
                "list decimal(10,2), items array<struct<a:int,array:decimal(10,2)>>, "
                        + "one struct<list:decimal(10,2),bag:decimal(12,4)>, maps array<map<string,struct<list:decimal(10,2)>>>, "
                        + "texts map<string,string>, entries array<struct<key_value:decimal(10,2),key:decimal(9,1),m:map<string,int>>>");
        Row first = RowFactory.create("1", "a", null, null, null, null, null, null);
        Row update = RowFactory.create(
                "2",
                "a",
                new BigDecimal("1.50"),
                seq(RowFactory.create(1, new BigDecimal("2.25"))),
                null,
                null,
                null,
                null);
        assertThat(DecimalNames.problems(new StructType(), columns)).isEmpty();

        try (HudiTable table = open(columns)) {
            upsert(table, List.of(first), columns);
            upsert(table, List.of(update), columns);
        }

        assertThat(texts(read(), columns)).isEqualTo(texts(rows(List.of(update), columns), columns));
    }

    /** Hudi 0.14.0 could not merge its files with arrays of three levels. */
    @Test
    void tableOfAnEarlierVersionKeepsItsFormsAndSaysSo() {
        StructType columns = StructType.fromDDL("tags array<string>, items array<struct<x:int>>, at timestamp");
        Row first = RowFactory.create("1", "a", seq("x"), seq(RowFactory.create(1)), null);
        Row second = RowFactory.create("1", "b", seq("y"), seq(RowFactory.create(2)), null);
        writeAsBefore(List.of(first, second), columns);

        Row update = RowFactory.create("2", "b", seq("z"), seq(), java.time.Instant.parse("2026-01-01T00:00:00Z"));
        HudiCommit commit;
        try (HudiTable table = open(columns)) {
            commit = upsert(table, List.of(update), columns);
        }
        try (HudiTable table = open(columns)) {
            upsert(table, List.of(RowFactory.create("3", "a", seq(), null, null)), columns);
        }

        assertThat(texts(read(), columns))
                .isEqualTo(
                        texts(rows(List.of(RowFactory.create("3", "a", seq(), null, null), update), columns), columns));
        assertThat(namesInLists()).containsExactly("array");
        assertThat(commit.notes())
                .containsEntry("_streaming_join.list_levels", "2")
                .containsEntry("_streaming_join.catalog_timestamps", "bigint");
    }

    /** Hudi 0.14 counts the records that failed, and says no more. A second write with the record says why. */
    @Test
    void trialFailsWhereTheTableOfAnEarlierVersionCannotHoldARow() {
        StructType columns = StructType.fromDDL("tags array<string>");
        writeAsBefore(List.of(RowFactory.create("1", "a", seq("x"))), columns);
        Dataset<Row> held = rows(List.of(RowFactory.create("2", "b", seq("y"))), columns);
        Dataset<Row> notHeld = rows(List.of(RowFactory.create("2", "b", seq("y", null))), columns);
        URI trials = folder.resolve("trials").toUri();

        try (HudiTable table = open(columns)) {
            assertThat(table.failureOf(held, trials)).isEmpty();
            assertThat(table.failureOf(held.limit(0), trials)).isEmpty();
            assertThat(table.failureOf(notHeld, trials))
                    .get()
                    .asInstanceOf(THROWABLE)
                    .hasMessage("Write to Hudi failed")
                    .satisfies(failure -> assertThat(ExceptionUtils.getRootCause(failure.getSuppressed()[0]))
                            .hasMessageContaining("Array contains a null element"));
            assertThat(table.failureOf(notHeld.union(held), trials)
                            .orElseThrow()
                            .getSuppressed())
                    .as("of two records")
                    .isEmpty();
        }

        assertThat(folder.resolve("trials")).doesNotExist();
        assertThat(read().count()).isEqualTo(1);
    }

    @Test
    void tableOfAnEarlierVersionWithoutArraysAndTimestampsGetsTheFormsOfToday() {
        StructType before = StructType.fromDDL("value string");
        writeAsBefore(List.of(RowFactory.create("1", "a", "x")), before);
        StructType columns = before.add("tags", "array<string>");

        HudiCommit commit;
        Row row = RowFactory.create("1", "b", "y", seq("z", null));
        try (HudiTable table = open(columns)) {
            commit = upsert(table, List.of(row), columns);
        }

        assertThat(texts(read(), columns))
                .isEqualTo(texts(rows(List.of(RowFactory.create("1", "a", "x", null), row), columns), columns));
        assertThat(commit.notes())
                .containsEntry("_streaming_join.list_levels", "3")
                .containsEntry("_streaming_join.catalog_timestamps", "timestamp");
    }

    /** As somebody may have done who met "Array contains a null element". */
    @Test
    void tableThatWasMadeWithThreeLevelsKeepsThem() {
        StructType columns = StructType.fromDDL("tags array<string>");
        spark.sparkContext().hadoopConfiguration().set(TWO_LEVELS, "false");
        Row first = RowFactory.create("1", "a", seq("x", null));
        writeAsBefore(List.of(first), columns);

        Row second = RowFactory.create("1", "b", seq((Object) null));
        try (HudiTable table = open(columns)) {
            upsert(table, List.of(second), columns);
        }

        assertThat(texts(read(), columns)).isEqualTo(texts(rows(List.of(first, second), columns), columns));
    }

    /** Writes by no options but those that the job had before it noted forms, and with the key in its own column. */
    private void writeAsBefore(List<Row> rows, StructType columns) {
        Map<String, String> options = new LinkedHashMap<>(plan(columns).options());
        options.keySet().removeIf(key -> key.startsWith("_streaming_join."));
        options.put("_streaming_join.buckets", options.get("hoodie.bucket.index.num.buckets"));
        options.put("hoodie.datasource.write.recordkey.field", "uuid");
        options.put("hoodie.bucket.index.hash.field", "uuid");
        rows(rows, columns)
                .write()
                .format("hudi")
                .options(options)
                .mode(SaveMode.Append)
                .save(path());
    }

    private HudiTable open(StructType columns) {
        return HudiTable.open(spark, plan(columns));
    }

    private TablePlan plan(StructType columns) {
        TargetConfig target = ExampleConfig.with(
                        "target_path",
                        folder.resolve("table").toUri().toString(),
                        "hudi_options",
                        "hoodie.datasource.hive_sync.enable=false")
                .target();
        return TablePlan.of(target, all(columns), Map.of());
    }

    private HudiCommit upsert(HudiTable table, List<Row> rows, StructType columns) {
        return table.upsert(rows(rows, columns), Optional.empty(), BatchProvenance.ofBatch("query", batches++), false)
                .batch();
    }

    private Dataset<Row> rows(List<Row> rows, StructType columns) {
        return spark.createDataFrame(rows, all(columns));
    }

    private Dataset<Row> read() {
        SparkSession reader = spark.newSession();
        SessionSettings.applyTo(reader);
        reader.conf().set("spark.sql.session.timeZone", spark.conf().get("spark.sql.session.timeZone"));
        return reader.read().format("hudi").load(path());
    }

    private String path() {
        return folder.resolve("table").toString();
    }

    private static StructType all(StructType columns) {
        StructType all = KEY;
        for (var column : columns.fields()) {
            all = all.add(column);
        }
        return all;
    }

    /** Returns each cell as JSON, by the key. A map's entries have no order. */
    private static Map<String, List<JsonNode>> texts(Dataset<Row> rows, StructType columns) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("ignoreNullFields", "false");
        options.put("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");
        Column[] cells = Arrays.stream(all(columns).fieldNames())
                .map(name -> to_json(struct(col("`" + name + "`")), options))
                .toArray(Column[]::new);
        Map<String, List<JsonNode>> texts = new TreeMap<>();
        for (Row row : rows.select(cells).collectAsList()) {
            List<JsonNode> cellsOfRow = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cellsOfRow.add(json(row.getString(i)));
            }
            texts.put(row.getString(1), cellsOfRow);
        }
        return texts;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what the levels below lists are called in the newest file of each file group. */
    private TreeSet<String> namesInLists() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .flatMap(file -> schema(file).getColumns().stream())
                    .map(column -> column.getPath())
                    .filter(path -> path.length > 1)
                    .map(path -> path[1])
                    .collect(toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static org.apache.parquet.schema.MessageType schema(Path file) {
        try (ParquetFileReader reader = ParquetFileReader.open(
                HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))) {
            return reader.getFileMetaData().getSchema();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object seq(Object... values) {
        return JavaConverters.asScalaBuffer(Arrays.asList(values)).toSeq();
    }
}
