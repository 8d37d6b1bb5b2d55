package io.streamlab.join.hudi;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.TargetConfig;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The write profiles on a real Hudi, in a folder and without a catalog. */
class WriteProfileIT {
    private static final String NO_CATALOG = "hoodie.datasource.hive_sync.enable=false";

    private static final StructType ROWS = StructType.fromDDL("_event_order string, uuid string, orderdate string");

    private final SparkSession spark = LocalSpark.session();

    @TempDir
    private Path folder;

    private long batches;

    @Test
    void updatesGoToBucketsWhoseNumberIsKept() {
        TargetConfig target = target("expected_table_rows", "900000", "hudi_options", NO_CATALOG);
        upsert(target, rows(0, 100, "2026-01-01"));

        HudiCommit commit = upsert(target, rows(50, 150, "2026-01-02"));

        assertThat(commit.inserted()).isEqualTo(50);
        assertThat(commit.updated()).isEqualTo(50);
        assertThat(commit.fileIds()).hasSize(3).allMatch(fileId -> fileId.matches("0000000[012]-.*"));
        assertThat(table().count()).isEqualTo(150);
        assertThat(table().where(col("orderdate").equalTo("2026-01-02")).count())
                .isEqualTo(100);
        assertThatThrownBy(() -> open(target("expected_table_rows", "1000000", "hudi_options", NO_CATALOG)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("asks for 4 buckets")
                .hasMessageContaining("created with 3 buckets");
        assertThatThrownBy(() -> open(target("write_profile", "inserts", "hudi_options", NO_CATALOG)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("asks for no buckets");
        assertThat(upsert(target, rows(0, 1, "2026-01-03")).updated())
                .as("those who were refused hold nobody up")
                .isEqualTo(1);
    }

    @Test
    void newRowsGoIntoTheNewestFileWhileItIsSmall() {
        TargetConfig target = target("write_profile", "inserts", "hudi_options", NO_CATALOG);
        HudiCommit first = upsert(target, rows(0, 100, "2026-01-01"));

        HudiCommit second = upsert(target, rows(100, 200, "2026-01-02"));

        assertThat(first.fileIds()).hasSize(1);
        assertThat(second.fileIds()).isEqualTo(first.fileIds());
        assertThat(second.inserted()).isEqualTo(100);
        assertThat(table().count()).isEqualTo(200);
    }

    @Test
    void insertsLeaveLargerFilesAloneUntilTheyAreMerged() {
        TargetConfig target = clusteredEveryThreeCommits();
        upsert(target, rows(0, 100, "2026-01-01"));
        HudiCommit second = upsert(target, rows(99, 200, "2026-01-02"));
        assertThat(second.inserted()).isEqualTo(100);
        assertThat(second.updated()).isEqualTo(1);
        assertThat(table().select("_hoodie_file_name").distinct().count()).isEqualTo(2);

        HudiCommit third = upsertAndMerge(target, rows(200, 300, "2026-01-03"));

        assertThat(third.inserted()).isEqualTo(100);
        assertThat(table().select("_hoodie_file_name").distinct().count()).isEqualTo(1);
        assertThat(table().count()).isEqualTo(300);
        assertThat(upsert(target, rows(0, 1, "2026-01-04")).updated()).isEqualTo(1);
        assertThatThrownBy(() -> open(target("hudi_options", NO_CATALOG)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("created with no buckets");
    }

    @Test
    void clusteringThatWasCutShortIsDoneBeforeItsRowsAreUpdated() {
        TargetConfig target = clusteredEveryThreeCommits();
        upsert(target, rows(0, 100, "2026-01-01"));
        upsert(target, rows(100, 200, "2026-01-02"));
        upsertAndMerge(target, rows(200, 300, "2026-01-03"));
        forgetClustering();

        HudiCommit commit = upsert(target, rows(0, 1, "2026-01-04"));

        assertThat(commit.updated()).isEqualTo(1);
        assertThat(filesOfTable(".hoodie", ".replacecommit")).hasSize(1);
        assertThat(table().select("_hoodie_file_name").distinct().count()).isEqualTo(1);
        assertThat(table().count()).isEqualTo(300);
    }

    @Test
    void noBatchMergesFilesUntilThereWasNoTimeForItForLong() {
        TargetConfig target = clusteredEveryThreeCommits();
        try (HudiTable table = open(target)) {
            for (int batch = 0; batch < 6; batch++) {
                table.mergeOverdueSmallFiles(spark);
                upsert(table, rows(100L * batch, 100L * (batch + 1), "2026-01-01"));
                assertThat(filesOfTable(".hoodie", ".replacecommit")).isEmpty();
            }

            table.mergeOverdueSmallFiles(spark);

            assertThat(filesOfTable(".hoodie", ".replacecommit")).hasSize(1);
            assertThat(table().select("_hoodie_file_name").distinct().count()).isEqualTo(1);
            assertThat(table().count()).isEqualTo(600);
            table.mergeOverdueSmallFiles(spark);
            table.mergeSmallFiles(spark);
            assertThat(filesOfTable(".hoodie", ".replacecommit")).hasSize(1);
        }
    }

    @Test
    void filesAreMergedOnceEveryThreeCommitsAndTheNextBatchUpdatesTheirRows() {
        TargetConfig target = clusteredEveryThreeCommits();
        try (HudiTable table = open(target)) {
            for (int batch = 0; batch < 7; batch++) {
                // One row of the batch before, and new ones.
                HudiCommit commit = upsert(
                        table, rows(Math.max(0, 100L * batch - 1), 100L * (batch + 1), "2026-01-0" + (batch + 1)));
                table.mergeSmallFiles(spark);
                assertThat(commit.inserted()).isEqualTo(100);
                assertThat(commit.updated()).isEqualTo(batch == 0 ? 0 : 1);
            }

            assertThat(filesOfTable(".hoodie", ".replacecommit")).hasSize(2);
            assertThat(table().count()).isEqualTo(700);
            assertThat(table().select("uuid").distinct().count()).isEqualTo(700);
        }
    }

    @Test
    void aTableWhoseOptionsSwitchTheMergingOffKeepsItsFiles() {
        TargetConfig target = target(
                "write_profile",
                "inserts",
                "hudi_options",
                NO_CATALOG + ",hoodie.clustering.inline=false,hoodie.clustering.inline.max.commits=1,"
                        + "hoodie.parquet.small.file.limit=0");
        upsertAndMerge(target, rows(0, 100, "2026-01-01"));
        upsertAndMerge(target, rows(100, 200, "2026-01-02"));

        assertThat(filesOfTable(".hoodie", ".replacecommit")).isEmpty();
    }

    @Test
    void aNumberOfCommitsThatIsNoneIsRefused() {
        TargetConfig target = target(
                "write_profile", "inserts", "hudi_options", NO_CATALOG + ",hoodie.clustering.inline.max.commits=ten");

        assertThatThrownBy(() -> open(target))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("hoodie.clustering.inline.max.commits to 'ten', which is no whole number");
    }

    /** As if the job had been killed just before Hudi wrote the clustered files, whose names have the time of the clustering. */
    private void forgetClustering() {
        File[] clusterings = filesOfTable(".hoodie", ".replacecommit");
        assertThat(clusterings).hasSize(1);
        String time = clusterings[0].getName().replace(".replacecommit", "");
        File[] clustered = filesOfTable("", "_" + time + ".parquet");
        assertThat(clustered).hasSize(1);
        assertThat(clusterings[0].delete()).isTrue();
        assertThat(clustered[0].delete()).isTrue();
    }

    private File[] filesOfTable(String subfolder, String ending) {
        return folder.resolve("table").resolve(subfolder).toFile().listFiles(file -> file.getName()
                .endsWith(ending));
    }

    private HudiTable open(TargetConfig target) {
        return HudiTable.open(spark, TablePlan.of(target, ROWS, Map.of()));
    }

    private HudiCommit upsert(TargetConfig target, Dataset<Row> rows) {
        try (HudiTable table = open(target)) {
            return upsert(table, rows);
        }
    }

    private HudiCommit upsertAndMerge(TargetConfig target, Dataset<Row> rows) {
        try (HudiTable table = open(target)) {
            HudiCommit commit = upsert(table, rows);
            table.mergeSmallFiles(spark);
            return commit;
        }
    }

    private HudiCommit upsert(HudiTable table, Dataset<Row> rows) {
        return table.upsert(rows, Optional.empty(), BatchProvenance.ofBatch("query", batches++), false)
                .batch();
    }

    private TargetConfig clusteredEveryThreeCommits() {
        return target(
                "write_profile",
                "inserts",
                "hudi_options",
                NO_CATALOG + ",hoodie.clustering.inline.max.commits=3,hoodie.parquet.small.file.limit=0");
    }

    private TargetConfig target(String... options) {
        String[] all = Arrays.copyOf(options, options.length + 2);
        all[options.length] = "target_path";
        all[options.length + 1] = new File(folder.toFile(), "table").toURI().toString();
        return ExampleConfig.with(all).target();
    }

    private Dataset<Row> rows(long from, long to, String orderDate) {
        return spark.range(from, to)
                .select(
                        lit(orderDate).as("_event_order"),
                        col("id").cast("string").as("uuid"),
                        lit(orderDate).as("orderdate"));
    }

    private Dataset<Row> table() {
        return spark.read().format("hudi").load(folder.resolve("table").toString());
    }
}
