package io.streamlab.join.config;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The part of a point in time, in UTC, that names a partition. */
public enum DateUnit {
    /** Such as 2026. */
    YEAR("uuuu"),
    /** Such as 2026-01. */
    MONTH("uuuu-MM"),
    /** Such as 2026-01-31. */
    DAY("uuuu-MM-dd");

    private final DateTimeFormatter format;

    DateUnit(String pattern) {
        this.format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** Returns the year, month or day of this point in time, as text. */
    public String of(Instant time) {
        return format.format(time);
    }

    /** Returns the word in the argument. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
