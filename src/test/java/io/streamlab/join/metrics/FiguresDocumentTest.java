package io.streamlab.join.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
