package io.streamlab.join.config;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One field that a table is partitioned by: a column as it is, or the year, month or day of a point in time. */
public final class PartitionField {
    private static final Pattern TRANSFORMED = Pattern.compile("(\\w+)\\s*\\(\\s*([^()]+?)\\s*\\)");
    private static final Pattern PLAIN = Pattern.compile("[^()]+");

    private static final ValueType<DateUnit> UNIT = ValueType.choice("unit", DateUnit.class);

    private final String source;
    private final Optional<DateUnit> unit;

    private PartitionField(String source, Optional<DateUnit> unit) {
        this.source = source;
        this.unit = unit;
    }

    /** @throws IllegalArgumentException when the text is neither {@code column} nor {@code day(column)} or the like */
    static PartitionField parse(String text) {
        Matcher transformed = TRANSFORMED.matcher(text);
        if (transformed.matches()) {
            return new PartitionField(transformed.group(2), Optional.of(UNIT.parse(transformed.group(1))));
        }
        if (!PLAIN.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return new PartitionField(text, Optional.empty());
    }

    /** Returns the column that the value comes from. */
    public String source() {
        return source;
    }

    /** Returns the part of the column's value that is taken; none for the whole value. */
    public Optional<DateUnit> unit() {
        return unit;
    }

    /** Returns the column of the table that holds the value, such as {@code orderdate_day}. */
    public String column() {
        return unit.map(part -> source + "_" + part).orElse(source);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartitionField
                && source.equals(((PartitionField) other).source)
                && unit.equals(((PartitionField) other).unit);
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, unit);
    }

    /** Returns the field as it is written in the argument. */
    @Override
    public String toString() {
        return unit.map(part -> part + "(" + source + ")").orElse(source);
    }
}
