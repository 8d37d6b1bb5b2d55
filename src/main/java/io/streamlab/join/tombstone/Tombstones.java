package io.streamlab.join.tombstone;

import static java.util.stream.Collectors.toList;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.streamlab.join.config.JobColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the table forgets: that a key was deleted, and by which event. So an older event does not bring the row back.
 *
 * <ol>
 *   <li>A row of a batch is left out if there is a tombstone of the same key whose event is as late or later.
 *   <li>The deletes of the batch become one file of tombstones, before the commit. A commit that fails does no harm: the stream
 *       has the delete, and the replay writes the tombstones again.
 *   <li>After the commit, tombstones older than the retention go, and small files become one.
 * </ol>
 *
 * <p>Tombstones are a set. A tombstone that is there twice, or that a later delete covers, says nothing new. So every step may be
 * repeated, and a crash between two steps loses nothing.
 *
 * <p>A delete is never left out: a tombstone may be there whose own commit failed.
 */
public final class Tombstones {
    /**
     * Up to here every executor gets all keys of the batch. Reckoned, not measured: at 100 bytes for a key, 50 MB in all.
     */
    private static final long MOST_KEYS_TO_BROADCAST = 500_000;

    private static final int ATTEMPTS_TO_READ = 3;

    private static final String BATCH_KEY = "_streaming_join_key";
    private static final String IS_DELETE = "_streaming_join_is_delete";

    private static final Logger LOG = LoggerFactory.getLogger(Tombstones.class);

    private final TombstoneFolder folder;
    private final boolean isShared;
    private final Duration lateness;
    private final Clock clock;

    /** The files, by their names, with the greatest order of events in each; known since the first batch. */
    private final Map<TombstoneFile, String> newest = new HashMap<>();

    private boolean isListed;

    Tombstones(TombstoneFolder folder, boolean isShared, Duration lateness, Clock clock) {
        this.folder = folder;
        this.isShared = isShared;
        this.lateness = lateness;
        this.clock = clock;
    }

    /**
     * Opens the tombstones of a table. Returns none for a table that has none and gets none.
     *
     * @param tablePath the table's folder
     * @param isNew whether there is no table yet. What a former table left in the folder goes then
     * @param getsDeletes whether a record can be a delete. Without, the tombstones of former deletes count all the same
     * @param isShared whether other jobs write the table at the same time
     * @param lateness how much later than a delete an older event may arrive in the stream
     */
    public static Optional<Tombstones> open(
            String tablePath,
            Configuration configuration,
            boolean isNew,
            boolean getsDeletes,
            boolean isShared,
            Duration lateness) {
        TombstoneFolder folder = new TombstoneFolder(tablePath, configuration);
        if (!isShared && folder.exists()) {
            if (isNew) {
                folder.remove();
            } else {
                folder.removeLeftovers();
            }
        }
        return getsDeletes || folder.exists()
                ? Optional.of(new Tombstones(folder, isShared, lateness, Clock.systemUTC()))
                : Optional.empty();
    }

    /** Returns whether a table has tombstones. */
    public static boolean areIn(String tablePath, Configuration configuration) {
        return new TombstoneFolder(tablePath, configuration).exists();
    }

    /**
     * Copies the tombstones of a table, if it has some, into the folder of another one.
     *
     * @param to the folder of a table whose keys have the same texts
     */
    public static void copy(String from, String to, Configuration configuration) {
        Path source = new Path(from, TombstoneFolder.NAME);
        try {
            FileSystem files = source.getFileSystem(configuration);
            if (files.exists(source)) {
                Path target = new Path(to);
                FileUtil.copy(files, source, target.getFileSystem(configuration), target, false, configuration);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy " + source, e);
        }
    }

    /**
     * Returns the rows that no former delete supersedes, and keeps the tombstones of the batch's own deletes.
     *
     * @param rows of a batch, any number for each key
     * @param key the text of a row's key, never null
     */
    public RemainingRows settle(Dataset<Row> rows, Column key) {
        // The rows come from a join, which would otherwise be made again for each of the steps.
        Dataset<Row> events = events(rows, key).persist();
        try {
            Contents contents = Contents.of(events);
            RemainingRows remaining = withoutDeleted(rows, key, events, contents);
            try {
                keep(events, contents);
                return remaining;
            } catch (Exception e) {
                // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
                remaining.close();
                throw e;
            }
        } finally {
            events.unpersist();
        }
    }

    /** Keeps the tombstones of a batch whose rows are in the table already. */
    public void keep(Dataset<Row> rows, Column key) {
        Dataset<Row> events = events(rows, key);
        keep(events, Contents.of(events));
    }

    /** Returns the key of each row, its order of events, and whether it is a delete. */
    private static Dataset<Row> events(Dataset<Row> rows, Column key) {
        return rows.select(
                key.as(BATCH_KEY), col(JobColumns.EVENT_ORDER), isDelete(rows).as(IS_DELETE));
    }

    private void keep(Dataset<Row> events, Contents contents) {
        if (contents.deletes > 0) {
            Dataset<Row> deletes = events.where(col(IS_DELETE))
                    .select(
                            col(BATCH_KEY).as(TombstoneFolder.KEY),
                            col(JobColumns.EVENT_ORDER).as(TombstoneFolder.ORDER));
            newest.put(folder.write(deletes, clock.instant()), contents.newestDelete);
        }
    }

    private RemainingRows withoutDeleted(Dataset<Row> rows, Column key, Dataset<Row> events, Contents contents) {
        if (contents.others == 0) {
            return RemainingRows.all(rows);
        }
        for (int attempt = 1; ; attempt++) {
            Set<TombstoneFile> known = list(rows.sparkSession());
            List<String> files = namesOfThoseThatReach(contents.oldestOther);
            if (files.isEmpty()) {
                return RemainingRows.all(rows);
            }
            try {
                return withoutDeleted(rows, key, events, contents, files);
            } catch (Exception e) {
                // Another job may have merged the files meanwhile.
                if (attempt == ATTEMPTS_TO_READ || !isShared || known.equals(new HashSet<>(folder.list()))) {
                    throw new DamagedTombstonesException(folder.toString(), e);
                }
            }
        }
    }

    private RemainingRows withoutDeleted(
            Dataset<Row> rows, Column key, Dataset<Row> events, Contents contents, List<String> files) {
        Dataset<Row> others = events.where(not(col(IS_DELETE)));
        Dataset<Row> keys = others.select(BATCH_KEY);
        boolean areFew = contents.others <= MOST_KEYS_TO_BROADCAST;
        Dataset<Row> found = folder.read(files, rows.sparkSession())
                .where(col(TombstoneFolder.ORDER).geq(contents.oldestOther))
                .join(areFew ? broadcast(keys) : keys, col(TombstoneFolder.KEY).equalTo(col(BATCH_KEY)), "left_semi")
                .persist();
        try {
            if (found.count() == 0) {
                found.unpersist();
                return RemainingRows.all(rows);
            }
            Dataset<Row> tombstones = areFew ? broadcast(found) : found;
            Column isSuperseded = col(TombstoneFolder.KEY)
                    .equalTo(col(BATCH_KEY))
                    .and(col(TombstoneFolder.ORDER).geq(col(JobColumns.EVENT_ORDER)));
            long superseded = others.join(tombstones, isSuperseded, "left_semi").count();
            Dataset<Row> remaining = rows.withColumn(BATCH_KEY, key)
                    .withColumn(IS_DELETE, isDelete(rows))
                    .join(tombstones, isSuperseded.and(not(col(IS_DELETE))), "left_anti")
                    .drop(BATCH_KEY, IS_DELETE);
            return RemainingRows.of(remaining, superseded, found);
        } catch (Exception e) {
            found.unpersist();
            throw e;
        }
    }

    /** Returns the files with a tombstone that is as late as this order of events, or later. */
    private List<String> namesOfThoseThatReach(String order) {
        return newest.entrySet().stream()
                .filter(file -> file.getValue().compareTo(order) >= 0)
                .map(file -> file.getKey().name())
                .collect(toList());
    }

    /** Brings what is known of the files up to date. A job that has the table alone knows what it writes. */
    private Set<TombstoneFile> list(SparkSession spark) {
        if (!isListed || isShared) {
            List<TombstoneFile> files = folder.list();
            newest.keySet().retainAll(new HashSet<>(files));
            List<TombstoneFile> unknown =
                    files.stream().filter(file -> !newest.containsKey(file)).collect(toList());
            learn(unknown, spark);
            isListed = true;
        }
        return new HashSet<>(newest.keySet());
    }

    private void learn(List<TombstoneFile> files, SparkSession spark) {
        if (files.isEmpty()) {
            return;
        }
        Map<String, TombstoneFile> byName = new HashMap<>();
        files.forEach(file -> byName.put(file.name(), file));
        for (Row row : newestOfEach(byName.keySet(), spark)) {
            String path = row.getString(0);
            newest.put(byName.get(path.substring(path.lastIndexOf('/') + 1)), row.getString(1));
        }
    }

    private List<Row> newestOfEach(Collection<String> names, SparkSession spark) {
        try {
            return folder.read(names, spark)
                    .groupBy(input_file_name())
                    .agg(max(TombstoneFolder.ORDER))
                    .collectAsList();
        } catch (Exception e) {
            throw new DamagedTombstonesException(folder.toString(), e);
        }
    }

    /**
     * Removes tombstones that are too old, and merges small files. A failure is logged and does no harm: the next batch tries
     * again.
     *
     * @param streamRetention how long the stream keeps a record
     */
    public void tidy(SparkSession spark, Duration streamRetention) {
        try {
            List<TombstoneFile> expired =
                    Upkeep.expired(newest.keySet(), clock.instant(), lateness.plus(streamRetention));
            folder.delete(expired);
            newest.keySet().removeAll(expired);
            for (List<TombstoneFile> parts : Upkeep.toMerge(newest.keySet(), clock.instant())) {
                merge(parts, spark);
            }
        } catch (Exception e) {
            // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
            LOG.warn("The tombstones in {} could not be tidied; the next batch tries again", folder, e);
            isListed = false;
        }
    }

    /** A crash after the write leaves tombstones twice, which does no harm. */
    private void merge(List<TombstoneFile> parts, SparkSession spark) {
        Dataset<Row> tombstones = folder.read(
                        parts.stream().map(TombstoneFile::name).collect(toList()), spark)
                .repartition(spark.sparkContext().defaultParallelism(), col(TombstoneFolder.KEY))
                .groupBy(TombstoneFolder.KEY)
                .agg(max(TombstoneFolder.ORDER).as(TombstoneFolder.ORDER));
        TombstoneFile merged = folder.write(
                tombstones,
                parts.stream()
                        .map(TombstoneFile::written)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(IllegalStateException::new));
        newest.put(
                merged,
                parts.stream().map(newest::get).max(Comparator.naturalOrder()).orElseThrow(IllegalStateException::new));
        folder.delete(parts);
        newest.keySet().removeAll(parts);
    }

    private static Column isDelete(Dataset<Row> rows) {
        return Arrays.asList(rows.columns()).contains(JobColumns.IS_DELETED)
                ? coalesce(col(JobColumns.IS_DELETED), lit(false))
                : lit(false);
    }

    /** What a batch has, as far as tombstones are concerned. */
    private static final class Contents {
        private final long deletes;
        private final String newestDelete;
        private final long others;
        private final String oldestOther;

        private Contents(long deletes, String newestDelete, long others, String oldestOther) {
            this.deletes = deletes;
            this.newestDelete = newestDelete;
            this.others = others;
            this.oldestOther = oldestOther;
        }

        static Contents of(Dataset<Row> events) {
            Column order = col(JobColumns.EVENT_ORDER);
            Column isDelete = col(IS_DELETE);
            Row contents = events.agg(
                            count(when(isDelete, lit(1))),
                            max(when(isDelete, order)),
                            count(when(not(isDelete), lit(1))),
                            min(when(not(isDelete), order)))
                    .head();
            return new Contents(contents.getLong(0), contents.getString(1), contents.getLong(2), contents.getString(3));
        }
    }
}
