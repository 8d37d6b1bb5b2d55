package io.streamlab.local.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationReportTest {
    private static final GenerationReport REPORT = new GenerationReport(
            "my_stream",
            42,
            new Counts(1_500, 1_470, 30, 1_469, new TreeMap<>(Map.of("India", 1_000L, "China", 470L))),
            1.25);

    @Test
    void programsReadAFlatJsonObject(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("made/on/the/way/report.json");

        REPORT.writeTo(file);

        assertThat(new JsonMapper().readTree(file.toFile()))
                .isEqualTo(
                        new JsonMapper()
                                .readTree(
                                        """
                                {"stream": "my_stream", "seed": 42, "sent": 1500, "valid": 1470, "malformed": 30,
                                 "distinct_keys": 1469, "countries": {"China": 470, "India": 1000}, "seconds": 1.25}
                                """));
    }

    @Test
    void peopleReadTheTotalsAndHowToRepeatThem() {
        assertThat(REPORT.describe().lines())
                .containsExactly(
                        "Put 1,500 records on stream my_stream in 1.3 s: 1,470 valid with 1,469 distinct keys, 30 malformed.",
                        "Valid records by country: China 470, India 1,000.",
                        "The same records again: --seed 42");
    }
}
