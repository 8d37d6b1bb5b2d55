package io.streamlab.join.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration of the example: the defaults and the three paths that have none. */
public final class ExampleConfig {
    static final Map<String, String> REQUIRED = Map.of(
            "target_path", "s3://streamlab/output/hudi_table",
            "rejected_path", "s3://streamlab/rejected",
            "checkpoint_path", "s3://streamlab/checkpoint");

    private ExampleConfig() {}

    /** @param keysAndValues options that differ from the example's, as key, value, key, value ... */
    public static JobConfig with(String... keysAndValues) {
        Map<String, String> values = new LinkedHashMap<>(REQUIRED);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return JobConfig.parse(arguments(values));
    }

    /** The problems that the same call of {@link #with} would report; none when the configuration is right. */
    static List<String> problemsWith(String... keysAndValues) {
        try {
            with(keysAndValues);
            return List.of();
        } catch (InvalidConfigException e) {
            return e.problems();
        }
    }

    static String[] arguments(Map<String, String> values) {
        return values.entrySet().stream()
                .flatMap(value -> List.of("--" + value.getKey(), value.getValue()).stream())
                .toArray(String[]::new);
    }
}
