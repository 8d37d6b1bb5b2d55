package io.streamlab.local.example;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The outcome of a run.
 *
 * @param counts of the records that are on the stream
 * @param seconds from the first request to the last answer
 */
record GenerationReport(String stream, long seed, @JsonUnwrapped Counts counts, double seconds) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** For people: the totals, then how to make the same records again. */
    String describe() {
        String countries = counts.countries().entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%s %,d", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "Put %,d records on stream %s in %.1f s: %,d valid with %,d distinct keys, %,d malformed.%n"
                        + "Valid records by country: %s.%n"
                        + "The same records again: --seed %d",
                counts.sent(),
                stream,
                seconds,
                counts.valid(),
                counts.distinctKeys(),
                counts.malformed(),
                countries.isEmpty() ? "none" : countries,
                seed);
    }

    /**
     * Writes the outcome for programs: a JSON object with the fields stream, seed, sent, valid, malformed, distinct_keys, countries
     * (an object: records by country) and seconds. Makes the file's folder if need be.
     */
    void writeTo(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, MAPPER.writeValueAsString(this) + "\n");
    }
}
