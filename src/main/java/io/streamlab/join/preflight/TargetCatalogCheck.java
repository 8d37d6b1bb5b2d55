package io.streamlab.join.preflight;

import io.streamlab.join.config.TargetConfig;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Where the Hudi table is registered: whether the database is there. Spark's catalog is asked, as it is the one that Hudi
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
        attempts.attempt("glue:GetDatabase", this::requireDatabase);
        attempts.attempt("glue:GetTable", () -> spark.catalog().tableExists(target.database(), target.table()));
        attempts.skip("glue:CreateTable and glue:UpdateTable", "trying them would change the catalog");
        return attempts.findings();
    }

    private String requireDatabase() {
        if (!spark.catalog().databaseExists(target.database())) {
            throw new MissingDatabaseException(target.database());
        }
        return target.database();
    }

    private static final class MissingDatabaseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MissingDatabaseException(String database) {
            super("the catalog has no database " + database + "; create it or name another one with --target_database");
        }
    }
}
