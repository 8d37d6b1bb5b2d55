package io.streamlab.join.preflight;

import io.streamlab.join.catalog.TargetCatalog;
import io.streamlab.join.config.TargetConfig;
import io.streamlab.join.hudi.CatalogSync;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Checks that the catalog to which Hudi registers the table answers, and that the database exists. */
final class TargetCatalogCheck implements Check {
    private final TargetConfig target;
    private final SparkSession spark;

    TargetCatalogCheck(TargetConfig target, SparkSession spark) {
        this.target = target;
        this.spark = spark;
    }

    @Override
    public List<Finding> run() {
        Attempts attempts = new Attempts("catalog database " + target.database());
        CatalogSync sync = CatalogSync.of(target);
        switch (sync) {
            case NONE:
                attempts.skip("glue:GetDatabase", "--hudi_options switches the catalog sync off");
                break;
            case OTHER:
                attempts.skip(
                        "glue:GetDatabase", "--hudi_options has the catalog synced by a tool that is not known here");
                break;
            default:
                try (TargetCatalog catalog = sync.open(spark)) {
                    lookInto(catalog, attempts);
                }
        }
        return attempts.findings();
    }

    private void lookInto(TargetCatalog catalog, Attempts attempts) {
        boolean exists = attempts.attempt("glue:GetDatabase", () -> catalog.hasDatabase(target.database()))
                .orElse(true);
        if (!exists) {
            attempts.skip("glue:CreateDatabase", "there is none; the first batch creates it, or fails");
            return;
        }
        attempts.attempt("glue:GetTable", () -> catalog.hasTable(target.database(), target.table()));
        attempts.skip("glue:CreateTable and glue:UpdateTable", "trying them would change the catalog");
    }
}
