package io.streamlab.join.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.columns.TableColumns;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.config.SourceConnector;
import io.streamlab.join.hudi.CatalogSync;
import io.streamlab.join.hudi.HudiTable;
import io.streamlab.join.hudi.TablePlan;
import io.streamlab.join.lookup.LookupJoin;
import io.streamlab.join.lookup.ReferenceJoins;
import io.streamlab.join.lookup.References;
import io.streamlab.join.metrics.RecordedReports;
import io.streamlab.join.record.KinesisRecords;
import io.streamlab.join.record.RecordParser;
import io.streamlab.join.record.RejectedRecords;
import io.streamlab.join.record.RejectionLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of which Hudi cannot write the rows: here, of a partition whose name is longer than the file system takes. */
class UnwritableRecordsIT {
    private static final StructType ORDERS = StructType.fromDDL("uuid string, country string, orderdate string");
    private static final String QUERY_ID_PROPERTY = "sql.streaming.queryId";
    private static final String NO_PLACE = "x".repeat(300);
    private static final String[] BATCH = {
        order("1", "India"),
        order("2", NO_PLACE),
        order("3", "Peru"),
        "no JSON",
        order("4", "India"),
        order("5", NO_PLACE + "y")
    };

    @TempDir
    private Path folder;

    private final RecordedReports reports = new RecordedReports();

    @BeforeEach
    void noteTheQueryAsSparkDoes() throws IOException {
        LocalSpark.session().sparkContext().setLocalProperty(QUERY_ID_PROPERTY, "q");
        Files.createDirectories(folder.resolve("checkpoint/offsets"));
        for (int batch = 0; batch < 3; batch++) {
            Files.writeString(folder.resolve("checkpoint/offsets/" + batch), "v1\n{}\n{\"end\":" + batch + "}");
        }
    }

    @AfterEach
    void forgetTheQuery() {
        LocalSpark.session().sparkContext().setLocalProperty(QUERY_ID_PROPERTY, null);
    }

    @Test
    void areRejectedAndTheOthersAreWrittenByOneCommit() throws IOException {
        try (HudiTable table = open()) {
            MicroBatch batch = batch(table::upsert, table);
            batch.run(KinesisRecords.of(BATCH), 0);
            batch.run(KinesisRecords.of(order("6", "Peru")), 1);
        }

        verifyTable("1 India", "3 Peru", "4 India", "6 Peru");
        verifyRejected();
        assertThat(LocalSpark.session()
                        .read()
                        .format("hudi")
                        .load(path("table"))
                        .select("_hoodie_commit_time")
                        .distinct()
                        .count())
                .isEqualTo(2);
        assertThat(reports.published().get(0))
                .contains(
                        "\"records_read\":6,\"records_rejected\":3,",
                        "\"rows_written\":3,",
                        "\"records_superseded\":0,");
        assertThat(folder.resolve("rejected/_trials")).doesNotExist();
    }

    @Test
    void stayRejectedWhenTheBatchIsReplayed() throws IOException {
        try (HudiTable table = open()) {
            batch(table::upsert, table).run(KinesisRecords.of(BATCH), 0);
        }

        try (HudiTable table = open()) {
            batch(table::upsert, table).run(KinesisRecords.of(BATCH), 0);
        }

        verifyTable("1 India", "3 Peru", "4 India");
        verifyRejected();
        assertThat(reports.published().get(1))
                .contains("\"records_rejected\":3,", "\"rows_written\":3,", "\"records_superseded\":0,");
    }

    @Test
    void areKeptOnceWhenTheJobDiesBeforeTheCommit() throws IOException {
        List<String> calls = new ArrayList<>();
        try (HudiTable table = open()) {
            MicroBatch batch = batch(
                    (rows, reenriched, origin, mayBeHeld) -> {
                        calls.add("upsert");
                        if (calls.size() == 2) {
                            throw new IllegalStateException("killed");
                        }
                        return table.upsert(rows, reenriched, origin, mayBeHeld);
                    },
                    table);
            assertThatThrownBy(() -> batch.run(KinesisRecords.of(BATCH), 0)).hasMessage("killed");
        }

        try (HudiTable table = open()) {
            batch(table::upsert, table).run(KinesisRecords.of(BATCH), 0);
        }

        verifyTable("1 India", "3 Peru", "4 India");
        verifyRejected();
    }

    /** As after a change of what the table takes. */
    @Test
    void areNoLongerRejectedWhenAReplayCanWriteThem() throws IOException {
        try (HudiTable table = open()) {
            MicroBatch batch = batch(
                    (rows, reenriched, origin, mayBeHeld) -> {
                        if (rows.count() < 5) {
                            throw new IllegalStateException("killed");
                        }
                        return table.upsert(rows, reenriched, origin, mayBeHeld);
                    },
                    table);
            assertThatThrownBy(() -> batch.run(KinesisRecords.of(BATCH), 0)).hasMessage("killed");
        }
        assertThat(rejected()).hasSize(3);

        JobConfig withoutPartitions = config("target_path", path("other"));
        try (HudiTable table = open(withoutPartitions)) {
            batch(withoutPartitions, table::upsert, table).run(KinesisRecords.of(BATCH), 0);
        }

        assertThat(rejected()).containsExactly("NOT_JSON no JSON");
    }

    private void verifyTable(String... rows) {
        assertThat(LocalSpark.session()
                        .read()
                        .format("hudi")
                        .load(path("table"))
                        .selectExpr("concat(uuid, ' ', country)")
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder(rows);
    }

    private void verifyRejected() {
        assertThat(rejected())
                .containsExactlyInAnyOrder(
                        "NOT_JSON no JSON",
                        "UNWRITABLE " + order("2", NO_PLACE),
                        "UNWRITABLE " + order("5", NO_PLACE + "y"));
    }

    private List<String> rejected() {
        return LocalSpark.session()
                .read()
                .schema(RejectedRecords.schema())
                .parquet(path("rejected"))
                .selectExpr("concat(reason, ' ', cast(payload as string))")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private String path(String name) {
        return folder.resolve(name).toUri().toString();
    }

    private JobConfig config(String... further) {
        List<String> options = new ArrayList<>(List.of(
                "drop_columns", "countryname",
                "target_path", path("table"),
                "rejected_path", path("rejected"),
                "checkpoint_path", path("checkpoint"),
                "hudi_options", "hoodie.datasource.hive_sync.enable=false"));
        options.addAll(List.of(further));
        return ExampleConfig.with(options.toArray(String[]::new));
    }

    private JobConfig partitioned() {
        return config("partition_fields", "country");
    }

    private HudiTable open() {
        return open(partitioned());
    }

    private static HudiTable open(JobConfig config) {
        return HudiTable.open(LocalSpark.session(), TablePlan.of(config.target(), TableColumns.of(ORDERS, config)));
    }

    private MicroBatch batch(MicroBatch.TargetTable target, HudiTable table) {
        return batch(partitioned(), target, table);
    }

    private MicroBatch batch(JobConfig config, MicroBatch.TargetTable target, HudiTable table) {
        TableColumns columns = TableColumns.of(ORDERS, config);
        RejectedRecords rejected = RejectedRecords.open(
                LocalSpark.session(), () -> CatalogSync.of(config.target()).open(LocalSpark.session()), config);
        return new MicroBatch(
                new OffsetLog(config.batch().checkpointPath(), SourceConnector.EXACT_KINESIS),
                new RecordParser(columns.stream(), config),
                rejected,
                new RejectionLimit(config.batch()),
                ReferenceJoins.of(
                        any -> References.of(config.lookup(), "India", "Peru"),
                        new LookupJoin(columns, config.lookup())),
                target,
                rows -> table.failureOf(rows, rejected.folderForTrials()),
                Optional.empty(),
                reports.reports());
    }

    private static String order(String uuid, String country) {
        return String.format("{\"uuid\": \"%s\", \"country\": \"%s\", \"orderdate\": \"1/4/10\"}", uuid, country);
    }
}
