package io.streamlab.verify.benchmark.endtoend;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * When each commit of a table was complete. That is the time of its file on the timeline, which Hudi takes away when it archives the
 * commit, after thirty others; so {@link #look()} again and again while the table is written.
 */
final class CommitTimes {
    private static final String COMMIT = ".commit";

    private final Path timeline;
    private final Map<String, Long> millis = new HashMap<>();

    /** @param table may be missing until its first commit */
    CommitTimes(Path table) {
        timeline = table.resolve(".hoodie");
    }

    /** Notes the commits that have been completed since the last look. */
    void look() throws IOException {
        if (Files.notExists(timeline)) {
            return;
        }
        try (DirectoryStream<Path> commits = Files.newDirectoryStream(timeline, "*" + COMMIT)) {
            for (Path commit : commits) {
                String name = commit.getFileName().toString();
                String instant = name.substring(0, name.length() - COMMIT.length());
                if (!millis.containsKey(instant)) {
                    millis.put(instant, Files.getLastModifiedTime(commit).toMillis());
                }
            }
        }
    }

    /**
     * @return milliseconds since 1970; from then on readers take the commit into account
     * @throws IllegalStateException if no look has seen it
     */
    long readableMillis(String instant) {
        Long readable = millis.get(instant);
        if (readable == null) {
            throw new IllegalStateException("nobody has seen when the commit " + instant + " was complete");
        }
        return readable;
    }
}
