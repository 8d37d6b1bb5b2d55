package io.streamlab.join.tombstone;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides which files of tombstones go, and which become one file.
 *
 * <p>Only files of one day (UTC) become one file. So a file goes at most a day later than the oldest of its tombstones could.
 */
final class Upkeep {
    /** A batch may have to open every file. Reckoned, not measured: with a window of a minute, a merge every half an hour. */
    static final int MOST_SMALL_FILES = 32;

    /** Merging rewrites no file of this size, so that the work of merging does not grow with the deletes of the day. */
    static final long SMALL_BYTES = 32L * 1024 * 1024;

    private Upkeep() {}

    /** Returns the files whose tombstones are all older than the retention. */
    static List<TombstoneFile> expired(Collection<TombstoneFile> files, Instant now, Duration retention) {
        return files.stream()
                .filter(file -> file.written().isBefore(now.minus(retention)))
                .collect(toList());
    }

    /** Returns groups of at least two files, each group to become one file: those of days that are over, or that are many. */
    static List<List<TombstoneFile>> toMerge(Collection<TombstoneFile> files, Instant now) {
        Map<LocalDate, List<TombstoneFile>> smallByDay = files.stream()
                .filter(file -> file.bytes() < SMALL_BYTES)
                .collect(groupingBy(file -> day(file.written()), TreeMap::new, toList()));
        List<List<TombstoneFile>> groups = new ArrayList<>();
        smallByDay.forEach((day, small) -> {
            boolean isOver = day.isBefore(day(now));
            if (small.size() > MOST_SMALL_FILES || isOver && small.size() > 1) {
                groups.add(small);
            }
        });
        return groups;
    }

    private static LocalDate day(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
