package io.streamlab.local.commands.query;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes results in one format: each to its file, or one after the other to the standard output when there are no files. */
final class ResultWriter {
    private final OutputFormat format;
    private final List<Path> files;
    private final PrintStream out;
    private final PrintStream counts;
    private int written;

    /**
     * @param files one per result, or none
     * @param counts gets the number of rows of each result
     */
    ResultWriter(OutputFormat format, List<Path> files, PrintStream out, PrintStream counts) {
        this.format = format;
        this.files = List.copyOf(files);
        this.out = out;
        this.counts = counts;
    }

    void write(QueryResult result) throws IOException {
        List<String> lines = format.lines(result);
        if (files.isEmpty()) {
            lines.forEach(out::println);
        } else {
            Path file = files.get(written).toAbsolutePath();
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        }
        counts.println("(" + result.describeCount() + ")");
        written++;
    }
}
