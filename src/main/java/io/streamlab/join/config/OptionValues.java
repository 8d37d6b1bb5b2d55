package io.streamlab.join.config;

import io.streamlab.join.text.UnclearZoneException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The typed value of every option of the table, from the arguments or by default. */
final class OptionValues {
    /** A key such as hoodie.datasource.hive_sync.password, up to its value. The value may have commas. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i)(password|passwd|passphrase|secret|token|credential|access[._-]?key|private[._-]?key|jaas)[^=,]*=");

    private final Map<JobOption<?>, Object> values;

    private OptionValues(Map<JobOption<?>, Object> values) {
        this.values = values;
    }

    /** @throws InvalidConfigException with every problem of every argument */
    static OptionValues read(List<JobOption<?>> options, String... arguments) {
        List<String> problems = new ArrayList<>();
        Map<String, String> texts = new ArgumentParser(options).parse(arguments, problems);
        Map<JobOption<?>, Object> values = new HashMap<>();
        for (JobOption<?> option : options) {
            String text = texts.getOrDefault(option.key(), option.defaultText().orElse(null));
            if (text != null) {
                try {
                    values.put(option, option.type().parse(text));
                } catch (IllegalArgumentException e) {
                    String reason = e instanceof UnclearZoneException ? ": " + e.getMessage() : "";
                    problems.add(option + " is '" + shown(text) + "' but must be "
                            + option.type().rule() + reason);
                }
            } else if (option.isRequired()) {
                problems.add(option + " is missing: it must be " + option.type().rule());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
        return new OptionValues(values);
    }

    /** Returns the text for a message, without what may be a secret: everything from its value on. */
    private static String shown(String text) {
        Matcher secret = SECRET.matcher(text);
        return secret.find() ? text.substring(0, secret.end()) + "..." : text;
    }

    <T> T get(JobOption<T> option) {
        return find(option).orElseThrow(() -> new IllegalStateException(option + " may have no value; use find"));
    }

    @SuppressWarnings("unchecked") // read() stores under an option only what its own type made.
    <T> Optional<T> find(JobOption<T> option) {
        return Optional.ofNullable((T) values.get(option));
    }
}
