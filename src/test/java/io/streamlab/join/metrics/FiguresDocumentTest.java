package io.streamlab.join.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FiguresDocumentTest {
    private static final Path DOCUMENT = Path.of("docs", "OPERATIONS.md");
    private static final Path EXPECTED = Path.of("target", "OPERATIONS.md");

    @Test
    void documentShowsTheFigures() throws IOException {
        Files.createDirectories(EXPECTED.getParent());
        Files.writeString(EXPECTED, FiguresDocument.render(Files.readString(DOCUMENT)));

        assertThat(DOCUMENT)
                .as(
                        "%s is not what the enum Figure says; look at the differences, then: cp %s %s",
                        DOCUMENT, EXPECTED, DOCUMENT)
                .hasSameTextualContentAs(EXPECTED);
    }

    /** Metrics cost by the month: what docs/COST_AND_SIZING.md says of their number follows from the enum. */
    @Test
    void costsCountTheMetricsThatAJobPublishes() throws IOException {
        Set<Figure> ofStream = EnumSet.range(Figure.REFERENCE_CHANGES, Figure.REFERENCE_GAPS);
        Set<Figure> ofReenrichment = EnumSet.range(Figure.ROWS_REENRICHED, Figure.TIME_BETWEEN_BATCHES);
        Set<Figure> ofEveryJob = EnumSet.allOf(Figure.class);
        ofEveryJob.removeAll(ofStream);
        ofEveryJob.removeAll(ofReenrichment);
        long least = metricsOf(ofEveryJob);
        long withStream = least + metricsOf(ofStream);
        long more = metricsOf(ofReenrichment);

        assertThat(Files.readString(Path.of("docs", "COST_AND_SIZING.md")))
                .contains("| `--lookup_mode` `scan`, `keys`, `auto` | " + least + " | " + (least + more) + " |\n")
                .contains("| `--lookup_mode stream` | " + withStream + " | " + (withStream + more) + " |\n")
                .contains("- Metrics: " + least + " × 0.30 / 30 = ");
    }

    private static long metricsOf(Set<Figure> figures) {
        return figures.stream()
                .filter(figure -> figure.cloudWatchName().isPresent())
                .count();
    }
}
