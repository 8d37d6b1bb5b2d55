package io.streamlab.join.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "M/d/yy                    | 1/4/10                           | 2010-01-04T00:00:00Z",
                "M/d/yy                    | 12/29/12                         | 2012-12-29T00:00:00Z",
                "M/d/yy                    | ' 2/29/00 '                      | 2000-02-29T00:00:00Z",
                "M/d/yy                    | 12/31/99                         | 2099-12-31T00:00:00Z",
                "yyyy-MM-dd                | 2026-01-31                       | 2026-01-31T00:00:00Z",
                "uuuu-MM-dd HH:mm:ss       | 2026-01-31 23:59:58              | 2026-01-31T23:59:58Z",
                "yyyyMMddHHmmss            | 20260131235958                   | 2026-01-31T23:59:58Z",
                "d MMM uuuu h:mm a         | 31 jan 2026 11:59 pm             | 2026-01-31T23:59:00Z",
                "uuuu-MM-dd'T'HH:mm:ssXXX  | 2026-01-31T23:59:58+02:00        | 2026-01-31T21:59:58Z",
                "uuuu-MM-dd HH:mm VV       | 2026-07-31 12:00 Europe/Berlin   | 2026-07-31T10:00:00Z",
                "uuuu-MM-dd HH:mm VV       | 2026-07-31 12:00 Z               | 2026-07-31T12:00:00Z",
                "uuuu-MM-dd HH:mm VV       | 2026-10-25 02:30 Europe/Berlin   | 2026-10-25T00:30:00Z",
                "uuuu-MM-dd HH:mm VV XXX   | 2026-10-25 02:30 Europe/Berlin +01:00 | 2026-10-25T01:30:00Z",
                "uuuu-MM-dd HH:mm z XXX    | 2026-07-01 01:10 EST -05:00      | 2026-07-01T06:10:00Z",
                "uuuu-MM-dd HH:mm xx (z)   | 2026-11-01 01:10 -0500 (EST)     | 2026-11-01T06:10:00Z",
                "uuuu-MM-dd HH:mm xx (z)   | 2026-11-01 01:40 -0400 (EDT)     | 2026-11-01T05:40:00Z",
                "uuuu-MM-dd HH:mm 'zone'   | 2026-07-01 01:10 zone            | 2026-07-01T01:10:00Z",
                "iso                       | 2026-01-31T12:00:00Z             | 2026-01-31T12:00:00Z",
                "iso                       | 2026-01-31 12:00:00.1234567+01:00 | 2026-01-31T11:00:00.123456Z",
                "epoch_seconds             | 1769860800                       | 2026-01-31T12:00:00Z",
                "epoch_seconds             | 1.7698608E9                      | 2026-01-31T12:00:00Z",
                "epoch_seconds             | 1769860800.1234567               | 2026-01-31T12:00:00.123456Z",
                "epoch_seconds             | -0.5                             | 1969-12-31T23:59:59.500Z",
                "epoch_seconds             | -62135596800                     | 0001-01-01T00:00:00Z",
                "epoch_millis              | 1769860800123                    | 2026-01-31T12:00:00.123Z",
            })
    void readsEveryFormat(String format, String text, String instant) {
        assertThat(TimeText.of(format).parse(text)).hasToString(instant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "M/d/yy        | ''",
                "M/d/yy        | 13/1/10",
                "M/d/yy        | 2/30/10",
                "M/d/yy        | 2/29/10",
                "M/d/yy        | 1/4/2010",
                "M/d/yy        | 1/4/10 12:00",
                "yyyy-MM-dd    | 0000-01-01",
                "yyyy-MM-dd    | +12026-01-31",
                "iso           | 2022-13-24T02:27:41Z",
                "epoch_seconds | 1e400",
                "epoch_seconds | 1e999999999",
                "epoch_seconds | 253402300800",
                "epoch_seconds | 2026-01-31",
                "epoch_millis  | NaN",
                "uuuu-MM-dd HH:mm VV | 2026-03-29 02:30 Europe/Berlin",
                "uuuu-MM-dd HH:mm VV | 2026-03-08 02:30 America/New_York",
                "uuuu-MM-dd HH:mm z[ XXX] | 2026-07-01 01:10 EST",
            })
    void refusesWhatIsNoTimeOfTheFormat(String format, String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeText.of(format).parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yyyy-mm-dd",
                "YYYY-MM-dd",
                "MM-dd",
                "HH:mm:ss",
                "uuuu-MM-dd hh:mm",
                "uuuu-MM-dd mm",
                "{",
                "M/b/y"
            })
    void refusesPatternsThatNameNoPointInTime(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> TimeText.of(pattern));
    }

    /** Java reads EST of a day in July as New York's summer time, and BST as Bougainville's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "uuuu-MM-dd HH:mm:ss z",
                "uuuu-MM-dd HH:mm:ss zzz",
                "uuuu-MM-dd HH:mm:ss zzzz",
                "EEE MMM d HH:mm:ss zzz uuuu",
                "uuuu-MM-dd HH:mm:ss v",
                "uuuu-MM-dd HH:mm:ss vvvv",
                "uuuu-MM-dd HH:mm:ss z 'X'",
                "uuuu-MM-dd HH:mm:ss[ z]"
            })
    void refusesNamesOfZonesWithoutTheOffset(String pattern) {
        assertThatThrownBy(() -> TimeText.of(pattern))
                .isInstanceOf(UnclearZoneException.class)
                .hasMessageStartingWith(
                        "the letter " + (pattern.contains("v") ? "v" : "z") + " reads the name of a zone");
    }

    @Test
    void knowsWhichFormatsAreNumbers() {
        assertThat(TimeText.of("epoch_seconds").readsNumbers()).isTrue();
        assertThat(TimeText.of("epoch_millis").readsNumbers()).isTrue();
        assertThat(TimeText.of("iso").readsNumbers()).isFalse();
        assertThat(TimeText.of("yyyyMMdd").readsNumbers()).isFalse();
    }

    @Test
    void readsTheSameOnAnExecutor() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(TimeText.of("M/d/yy"));
        TimeText sent = (TimeText) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertThat(sent).isEqualTo(TimeText.of("M/d/yy")).isNotEqualTo(TimeText.of("iso"));
        assertThat(sent.parse("1/4/10")).hasToString("2010-01-04T00:00:00Z");
    }
}
