package io.streamlab.join.record;

import io.streamlab.join.catalog.TargetCatalog;
import java.net.URI;

/**
 * The rejected records as a table of the catalog, beside the Hudi table and named after it: {@code <table>_rejected}.
 *
 * <p>It has the files' folder as its location, so that it never has to be told of new ones.
 */
final class RejectedTable {
    private final String database;
    private final String name;
    private final URI folder;

    /** @param hudiTable the name of the table whose rejected records these are */
    RejectedTable(String database, String hudiTable, URI folder) {
        this.database = database;
        this.name = hudiTable + "_rejected";
        this.folder = folder;
    }

    /** Creates it where it does not exist yet; does nothing in a catalog that others do not see. */
    void register(TargetCatalog catalog) {
        if (!catalog.isShared()) {
            return;
        }
        try {
            if (!catalog.hasDatabase(database)) {
                catalog.createDatabase(database);
            }
            if (!catalog.hasTable(database, name)) {
                catalog.createParquetTable(database, name, RejectedRecords.schema(), folder);
            }
        } catch (Exception e) {
            // Not RuntimeException: Spark tells of a refusal by a checked exception that Scala need not declare.
            throw new IllegalStateException(
                    "The table of rejected records, " + database + "." + name + " in " + folder
                            + ", cannot be created in the catalog",
                    e);
        }
    }
}
