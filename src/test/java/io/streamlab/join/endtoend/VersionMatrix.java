package io.streamlab.join.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Notes which tests passed for which version of Glue, and leaves a table of it in {@code target/version-matrix.md};
 * {@code scripts/test --matrix} puts it into the documentation.
 */
final class VersionMatrix implements TestWatcher, AfterAllCallback {
    private static final Path FILE = Path.of("target", "version-matrix.md");

    /** What each version is made of. */
    private static final Map<String, String> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("4.0-native", "4.0, its own Hudi | 3.3.0 | 0.12.2");
        PARTS.put("4.0", "4.0, our bundle | 3.3.0 | 0.14.0");
        PARTS.put("5.0", "5.0 | 3.5.4 | 0.15.0");
        PARTS.put("5.1", "5.1 | 3.5.6 | 1.0.2");
        PARTS.put("5.1-hudi-1.1", "none: the Hudi of 6.0 on the Spark of 5.1 | 3.5.6 | 1.1.1");
    }

    /** The tests, each the column of its outcomes. */
    private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("tableOfEachVersionIsReadByHudi014", "read by Hudi 0.14.0");
        COLUMNS.put("tableOfEachVersionIsReadByThatVersion", "read by its own Spark");
        COLUMNS.put("tableOfEachVersionIsReadByTrino", "read by Trino 476");
        COLUMNS.put("tableOfAnyColumnsIsReadByHudi014", "any columns");
        COLUMNS.put("eachVersionGoesOnWithTheTableAndTheCheckpointOfTheOneBefore", "goes on after the row above");
    }

    private final Map<String, Map<String, String>> outcomes = new LinkedHashMap<>();

    @Override
    public void testSuccessful(ExtensionContext context) {
        note(context, "yes");
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        note(context, "**no**");
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        note(context, "not run");
    }

    private void note(ExtensionContext context, String outcome) {
        String test = context.getRequiredTestMethod().getName();
        if (!COLUMNS.containsKey(test)) {
            return;
        }
        // Such as "[2] version=4.0".
        String version = context.getDisplayName().replaceAll(".*[ =]", "").replace("\"", "");
        if (!PARTS.containsKey(version)) {
            throw new IllegalStateException("No version in " + context.getDisplayName());
        }
        outcomes.computeIfAbsent(version, any -> new LinkedHashMap<>()).put(test, outcome);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<String> lines = new ArrayList<>();
        lines.add("Run on " + LocalDate.now(ZoneOffset.UTC) + ".");
        lines.add("");
        lines.add("| Glue | Spark | Hudi | " + String.join(" | ", COLUMNS.values()) + " |");
        lines.add("|" + "---|".repeat(3 + COLUMNS.size()));
        PARTS.forEach((version, parts) -> {
            Map<String, String> row = outcomes.getOrDefault(version, Map.of());
            List<String> cells = COLUMNS.keySet().stream()
                    .map(test -> Optional.ofNullable(row.get(test)).orElse("not run"))
                    .toList();
            lines.add("| " + parts + " | " + String.join(" | ", cells) + " |");
        });
        try {
            Files.write(FILE, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
