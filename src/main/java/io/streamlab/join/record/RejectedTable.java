package io.streamlab.join.record;

import io.streamlab.join.catalog.TargetCatalog;
import java.net.URI;

/**
 * The catalog's table of the rejected records, in the Hudi table's database: {@code <table>_rejected}.
 *
 * <p>Its location is the files' folder, so that readers find new files by themselves.
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

    /** Creates the table where it does not exist yet. Does nothing in a catalog that others do not see. */
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
            // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
            throw new IllegalStateException(
                    "The table of rejected records, " + database + "." + name + " in " + folder
                            + ", cannot be created in the catalog",
                    e);
        }
    }
}
