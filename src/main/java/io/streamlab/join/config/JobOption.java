package io.streamlab.join.config;

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
    private final String description;

    private JobOption(
            String key, ValueType<T> type, String unit, String defaultText, boolean required, String description) {
        this.key = Objects.requireNonNull(key, "key");
        this.type = Objects.requireNonNull(type, "type");
        this.unit = unit;
        this.defaultText = defaultText;
        this.required = required;
        this.description = Objects.requireNonNull(description, "description");
    }

    static <T> JobOption<T> required(String key, ValueType<T> type, String description) {
        return new JobOption<>(key, type, "", null, true, description);
    }

    /** An option that may be left out and then has no value. */
    static <T> JobOption<T> optional(String key, ValueType<T> type, String description) {
        return new JobOption<>(key, type, "", null, false, description);
    }

    static <T> JobOption<T> withDefault(String key, ValueType<T> type, String defaultText, String description) {
        return withDefault(key, type, "", defaultText, description);
    }

    static <T> JobOption<T> withDefault(
            String key, ValueType<T> type, String unit, String defaultText, String description) {
        return new JobOption<>(key, type, unit, Objects.requireNonNull(defaultText, "defaultText"), false, description);
    }

    /** Without the two hyphens. */
    public String key() {
        return key;
    }

    public ValueType<T> type() {
        return type;
    }

    /** Empty where the value has none. */
    public String unit() {
        return unit;
    }

    public Optional<String> defaultText() {
        return Optional.ofNullable(defaultText);
    }

    public boolean isRequired() {
        return required;
    }

    /** What the option does and why its default is what it is, in Markdown. */
    public String description() {
        return description;
    }

    @Override
    public String toString() {
        return "--" + key;
    }
}
