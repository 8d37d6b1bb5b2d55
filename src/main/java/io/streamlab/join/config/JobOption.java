package io.streamlab.join.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One row of the option table.
 *
 * @param <T> the type of the option's value
 */
public final class JobOption<T> {
    private final String key;
    private final ValueType<T> type;
    private final String unit;
    private final String defaultText;
    private final boolean required;
    private final String summary;
    private final List<String> details;

    private JobOption(
            String key,
            ValueType<T> type,
            String unit,
            String defaultText,
            boolean required,
            String summary,
            List<String> details) {
        this.key = Objects.requireNonNull(key, "key");
        this.type = Objects.requireNonNull(type, "type");
        this.unit = unit;
        this.defaultText = defaultText;
        this.required = required;
        this.summary = Objects.requireNonNull(summary, "summary");
        this.details = Collections.unmodifiableList(new ArrayList<>(details));
    }

    static <T> JobOption<T> required(String key, ValueType<T> type, String summary) {
        return new JobOption<>(key, type, "", null, true, summary, Collections.emptyList());
    }

    /** Returns an option that may be left out and then has no value. */
    static <T> JobOption<T> optional(String key, ValueType<T> type, String summary) {
        return new JobOption<>(key, type, "", null, false, summary, Collections.emptyList());
    }

    static <T> JobOption<T> withDefault(String key, ValueType<T> type, String defaultText, String summary) {
        return withDefault(key, type, "", defaultText, summary);
    }

    static <T> JobOption<T> withDefault(
            String key, ValueType<T> type, String unit, String defaultText, String summary) {
        return new JobOption<>(
                key,
                type,
                unit,
                Objects.requireNonNull(defaultText, "defaultText"),
                false,
                summary,
                Collections.emptyList());
    }

    /**
     * Returns this option with the text that stands below its table in the documentation.
     *
     * @param lines Markdown, one sentence or list item each: what the option does, and why its default is what it is
     */
    JobOption<T> details(String... lines) {
        return new JobOption<>(key, type, unit, defaultText, required, summary, Arrays.asList(lines));
    }

    /** Returns the key without the two hyphens. */
    public String key() {
        return key;
    }

    public ValueType<T> type() {
        return type;
    }

    /** Returns the unit of the value; empty for a value without a unit. */
    public String unit() {
        return unit;
    }

    public Optional<String> defaultText() {
        return Optional.ofNullable(defaultText);
    }

    public boolean isRequired() {
        return required;
    }

    /** Returns one sentence in Markdown: what the option is. */
    public String summary() {
        return summary;
    }

    /** Returns further lines in Markdown, one sentence or list item each; may be empty. */
    public List<String> details() {
        return details;
    }

    @Override
    public String toString() {
        return "--" + key;
    }
}
