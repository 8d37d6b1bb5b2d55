package io.streamlab.join.hudi;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.TargetConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the forms of a new table cost an upsert: the column {@code _record_key}, and arrays of three levels. The same batches go into
 * tables of the forms of today and of earlier versions, in turns.
 *
 * <p>Run by hand on a machine that has nothing else to do:
 *
 * <pre>{@code
 * mvn test -Dtest=TableFormBenchmark -Dform.rows=600000 -Dform.rounds=9
 * }</pre>
 */
class TableFormBenchmark {
    private static final int ROWS = Integer.getInteger("form.rows", 600_000);
    private static final int BATCH = Integer.getInteger("form.batch", 20_000);
    private static final int ROUNDS = Integer.getInteger("form.rounds", 9);
    private static final String TWO_LEVELS = "parquet.avro.write-old-list-structure";

    private enum Form {
        NEW_TABLE(false),
        KEY_OF_HUDI(false),
        KEY_OF_HUDI_AND_TWO_LEVELS(true);

        final boolean hasTwoLevels;

        Form(boolean hasTwoLevels) {
            this.hasTwoLevels = hasTwoLevels;
        }
    }

    private final SparkSession spark = LocalSpark.session().newSession();
    private final Map<Form, List<Double>> seconds = new EnumMap<>(Form.class);

    @TempDir
    private Path folder;

    @AfterEach
    void leaveNothingForOtherTests() {
        spark.sparkContext().hadoopConfiguration().unset(TWO_LEVELS);
    }

    @Test
    void upsertsIntoTablesOfEachForm() {
        SessionSettings.applyTo(spark);
        Map<Form, HudiTable> tables = new EnumMap<>(Form.class);
        for (Form form : Form.values()) {
            seconds.put(form, new ArrayList<>());
            use(form);
            if (form != Form.NEW_TABLE) {
                writeAsBefore(form, rows(0, ROWS, 0));
            }
            HudiTable table = HudiTable.open(spark, plan(form, rows(0, 1, 0)));
            if (form == Form.NEW_TABLE) {
                upsert(table, rows(0, ROWS, 0), 0);
            }
            tables.put(form, table);
        }
        for (int round = 0; round <= ROUNDS; round++) {
            Dataset<Row> batch = rows(round + 1, BATCH, round + 1).persist();
            batch.count();
            List<Form> turn = new ArrayList<>(List.of(Form.values()));
            Collections.rotate(turn, round);
            for (Form form : turn) {
                use(form);
                System.gc();
                long start = System.nanoTime();
                upsert(tables.get(form), batch, round + 1);
                double took = (System.nanoTime() - start) / 1e9;
                if (round > 0) {
                    seconds.get(form).add(took);
                }
            }
            batch.unpersist();
        }
        tables.values().forEach(HudiTable::close);

        seconds.forEach((form, times) -> System.out.printf(Locale.ROOT, "%-28s %s%n", form, text(times)));
        print("_record_key", Form.NEW_TABLE, Form.KEY_OF_HUDI);
        print("three levels", Form.KEY_OF_HUDI, Form.KEY_OF_HUDI_AND_TWO_LEVELS);
        print("both", Form.NEW_TABLE, Form.KEY_OF_HUDI_AND_TWO_LEVELS);
        List<Row> first = content(Form.NEW_TABLE);
        assertThat(first.get(0).getLong(0)).isEqualTo(ROWS);
        for (Form form : Form.values()) {
            assertThat(content(form)).as(form.toString()).isEqualTo(first);
        }
    }

    private void use(Form form) {
        spark.sparkContext().hadoopConfiguration().set(TWO_LEVELS, Boolean.toString(form.hasTwoLevels));
    }

    private void print(String what, Form with, Form without) {
        List<Double> ratios = IntStream.range(0, ROUNDS)
                .mapToObj(round ->
                        seconds.get(with).get(round) / seconds.get(without).get(round))
                .toList();
        System.out.printf(Locale.ROOT, "%-28s %s times%n", what, text(ratios));
    }

    private static String text(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "median %.3f (%.3f to %.3f)",
                sorted.get(sorted.size() / 2),
                sorted.get(0),
                sorted.get(sorted.size() - 1));
    }

    /** Returns rows with about as many columns and bytes as the example's, and an array. */
    private Dataset<Row> rows(int seed, int count, int version) {
        return spark.range(count)
                .withColumn("key", seed == 0 ? col("id") : expr("pmod(xxhash64(id, " + seed + "), " + ROWS + ")"))
                .dropDuplicates("key")
                .selectExpr(
                        "format_string('%013d%051d', " + version + ", key) as _event_order",
                        "concat_ws('-', substr(sha1(string(key)), 1, 8), substr(sha1(string(key)), 9, 4), "
                                + "substr(sha1(string(key)), 13, 4), substr(sha1(string(key)), 17, 16)) as uuid",
                        "concat('region ', key % 7) as region",
                        "concat('country ', key % 190) as country",
                        "concat('item ', key % 12) as itemtype",
                        "concat('channel ', key % 2) as saleschannel",
                        "string(1000000 + hash(key, " + version + ") % 1000000) as unitssold",
                        "string(hash(key) % 10000 / 100) as unitprice",
                        "concat('2026-10-', 10 + key % 20) as shipdate",
                        "array(concat('tag ', key % 11), concat('tag ', key % 13), concat('tag ', key % 17)) as tags",
                        "concat('CC-', key % 190) as combinedname");
    }

    private void upsert(HudiTable table, Dataset<Row> rows, int batch) {
        table.upsert(rows, Optional.empty(), BatchProvenance.ofBatch("query", batch), false);
    }

    /** Writes by no options but those that the job had before it noted forms, and with the key in its own column. */
    private void writeAsBefore(Form form, Dataset<Row> rows) {
        Map<String, String> options = new LinkedHashMap<>(plan(form, rows).options());
        options.keySet().removeIf(key -> key.startsWith("_streaming_join."));
        options.put("_streaming_join.buckets", options.get("hoodie.bucket.index.num.buckets"));
        options.put("hoodie.datasource.write.recordkey.field", "uuid");
        options.put("hoodie.bucket.index.hash.field", "uuid");
        rows.write().format("hudi").options(options).mode(SaveMode.Append).save(path(form));
    }

    private TablePlan plan(Form form, Dataset<Row> rows) {
        TargetConfig target = ExampleConfig.with(
                        "target_path",
                        folder.resolve(form.name()).toUri().toString(),
                        "expected_table_rows",
                        Integer.toString(ROWS),
                        "hudi_options",
                        "hoodie.datasource.hive_sync.enable=false")
                .target();
        return TablePlan.of(target, rows.schema(), Map.of());
    }

    /** Returns how many rows and keys there are, and a sum over the contents. */
    private List<Row> content(Form form) {
        return spark.newSession()
                .read()
                .format("hudi")
                .load(path(form))
                .selectExpr(
                        "count(*)",
                        "count(distinct uuid)",
                        "sum(cast(xxhash64(_event_order, uuid, unitssold, to_json(tags)) as decimal(38)))")
                .collectAsList();
    }

    private String path(Form form) {
        return folder.resolve(form.name()).toString();
    }
}
