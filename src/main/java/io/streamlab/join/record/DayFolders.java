package io.streamlab.join.record;

import static java.util.stream.Collectors.toList;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The folders of the rejected records: one for each day (UTC) on which such records arrived, such as {@code arrived_on=2026-01-31}. */
final class DayFolders {
    /** The column of the table whose values are in the folders' names: string, such as 2026-01-31. */
    static final String COLUMN = "arrived_on";

    /** What earlier versions kept, in the folder itself: the files of batches. */
    private static final Pattern FILE_OF_BATCH = Pattern.compile("[^._].*-\\d+\\.parquet");

    private final Path folder;

    DayFolders(Path folder) {
        this.folder = folder;
    }

    /** Returns the day, in UTC, on which a record of this arrival is kept. */
    static LocalDate dayOf(Instant arrival) {
        return arrival.atZone(ZoneOffset.UTC).toLocalDate();
    }

    Path of(LocalDate day) {
        return new Path(folder, COLUMN + "=" + day);
    }

    /** Returns the days that have a folder, with the folders. */
    SortedMap<LocalDate, Path> list(Configuration configuration) {
        try {
            return daysIn(folder, folder.getFileSystem(configuration));
        } catch (IOException e) {
            throw new UncheckedIOException("The days of rejected records cannot be listed in " + folder, e);
        }
    }

    /** Returns the days that have a folder in this one, with the folders; none if the folder is missing. */
    static SortedMap<LocalDate, Path> daysIn(Path parent, FileSystem files) throws IOException {
        SortedMap<LocalDate, Path> days = new TreeMap<>();
        for (FileStatus child : statuses(parent, files)) {
            String name = child.getPath().getName();
            if (child.isDirectory() && name.startsWith(COLUMN + "=")) {
                try {
                    days.put(LocalDate.parse(name.substring(COLUMN.length() + 1)), child.getPath());
                } catch (DateTimeException somebodyElses) {
                    // Not a day: the job leaves the folder alone.
                }
            }
        }
        return days;
    }

    /**
     * Moves the files of earlier versions, which lie in the folder itself, to the days on which they were written: no record
     * arrived later. A move that was cut short is repeated.
     */
    void sortIn(Configuration configuration) {
        try {
            FileSystem files = folder.getFileSystem(configuration);
            Arrays.stream(statuses(folder, files))
                    .filter(DayFolders::isOfEarlierVersion)
                    .parallel()
                    .forEach(file -> sortIn(file, files));
        } catch (IOException e) {
            throw new UncheckedIOException("Files of rejected records cannot be moved to their days in " + folder, e);
        }
    }

    private void sortIn(FileStatus file, FileSystem files) {
        Path from = file.getPath();
        Path to = new Path(of(dayOf(Instant.ofEpochMilli(file.getModificationTime()))), from.getName());
        try {
            // S3 copies and then deletes. Killed in between, there are both.
            files.delete(to, false);
            move(from, to, files);
        } catch (IOException e) {
            throw new UncheckedIOException("The rejected records in " + from + " cannot be moved to " + to, e);
        }
    }

    /** Moves a file, and makes the folder that the file goes to. */
    static void move(Path from, Path to, FileSystem files) throws IOException {
        files.mkdirs(to.getParent());
        if (!files.rename(from, to)) {
            throw new IOException(from + " cannot be moved to " + to);
        }
    }

    /** Returns the files that earlier versions kept in the folder itself. */
    List<Path> unsorted(Configuration configuration) {
        try {
            return Arrays.stream(statuses(folder, folder.getFileSystem(configuration)))
                    .filter(DayFolders::isOfEarlierVersion)
                    .map(FileStatus::getPath)
                    .collect(toList());
        } catch (IOException e) {
            throw new UncheckedIOException("The rejected records cannot be listed in " + folder, e);
        }
    }

    private static boolean isOfEarlierVersion(FileStatus file) {
        return file.isFile() && FILE_OF_BATCH.matcher(file.getPath().getName()).matches();
    }

    /** Returns what is in a folder; nothing if the folder is missing. */
    static FileStatus[] statuses(Path parent, FileSystem files) throws IOException {
        try {
            return files.listStatus(parent);
        } catch (FileNotFoundException noneYet) {
            return new FileStatus[0];
        }
    }
}
