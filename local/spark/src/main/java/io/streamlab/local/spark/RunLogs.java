package io.streamlab.local.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The logs of a program's failed runs, a file for each run: two runs at a time must not overwrite each other's.
 *
 * @param folder of all files
 * @param program its name, with which the files' names begin
 */
record RunLogs(Path folder, String program) {
    /** Enough to compare some runs. */
    static final int MOST_FILES = 10;

    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** Returns the file of this process, named by the process's start (UTC) and number. */
    Path ofThisProcess() {
        ProcessHandle process = ProcessHandle.current();
        Instant start = process.info().startInstant().orElse(Instant.EPOCH);
        return folder.resolve(program + "-" + START.format(start) + "-" + process.pid() + ".log");
    }

    /** Removes all but the newest files. */
    void prune() throws IOException {
        Pattern name = Pattern.compile(Pattern.quote(program) + "(-\\d{8}-\\d{6}-\\d+)?\\.log");
        Map<Path, FileTime> written = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> name.matcher(file.getFileName().toString()).matches())
                    .forEach(file -> written.put(file, written(file)));
        }
        List<Path> old = written.entrySet().stream()
                .sorted(Map.Entry.<Path, FileTime>comparingByValue().reversed())
                .skip(MOST_FILES)
                .map(Map.Entry::getKey)
                .toList();
        for (Path file : old) {
            Files.deleteIfExists(file);
        }
    }

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (NoSuchFileException e) {
            // Another run has removed the file.
            return FileTime.fromMillis(0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + file, e);
        }
    }
}
