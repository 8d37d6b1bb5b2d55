package io.streamlab.verify.benchmark;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a benchmark has found, as JSON: its name, {@code environment} (machine and date), {@code settings}, and its figures under
 * snake_case names, in the order in which they were put.
 */
public final class Report {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Map<String, Object> content = new LinkedHashMap<>();

    /** @param settings what was measured with: numbers, versions */
    public Report(String benchmark, Environment environment, Map<String, ?> settings) {
        content.put("benchmark", benchmark);
        content.put("environment", environment.asMap());
        content.put("settings", new LinkedHashMap<>(settings));
    }

    /** @param value a number, text, a list or a map of those */
    public void put(String key, Object value) {
        content.put(key, value);
    }

    public void write(Path file) {
        try {
            JSON.writeValue(file.toFile(), content);
        } catch (IOException e) {
            throw new CommandException("cannot write the report " + file + ": " + e.getMessage(), e);
        }
    }
}
