package io.streamlab.join.hudi;

import io.streamlab.join.catalog.DataCatalog;
import io.streamlab.join.catalog.SessionCatalog;
import io.streamlab.join.catalog.TargetCatalog;
import io.streamlab.join.config.TargetConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** How Hudi registers the table in a catalog, by the user's own options for Hudi. */
public enum CatalogSync {
    /** By the protocol of Hive's metastore, in the catalog of Spark's session: the default. */
    METASTORE,

    /** By Hudi's tool for the Glue Data Catalog, where there is no metastore before it. */
    DATA_CATALOG,

    /** By a tool of Hudi that the job does not know. */
    OTHER,

    /** Not at all. */
    NONE;

    private static final String METASTORE_SYNC = "hoodie.datasource.hive_sync.enable";
    private static final String OTHER_SYNC = "hoodie.datasource.meta.sync.enable";
    private static final String TOOLS = "hoodie.meta.sync.client.tool.class";
    private static final String GLUE_TOOL = "org.apache.hudi.aws.sync.AwsGlueCatalogSyncTool";
    private static final String METASTORE_TOOL = "org.apache.hudi.hive.HiveSyncTool";
    private static final List<String> KNOWN_TOOLS = Arrays.asList(GLUE_TOOL, METASTORE_TOOL);

    /** Returns the way that the configured options for Hudi choose. */
    public static CatalogSync of(TargetConfig target) {
        Map<String, String> options = target.hudiOptions();
        if (!"false".equals(options.get(METASTORE_SYNC))) {
            return METASTORE;
        }
        if (!"true".equals(options.get(OTHER_SYNC))) {
            return NONE;
        }
        return GLUE_TOOL.equals(options.get(TOOLS)) ? DATA_CATALOG : OTHER;
    }

    /**
     * Returns whether Hudi need not register a commit that changes neither columns nor partitions: with the tools that the job
     * knows, unless the user asks for every commit. Another tool may list files, as the one for BigQuery does.
     */
    static boolean mayLeaveOutCommits(TargetConfig target) {
        Map<String, String> options = target.hudiOptions();
        CatalogSync sync = of(target);
        boolean hasOtherTool = "true".equals(options.get(OTHER_SYNC))
                && !KNOWN_TOOLS.containsAll(Arrays.asList(
                        options.getOrDefault(TOOLS, METASTORE_TOOL).split(",")));
        return sync != NONE && !hasOtherTool && !"false".equals(options.get(CatalogUpdates.CONDITION));
    }

    /** Opens the catalog that the Hudi table is registered in, for further tables. */
    public TargetCatalog open(SparkSession spark) {
        return this == DATA_CATALOG ? DataCatalog.open() : new SessionCatalog(spark);
    }
}
