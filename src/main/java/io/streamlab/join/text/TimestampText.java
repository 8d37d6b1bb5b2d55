package io.streamlab.join.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads dates and points in time, from year 1 to 9999, in the forms that producers write. docs/DATA_FORMS.md lists the forms,
 * those that are refused, and why.
 *
 * <p>A text is refused when it could be two points in time, or when reading it would lose something. Digits of a second beyond
 * the sixth are cut, because Spark's timestamps do not have them.
 */
final class TimestampText {
    private static final Pattern FORM = Pattern.compile(
            "(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
                    + "(?:[Tt ](?<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,](?<fraction>[0-9]+))?"
                    + "(?: ?(?:(?<utc>[Zz]|UTC|utc|GMT|gmt)|(?<sign>[+-])(?<hours>[0-9]{2})(?::?(?<minutes>[0-9]{2})(?::?(?<seconds>[0-9]{2}))?)?))?)?");

    /** With these numbers of digits before the point, seconds, milliseconds, microseconds and nanoseconds lie from 2001 to 2286. */
    private static final int SECONDS_DIGITS = 10;

    private static final int MILLIS_DIGITS = 13;
    private static final int MICROS_DIGITS = 16;
    private static final int NANOS_DIGITS = 19;

    private static final int NANO_DIGITS = 9;

    private TimestampText() {}

    /**
     * Returns the point in time, cut to microseconds. A text without an offset is in UTC, and a day is its first moment.
     *
     * @throws IllegalArgumentException when the text has none of the forms
     * @throws DateTimeException when there is no such day or time
     */
    static Instant instant(String text) {
        Matcher form = match(text);
        LocalDate date = LocalDate.parse(form.group("date"));
        LocalTime time = LocalTime.MIDNIGHT;
        if (form.group("time") != null) {
            time = LocalTime.parse(form.group("time"));
            if (form.group("fraction") != null) {
                check(form.group("time").length() == "12:00:00".length());
                time = time.withNano(nanos(form.group("fraction")));
            }
        }
        Instant instant = LocalDateTime.of(date, time).toInstant(offset(form));
        inRange(instant.atOffset(ZoneOffset.UTC).toLocalDate());
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Returns the date. A point in time is one when it is the first moment of a day in UTC.
     *
     * @throws IllegalArgumentException when the text has none of the forms
     * @throws DateTimeException when there is no such day or time
     */
    static LocalDate date(String text) {
        Matcher form = match(text);
        if (form.group("time") != null) {
            check(offset(form).equals(ZoneOffset.UTC));
            check(LocalTime.parse(form.group("time")).equals(LocalTime.MIDNIGHT));
            check(form.group("fraction") == null || form.group("fraction").matches("0+"));
        }
        return inRange(LocalDate.parse(form.group("date")));
    }

    /**
     * Returns the point in time that a number since 1970-01-01T00:00:00Z names, cut to microseconds. The number of digits before
     * the point tells the unit. A number of another length could be in two units.
     *
     * @throws IllegalArgumentException when the unit cannot be told
     */
    static Instant sinceEpoch(BigDecimal number) {
        check(number.signum() > 0);
        long digits = (long) number.precision() - number.scale();
        int shift;
        if (digits == SECONDS_DIGITS) {
            shift = 6;
        } else if (digits == MILLIS_DIGITS) {
            shift = 3;
        } else if (digits == MICROS_DIGITS) {
            shift = 0;
        } else {
            check(digits == NANOS_DIGITS);
            shift = -3;
        }
        long micros =
                number.movePointRight(shift).setScale(0, RoundingMode.FLOOR).longValueExact();
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static Matcher match(String text) {
        Matcher form = FORM.matcher(text);
        check(form.matches());
        return form;
    }

    private static ZoneOffset offset(Matcher form) {
        if (form.group("sign") == null) {
            return ZoneOffset.UTC;
        }
        int sign = form.group("sign").equals("-") ? -1 : 1;
        return ZoneOffset.ofHoursMinutesSeconds(
                sign * number(form, "hours"), sign * number(form, "minutes"), sign * number(form, "seconds"));
    }

    private static int number(Matcher form, String group) {
        return form.group(group) == null ? 0 : Integer.parseInt(form.group(group));
    }

    private static int nanos(String fraction) {
        StringBuilder digits =
                new StringBuilder(fraction.length() > NANO_DIGITS ? fraction.substring(0, NANO_DIGITS) : fraction);
        while (digits.length() < NANO_DIGITS) {
            digits.append('0');
        }
        return Integer.parseInt(digits.toString());
    }

    /** The years that every reader of the table understands. */
    private static LocalDate inRange(LocalDate date) {
        check(1 <= date.getYear() && date.getYear() <= 9999);
        return date;
    }

    private static void check(boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException("the text is no date or time of the forms that are read");
        }
    }
}
