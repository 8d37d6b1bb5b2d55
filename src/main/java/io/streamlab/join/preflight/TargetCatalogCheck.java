package io.streamlab.join.preflight;

import io.streamlab.join.config.TargetConfig;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Where the Hudi table is registered: whether the catalog answers, and the database is there. Spark's catalog is asked, as it is the one that Hudi
 * syncs to: the Data Catalog on Glue, a Hive metastore elsewhere.
 */
final class TargetCatalogCheck implements Check {
    private static final String SYNC = "hoodie.datasource.hive_sync.enable";

    private final TargetConfig target;
    private final SparkSession spark;

    TargetCatalogCheck(TargetConfig target, SparkSession spark) {
        this.target = target;
        this.spark = spark;
    }

    @Override
    public List<Finding> run() {
        Attempts attempts = new Attempts("catalog database " + target.database());
        if ("false".equals(target.hudiOptions().get(SYNC))) {
            attempts.skip("glue:GetDatabase", "--hudi_options switches the catalog sync off");
            return attempts.findings();
        }
        boolean exists = attempts.attempt(
                        "glue:GetDatabase", () -> spark.catalog().databaseExists(target.database()))
                .orElse(true);
        if (!exists) {
            attempts.skip("glue:CreateDatabase", "there is none; the first batch creates it, or fails");
            return attempts.findings();
        }
        attempts.attempt("glue:GetTable", () -> spark.catalog().tableExists(target.database(), target.table()));
        attempts.skip("glue:CreateTable and glue:UpdateTable", "trying them would change the catalog");
        return attempts.findings();
    }
}
