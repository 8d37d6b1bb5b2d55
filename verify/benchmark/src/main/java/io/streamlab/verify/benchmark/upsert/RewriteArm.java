package io.streamlab.verify.benchmark.upsert;

import static org.apache.spark.sql.functions.broadcast;

import io.streamlab.verify.benchmark.Orders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The limit for updates: every row that the batch does not replace is copied, then the batch added. */
final class RewriteArm extends PlainArm {
    private int generation;

    RewriteArm(SparkSession spark, Path folder) {
        super(spark, folder);
    }

    @Override
    void writeRows(Dataset<Row> rows) {
        Dataset<Row> all = rows;
        if (generation > 0) {
            all = table().join(broadcast(rows.select(Orders.KEY)), columns(Orders.KEY), "left_anti")
                    .unionByName(rows);
        }
        all.coalesce(spark().sparkContext().defaultParallelism()).write().parquet(path(generation + 1));
        generation++;
    }

    @Override
    public double write(Dataset<Row> records) {
        double seconds = super.write(records);
        delete(Path.of(path(generation - 1)));
        return seconds;
    }

    @Override
    public Dataset<Row> table() {
        return spark().read().parquet(path(generation));
    }

    private String path(int number) {
        return path("generation-" + number);
    }

    private static scala.collection.Seq<String> columns(String... names) {
        return scala.collection.JavaConverters.asScalaBuffer(java.util.List.of(names))
                .toSeq();
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
