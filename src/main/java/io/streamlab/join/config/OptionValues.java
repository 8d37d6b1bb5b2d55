package io.streamlab.join.config;

import io.streamlab.join.text.UnclearZoneException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The typed value of every option of the table, from the arguments or by default. */
final class OptionValues {
    /** A key such as hoodie.datasource.hive_sync.password, up to its value. The value may have commas. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i)(password|passwd|passphrase|secret|token|credential|access[._-]?key|private[._-]?key|jaas)[^=,]*=");

    private final Map<JobOption<?>, Object> values;
    private final Set<String> givenKeys;

    private OptionValues(Map<JobOption<?>, Object> values, Set<String> givenKeys) {
        this.values = values;
        this.givenKeys = givenKeys;
    }

    /** @param problems gets a sentence for each problem of each argument; with any, some options have no value */
    static OptionValues read(List<JobOption<?>> options, List<String> problems, String... arguments) {
        return of(options, new ArgumentParser(options).parse(arguments, problems), problems);
    }

    /**
     * Returns the values of texts.
     *
     * @param texts by the options' keys
     * @param problems as in {@link #read}
     */
    static OptionValues of(List<JobOption<?>> options, Map<String, String> texts, List<String> problems) {
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
        return new OptionValues(values, new HashSet<>(texts.keySet()));
    }

    /** Returns whether the option is given, so that its value is not by default. */
    boolean isGiven(JobOption<?> option) {
        return givenKeys.contains(option.key());
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
