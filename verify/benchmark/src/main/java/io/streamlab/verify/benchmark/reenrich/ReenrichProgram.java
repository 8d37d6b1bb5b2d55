package io.streamlab.verify.benchmark.reenrich;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.verify.benchmark.Job;
import io.streamlab.verify.benchmark.ReferenceItems;
import io.streamlab.verify.benchmark.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The job itself, out of the jar that goes to Glue, in a Spark process of its own. It runs as with {@code --available_now true}: a start without records does nothing but
 * let the rows follow.
 *
 * <p>Arguments: the folder of a {@link Workspace}, where the process's own {@code spark.log} is, from which the job's reports are
 * taken; its results are a {@link ReenrichResult} for each run that is measured.
 */
public final class ReenrichProgram {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String REPORT_MARK = "BatchReport";
    private static final double MILLIS = 1e3;

    private static final StructType ORDERS = new StructType()
            .add("uuid", DataTypes.StringType)
            .add("country", DataTypes.StringType)
            .add("orderdate", DataTypes.StringType)
            .add("itemtype", DataTypes.StringType)
            .add("saleschannel", DataTypes.StringType)
            .add("region", DataTypes.StringType)
            .add("shipdate", DataTypes.StringType)
            .add("unitssold", DataTypes.StringType)
            .add("impressiontime", DataTypes.StringType);

    private final Workspace<ReenrichSettings> workspace;
    private final SparkSession spark;
    private final ReenrichSettings settings;
    private int version;

    private ReenrichProgram(Workspace<ReenrichSettings> workspace) {
        this.workspace = workspace;
        spark = workspace.spark();
        settings = workspace.settings();
    }

    public static void main(String[] arguments) throws Exception {
        try (Workspace<ReenrichSettings> workspace = Workspace.open("reenrich", arguments, ReenrichSettings.class)) {
            new ReenrichProgram(workspace).run();
        }
    }

    private void run() throws Exception {
        orders().write().parquet(source().toString());
        job("first");
        for (int changes : settings.changes()) {
            for (int round = 0; round <= settings.rounds(); round++) {
                change(changes);
                JsonNode report = job("first");
                workspace.report(new ReenrichResult(
                        changes,
                        round,
                        report.path("rows_reenriched").asLong(),
                        seconds(report, "reenrich_ms"),
                        seconds(report, "upsert_ms"),
                        seconds(report, "between_batches_ms"),
                        wrongRows("first", changes)));
            }
        }
        for (int round = 0; round <= settings.rounds(); round++) {
            JsonNode report = job("rewrite-" + round);
            workspace.report(new ReenrichResult(
                    ReenrichResult.REBUILD,
                    round,
                    report.path("rows_written").asLong(),
                    0,
                    seconds(report, "upsert_ms"),
                    seconds(report, "batch_ms"),
                    wrongRows("rewrite-" + round, 0)));
        }
    }

    /** The first items get a new version. */
    private void change(int count) {
        version++;
        ReferenceItems.put(
                System.getenv(),
                ReenrichSettings.REFERENCE_TABLE,
                IntStream.range(0, count)
                        .mapToObj(number -> ReenrichSettings.item(number, version))
                        .toList());
    }

    /** Runs the job to its end; the last of its reports. */
    private JsonNode job(String table) throws Exception {
        String[] arguments = {
            "--lookup_table",
            ReenrichSettings.REFERENCE_TABLE,
            "--target_path",
            path(table + "/table"),
            "--rejected_path",
            path(table + "/rejected"),
            "--checkpoint_path",
            path(table + "/checkpoint"),
            "--available_now",
            "true",
            "--cloudwatch_metrics",
            "false",
            "--drop_columns",
            "country,countryname",
            "--expected_table_rows",
            Long.toString(settings.rows()),
            "--reenrich",
            "true",
            "--reenrich_max_rows_per_batch",
            Long.toString(settings.rows()),
            "--hudi_options",
            "hoodie.datasource.hive_sync.enable=false"
        };
        Dataset<Row> stream = spark.readStream().schema(orders().schema()).parquet(source().toString());
        // What one run leaves behind is not to be cleared in the time of another.
        System.gc();
        Job.run(stream, ORDERS, arguments);
        return lastReport();
    }

    private JsonNode lastReport() throws IOException {
        List<String> reports = Files.readAllLines(workspace.folder().resolve("spark.log")).stream()
                .filter(line -> line.contains(REPORT_MARK) && line.contains("{"))
                .toList();
        String last = reports.get(reports.size() - 1);
        return JSON.readTree(last.substring(last.indexOf('{')));
    }

    /** Returns rows whose item is among the first ones and that do not show its version, and rows without an item. */
    private long wrongRows(String table, int changed) {
        return spark.read()
                .format("hudi")
                .load(path(table + "/table"))
                .where("combinedname is null or (cast(substring(code, 2) as int) < " + changed
                        + " and combinedname <> concat(code, ' in version " + version + "'))")
                .count();
    }

    /** Returns the columns of the Kinesis source; a payload has about 330 bytes. */
    private Dataset<Row> orders() {
        return spark.range(settings.rows())
                .selectExpr(
                        "cast(to_json(named_struct("
                                + "'uuid', sha1(cast(id as string)), "
                                + "'country', concat('Country number ', id % " + settings.items() + "), "
                                + "'orderdate', '1/4/10', "
                                + "'itemtype', concat('item ', id % 7), "
                                + "'saleschannel', concat('channel ', id % 5), "
                                + "'region', concat('region ', id % 3), "
                                + "'shipdate', concat('2026-10-', 10 + id % 20), "
                                + "'unitssold', cast(pmod(hash(id), 10000) as string), "
                                + "'impressiontime', concat('2026-10-24T02:', 10 + id % 50, ':41Z'))) as binary) as data",
                        "'my_stream' as streamName",
                        "'shardId-000000000000' as shardId",
                        "cast(id as string) as partitionKey",
                        "cast(id as string) as sequenceNumber",
                        "0L as subSequenceNumber",
                        "timestamp'2026-01-31 12:00:00' as approximateArrivalTimestamp");
    }

    private Path source() {
        return workspace.folder().resolve("source");
    }

    private String path(String name) {
        return workspace.folder().resolve(name).toUri().toString();
    }

    private static double seconds(JsonNode report, String figure) {
        return report.path(figure).asLong() / MILLIS;
    }
}
