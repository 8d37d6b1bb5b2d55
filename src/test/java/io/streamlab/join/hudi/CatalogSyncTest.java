package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.config.ExampleConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogSyncTest {
    private static final String NO_METASTORE = "hoodie.datasource.hive_sync.enable=false";
    private static final String OTHER = NO_METASTORE + ",hoodie.datasource.meta.sync.enable=true";
    private static final String TOOL = ",hoodie.meta.sync.client.tool.class=";

    @Test
    void goesByTheMetastoreUnlessTheOptionsSayOtherwise() {
        assertThat(CatalogSync.of(ExampleConfig.with().target())).isEqualTo(CatalogSync.METASTORE);
        assertThat(sync("hoodie.cleaner.commits.retained=3")).isEqualTo(CatalogSync.METASTORE);
    }

    @Test
    void canBeSwitchedOff() {
        assertThat(sync(NO_METASTORE)).isEqualTo(CatalogSync.NONE);
    }

    @Test
    void goesToTheDataCatalogByHudisToolForIt() {
        assertThat(sync(OTHER + TOOL + "org.apache.hudi.aws.sync.AwsGlueCatalogSyncTool"))
                .isEqualTo(CatalogSync.DATA_CATALOG);
    }

    @Test
    void goesElsewhereByAnyOtherTool() {
        assertThat(sync(OTHER + TOOL + "org.apache.hudi.gcp.bigquery.BigQuerySyncTool"))
                .isEqualTo(CatalogSync.OTHER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hoodie.cleaner.commits.retained=3",
                "hoodie.datasource.meta_sync.condition.sync=true",
                "hoodie.datasource.meta.sync.enable=true",
                OTHER + TOOL + "org.apache.hudi.aws.sync.AwsGlueCatalogSyncTool",
                "hoodie.datasource.meta.sync.enable=true" + TOOL + "org.apache.hudi.hive.HiveSyncTool"
            })
    void leavesOutCommitsWithToolsThatRegisterColumnsAndPartitions(String hudiOptions) {
        assertThat(mayLeaveOutCommits(hudiOptions)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                NO_METASTORE,
                "hoodie.datasource.meta_sync.condition.sync=false",
                OTHER + TOOL + "org.apache.hudi.gcp.bigquery.BigQuerySyncTool",
                "hoodie.datasource.meta.sync.enable=true" + TOOL + "org.apache.hudi.gcp.bigquery.BigQuerySyncTool",
            })
    void leavesOutNoCommitIfTheUserOrAnotherToolWantsEach(String hudiOptions) {
        assertThat(mayLeaveOutCommits(hudiOptions)).isFalse();
    }

    private static boolean mayLeaveOutCommits(String hudiOptions) {
        return CatalogSync.mayLeaveOutCommits(
                ExampleConfig.with("hudi_options", hudiOptions).target());
    }

    private static CatalogSync sync(String hudiOptions) {
        return CatalogSync.of(ExampleConfig.with("hudi_options", hudiOptions).target());
    }
}
