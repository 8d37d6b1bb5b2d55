package io.streamlab.join.text;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Objects;
import org.apache.spark.sql.types.DataTypes;

/**
 * Reads a text as a point in time, from year 1 to 9999, by one of these formats.
 *
 * <table>
 * <caption>Formats</caption>
 * <tr><th>format</th><th>text</th></tr>
 * <tr><td>iso</td><td>what a timestamp column takes: see {@link ScalarText}</td></tr>
 * <tr><td>epoch_seconds, epoch_millis</td><td>a number: the seconds or milliseconds since 1970-01-01T00:00:00Z, with a
 *     fraction or without</td></tr>
 * <tr><td>a pattern of {@link DateTimeFormatter}, such as M/d/yy</td><td>English names of months and days in any case;
 *     years of two digits are 2000 to 2099; a day without a time is its first moment, a time without an offset or a
 *     zone is in UTC</td></tr>
 * </table>
 *
 * <p>Names of zones such as EST do not say which offset holds, so a pattern with one must have the offset as well. A region
 * such as Europe/Berlin is clear but for the hour that comes twice when summer time ends: without an offset that is the first.
 *
 * <p>Digits of a second beyond the sixth are cut. Whitespace around the text does not matter.
 */
public final class TimeText implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final String ISO = "iso";
    private static final String EPOCH_SECONDS = "epoch_seconds";
    private static final String EPOCH_MILLIS = "epoch_millis";

    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long MICROS_PER_MILLI = 1_000L;

    /** All parts differ, so that a pattern without one of them gives another time. */
    private static final ZonedDateTime SAMPLE =
            LocalDateTime.of(2012, 11, 28, 23, 59, 58, 987_654_000).atZone(ZoneOffset.UTC);

    private final String format;
    private final transient Reader reader;

    private TimeText(String format, Reader reader) {
        this.format = format;
        this.reader = reader;
    }

    /** @throws IllegalArgumentException when the format is none of the above, or its texts name no point in time */
    public static TimeText of(String format) {
        switch (format) {
            case ISO:
                ScalarText timestamp = ScalarText.of(DataTypes.TimestampType);
                return new TimeText(format, text -> (Instant) timestamp.parse(text));
            case EPOCH_SECONDS:
                return new TimeText(format, epoch(MICROS_PER_SECOND));
            case EPOCH_MILLIS:
                return new TimeText(format, epoch(MICROS_PER_MILLI));
            default:
                return ofPattern(format);
        }
    }

    /** @throws IllegalArgumentException when the text has another format, or names a day or time that does not exist */
    public Instant parse(String text) {
        try {
            Instant instant = reader.read(text.trim()).truncatedTo(ChronoUnit.MICROS);
            int year = instant.atOffset(ZoneOffset.UTC).getYear();
            if (year < 1 || year > 9999) {
                throw new IllegalArgumentException("the year " + year + " is out of range");
            }
            return instant;
        } catch (ArithmeticException | DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Returns whether the texts are numbers, so that columns of numbers have the format, too. */
    public boolean readsNumbers() {
        return format.equals(EPOCH_SECONDS) || format.equals(EPOCH_MILLIS);
    }

    /** Returns the format as the option has it. */
    @Override
    public String toString() {
        return format;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimeText && format.equals(((TimeText) other).format);
    }

    @Override
    public int hashCode() {
        return Objects.hash(format);
    }

    private static Reader epoch(long microsPerUnit) {
        ScalarText number = ScalarText.of(DataTypes.createDecimalType(38, 18));
        return text -> {
            long micros = ((BigDecimal) number.parse(text))
                    .multiply(BigDecimal.valueOf(microsPerUnit))
                    .setScale(0, RoundingMode.FLOOR)
                    .longValueExact();
            return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        };
    }

    private static TimeText ofPattern(String pattern) {
        String letters = lettersOf(pattern);
        boolean hasOffset = containsAny(letters, "xXZO");
        for (char name : "zv".toCharArray()) {
            if (letters.indexOf(name) >= 0 && !hasOffset) {
                throw new UnclearZoneException(name);
            }
        }
        boolean needsOffset = containsAny(letters, "zv");
        DateTimeFormatter formatter = new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                // A strict "yyyy" is a year of an era, which nobody names.
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
        TimeText format = new TimeText(pattern, text -> instant(formatter, text, needsOffset));
        requireWholeTimes(format, formatter);
        return format;
    }

    private static Instant instant(DateTimeFormatter formatter, String text, boolean needsOffset) {
        TemporalAccessor parsed = formatter.parse(text);
        LocalDate day = LocalDate.from(parsed);
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if (time == null) {
            return day.atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        LocalDateTime local = day.atTime(time);
        if (parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
            // The offset alone: Java 8 would let the zone decide.
            return local.toInstant(ZoneOffset.ofTotalSeconds(parsed.get(ChronoField.OFFSET_SECONDS)));
        }
        if (needsOffset) {
            throw new IllegalArgumentException(text + " has the name of a zone and no offset");
        }
        ZoneId zone = parsed.query(TemporalQueries.zoneId());
        return zone == null ? local.toInstant(ZoneOffset.UTC) : instant(local, zone);
    }

    private static Instant instant(LocalDateTime local, ZoneId zone) {
        ZonedDateTime zoned = local.atZone(zone);
        if (!zoned.toLocalDateTime().equals(local)) {
            throw new IllegalArgumentException(local + " does not exist in " + zone);
        }
        return zoned.toInstant();
    }

    /** Returns the pattern without its quoted parts. */
    private static String lettersOf(String pattern) {
        return pattern.replaceAll("'[^']*'", "");
    }

    private static boolean containsAny(String letters, String sought) {
        return sought.chars().anyMatch(letter -> letters.indexOf(letter) >= 0);
    }

    /** Finds the pattern that takes minutes for months, and the hour that could be before or after noon. */
    private static void requireWholeTimes(TimeText format, DateTimeFormatter formatter) {
        try {
            String sample = formatter.format(SAMPLE);
            String again = formatter.format(format.parse(sample).atZone(ZoneOffset.UTC));
            if (!again.equals(sample)) {
                throw new IllegalArgumentException(sample + " would be read as " + again);
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A formatter cannot be serialized; its pattern can. */
    private Object readResolve() {
        return of(format);
    }

    private interface Reader {
        Instant read(String text);
    }
}
