package io.streamlab.verify.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

class PlotTest {
    @TempDir
    private Path folder;

    @Test
    void drawsBars() throws IOException {
        Path file = folder.resolve("new/bars.svg");

        Plot.bars(file, "Batches", "seconds", List.of("updates", "inserts"), Map.of("ours", List.of(2.5, 1.5)));

        assertThat(shapes(file)).isPositive();
    }

    @Test
    void drawsLines() throws IOException {
        Path file = folder.resolve("lines.svg");

        Plot.lines(file, "Growth", "rows", "seconds", Map.of("ours", Map.of(1e5, 2.5, 1e6, 5.0)));

        assertThat(shapes(file)).isPositive();
    }

    /** Texts are drawn too, as paths, so that the plot looks the same wherever it is shown. */
    private static int shapes(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            Element root = factory.newDocumentBuilder().parse(content).getDocumentElement();
            assertThat(root.getTagName()).isEqualTo("svg");
            return root.getElementsByTagName("path").getLength();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file + " is no SVG", e);
        }
    }
}
