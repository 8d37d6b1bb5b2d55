package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.config.ExampleConfig;
import org.junit.jupiter.api.Test;

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

    private static CatalogSync sync(String hudiOptions) {
        return CatalogSync.of(ExampleConfig.with("hudi_options", hudiOptions).target());
    }
}
