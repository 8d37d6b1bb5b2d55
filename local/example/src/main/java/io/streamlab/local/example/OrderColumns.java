package io.streamlab.local.example;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The columns of the example's source table, all of them strings: the published walk-through's. */
public final class OrderColumns {
    /** In the order of the table, read from {@code columns.txt}: the job's tests read that file, too. */
    public static final List<String> ALL = read();

    private OrderColumns() {}

    private static List<String> read() {
        try (InputStream file = OrderColumns.class.getResourceAsStream("columns.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("columns.txt cannot be read", e);
        }
    }
}
