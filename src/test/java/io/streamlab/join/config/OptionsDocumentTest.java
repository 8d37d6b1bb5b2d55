package io.streamlab.join.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsDocumentTest {
    private static final Path DOCUMENT = Path.of("docs", "OPTIONS.md");
    private static final Path EXPECTED = Path.of("target", "OPTIONS.md");

    @Test
    void documentShowsTheOptionTable() throws IOException {
        Files.createDirectories(EXPECTED.getParent());
        Files.writeString(EXPECTED, OptionsDocument.render());

        assertThat(DOCUMENT)
                .as(
                        "%s is not what the option table says; look at the differences, then: cp %s %s",
                        DOCUMENT, EXPECTED, DOCUMENT)
                .hasSameTextualContentAs(EXPECTED);
    }
}
