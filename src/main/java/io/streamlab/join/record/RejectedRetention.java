package io.streamlab.join.record;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes days of rejected records that are older than the retention.
 *
 * <p>A day goes as a whole, when the day and each of its files are older. So records that arrived long ago and were rejected
 * today, by a job that replays the stream, stay for the whole retention. The catalog loses the day before the folder goes: a
 * removal that is cut short is repeated, and no query meets a folder that is gone.
 */
public final class RejectedRetention {
    /** A look costs one listing of the folder; days become too old once a day. */
    private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(RejectedRetention.class);

    private final Path folder;
    private final DayFolders days;
    private final RejectedTable table;
    private final RedriveLedger ledger;
    private final Duration retention;
    private final Configuration configuration;
    private final Clock clock;

    private Instant nextLook = Instant.MIN;

    /** @param retention zero to keep everything */
    RejectedRetention(Path folder, RejectedTable table, Duration retention, Configuration configuration, Clock clock) {
        this.folder = folder;
        this.days = new DayFolders(folder);
        this.table = table;
        this.ledger = new RedriveLedger(folder, configuration);
        this.retention = retention;
        this.configuration = configuration;
        this.clock = clock;
    }

    /**
     * Removes at most one day, so that no batch waits for long. Looks once an hour, and again at once after it has removed a
     * day. A failure is logged, and the next look tries again: no job fails because old records stay.
     *
     * @return whether there may be more to remove
     */
    public boolean removeOldest() {
        Instant now = clock.instant();
        if (retention.isZero() || now.isBefore(nextLook)) {
            return false;
        }
        try {
            if (removeOldest(now.minus(retention))) {
                return true;
            }
        } catch (Exception e) {
            // Not RuntimeException: see CONTRIBUTING.md on Spark's exceptions.
            LOG.warn("Rejected records older than {} days cannot be removed from {}", retention.toDays(), folder, e);
        }
        nextLook = now.plus(BETWEEN_LOOKS);
        return false;
    }

    private boolean removeOldest(Instant end) throws IOException {
        FileSystem files = folder.getFileSystem(configuration);
        SortedMap<LocalDate, Path> old = days.list(configuration).headMap(DayFolders.dayOf(end));
        if (old.isEmpty()) {
            // A note outlives the records that it names: all of them were rejected before.
            ledger.removeBefore(end);
        }
        for (Map.Entry<LocalDate, Path> day : old.entrySet()) {
            if (!hasFileSince(end, day.getValue(), files)) {
                table.remove(day.getKey());
                files.delete(day.getValue(), true);
                LOG.info("Removed the rejected records of {}: --rejected_retention_days has passed", day.getKey());
                return true;
            }
        }
        return false;
    }

    private static boolean hasFileSince(Instant end, Path day, FileSystem files) throws IOException {
        try {
            for (FileStatus file : files.listStatus(day)) {
                if (file.getModificationTime() >= end.toEpochMilli()) {
                    return true;
                }
            }
            return false;
        } catch (FileNotFoundException onlyAMarkerOfTheFolder) {
            return false;
        }
    }
}
