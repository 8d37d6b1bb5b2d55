package io.streamlab.join.record;

import io.streamlab.join.catalog.TargetCatalog;
import java.net.URI;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalog's table of the rejected records, in the Hudi table's database: {@code <table>_rejected}. Its partitions are the
 * days. The job adds a day when the day gets its first record, so nobody has to look for new folders.
 */
final class RejectedTable {
    private static final Logger LOG = LoggerFactory.getLogger(RejectedTable.class);

    private final String database;
    private final String name;
    private final URI folder;
    private final Supplier<TargetCatalog> catalogs;
    private final Set<LocalDate> added = new HashSet<>();

    private boolean hasDays;

    /**
     * @param hudiTable the name of the table whose rejected records these are
     * @param catalogs opens the catalog; each is closed after use
     */
    RejectedTable(String database, String hudiTable, URI folder, Supplier<TargetCatalog> catalogs) {
        this.database = database;
        this.name = hudiTable + "_rejected";
        this.folder = folder;
        this.catalogs = catalogs;
    }

    /**
     * Creates the table where it does not exist yet, and adds these days. Does nothing in a catalog that others do not see.
     *
     * @throws IllegalStateException when the table is missing and cannot be created
     */
    void register(Collection<LocalDate> days) {
        try (TargetCatalog catalog = catalogs.get()) {
            if (!catalog.isShared()) {
                return;
            }
            if (!catalog.hasDatabase(database)) {
                catalog.createDatabase(database);
            }
            if (!catalog.hasTable(database, name)) {
                catalog.createParquetTable(database, name, RejectedRecords.schema(), DayFolders.COLUMN, folder);
            }
            hasDays = catalog.isPartitionedBy(database, name, DayFolders.COLUMN);
        } catch (Exception e) {
            // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
            throw new IllegalStateException(
                    "The table of rejected records, " + database + "." + name + " in " + folder
                            + ", cannot be created in the catalog",
                    e);
        }
        if (hasDays) {
            add(days);
        } else {
            LOG.warn(
                    "The table {}.{} has no column {}: an earlier version made it. A query reads all of its files. Drop the table, "
                            + "and the next start makes it with a partition for each day; the files stay",
                    database,
                    name,
                    DayFolders.COLUMN);
        }
    }

    /**
     * Adds days that have records. A refusal is logged, and these days are tried again with the next records of such a day: the
     * records are kept, and no batch fails because of the catalog.
     */
    void add(Collection<LocalDate> days) {
        Set<LocalDate> missing = new TreeSet<>(days);
        missing.removeAll(added);
        if (!hasDays || missing.isEmpty()) {
            return;
        }
        try (TargetCatalog catalog = catalogs.get()) {
            catalog.addPartitions(database, name, DayFolders.COLUMN, texts(missing));
            added.addAll(missing);
        } catch (Exception e) {
            // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
            LOG.warn(
                    "The catalog does not take the days {} of {}.{}: queries do not find their records yet. The next batch with "
                            + "rejected records of such a day tries again",
                    missing,
                    database,
                    name,
                    e);
        }
    }

    /** Removes a day, if the table has it. The files stay. */
    void remove(LocalDate day) {
        added.remove(day);
        if (hasDays) {
            try (TargetCatalog catalog = catalogs.get()) {
                catalog.removePartition(database, name, DayFolders.COLUMN, day.toString());
            }
        }
    }

    private static Set<String> texts(Set<LocalDate> days) {
        Set<String> texts = new TreeSet<>();
        days.forEach(day -> texts.add(day.toString()));
        return texts;
    }
}
