package io.streamlab.verify.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
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

    /** One label on an axis says nothing about its scale. Each digit of a label is drawn, so labels are counted by shapes. */
    @Test
    void shortLogarithmicAxesHaveSeveralLabels() throws IOException {
        Path narrow = folder.resolve("narrow.svg");
        Path wide = folder.resolve("wide.svg");

        Plot.lines(narrow, "Growth", "rows", "seconds", Map.of("ours", Map.of(2e5, 2.1, 4e5, 2.9)));
        Plot.lines(wide, "Growth", "rows", "seconds", Map.of("ours", Map.of(1e2, 1.0, 1e6, 1e4)));

        // 200,000 to 400,000 and 2 to 3: five labels; 100 to 1,000,000 and 1 to 10,000: ten.
        assertThat(texts(narrow)).isEqualTo(4 + 5);
        assertThat(texts(wide)).isEqualTo(4 + 10);
    }

    @Test
    void axesBeginAndEndWithATick() {
        assertThat(Plot.oneDigit(2.1, RoundingMode.FLOOR)).isEqualTo(2);
        assertThat(Plot.oneDigit(14.2, RoundingMode.CEILING)).isEqualTo(20);
        assertThat(Plot.oneDigit(1_200_000, RoundingMode.CEILING)).isEqualTo(2_000_000);
        assertThat(Plot.oneDigit(0.034, RoundingMode.FLOOR)).isEqualTo(0.03);
        assertThat(Plot.oneDigit(100_000, RoundingMode.FLOOR)).isEqualTo(100_000);
    }

    private static int shapes(Path file) throws IOException {
        return paths(file).getLength();
    }

    /** Returns how many texts there are. Texts are drawn as paths, so that the plot looks the same wherever it is shown. */
    private static long texts(Path file) throws IOException {
        NodeList paths = paths(file);
        return IntStream.range(0, paths.getLength())
                .mapToObj(i -> ((Element) paths.item(i)).getAttribute("style"))
                .filter(style -> style.startsWith("fill:rgb(0,0,0)"))
                .count();
    }

    private static NodeList paths(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            Element root = factory.newDocumentBuilder().parse(content).getDocumentElement();
            assertThat(root.getTagName()).isEqualTo("svg");
            return root.getElementsByTagName("path");
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file + " is no SVG", e);
        }
    }
}
