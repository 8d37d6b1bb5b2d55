package io.streamlab.join.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarTextTest {
    @ParameterizedTest
    @CsvSource({
        "tinyint, -128, -128",
        "tinyint, 127, 127",
        "smallint, -32768, -32768",
        "int, 2147483647, 2147483647",
        "bigint, -9223372036854775808, -9223372036854775808",
        "bigint, 9223372036854775807, 9223372036854775807",
        "bigint, +5, 5",
        "bigint, 12.0, 12",
        "bigint, 1.2e1, 12",
        "bigint, 1200e-2, 12",
        "bigint, 0e999999999, 0",
        "'decimal(5,2)', 1, 1.00",
        "'decimal(5,2)', -999.99, -999.99",
        "'decimal(5,2)', 1.5000, 1.50",
        "'decimal(5,2)', 1e2, 100.00",
        "'decimal(5,2)', .5, 0.50",
        "'decimal(5,2)', 5., 5.00",
        "'decimal(5,2)', 0e-999999999, 0.00",
        "'decimal(38,0)', 1e37, 10000000000000000000000000000000000000",
        "double, 0.1, 0.1",
        "double, 1e308, 1.0E308",
        "double, 1e-400, 0.0",
        "float, 16777217, 1.6777216E7",
        "boolean, true, true",
        "boolean, FALSE, false",
        "string, ' as it is ', ' as it is '",
        "date, 2026-01-31, 2026-01-31",
        "date, 2024-02-29, 2024-02-29",
        "date, 0001-01-01, 0001-01-01",
        "date, 9999-12-31, 9999-12-31",
        "date, 2026-01-31T00:00:00Z, 2026-01-31",
        "date, 2026-01-31T00:00:00.000+0000, 2026-01-31",
        "date, 2026-01-31 00:00:00, 2026-01-31",
        "date, 2026-01-31 00:00, 2026-01-31",
    })
    void readsWhatFitsExactly(String type, String text, String value) {
        assertThat(parse(type, text)).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource({
        "tinyint, 128",
        "tinyint, 1.5",
        "smallint, 32768",
        "int, 2147483648",
        "int, -2147483649",
        "bigint, 9223372036854775808",
        "bigint, 1e19",
        "bigint, 0.1",
        "bigint, ''",
        "bigint, one",
        "bigint, 1_000",
        "bigint, 0x1F",
        "bigint, ١٢",
        "bigint, 1 2",
        "'decimal(5,2)', 1000",
        "'decimal(5,2)', 1.234",
        "'decimal(5,2)', 1e3",
        "'decimal(5,2)', NaN",
        "double, NaN",
        "double, Infinity",
        "double, 1e309",
        "double, 1d",
        "double, 0x1p3",
        "float, 1e39",
        "boolean, 1",
        "boolean, yes",
        "boolean, ''",
        "date, 2026-02-29",
        "date, 2022-13-24",
        "date, 1/4/10",
        "date, 20260131",
        "date, 2026-1-31",
        "date, 0000-12-31",
        "date, +10000-01-01",
        "date, +999999999-12-31",
        "date, 2026-01-31T12:00:00Z",
        "date, 2026-01-31T00:00:00.001Z",
        "date, 2026-01-31T00:00:00+01:00",
        "date, 2026-01-30T24:00:00Z",
        "date, 1769860800",
        "binary, a",
        "binary, Zm9v Zm9v",
    })
    void refusesWhatDoesNotFit(String type, String text) {
        assertThatThrownBy(() -> parse(type, text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00, 2026-01-31T12:00:00Z",
        "2026-01-31 12:00:00, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00+02:00, 2026-01-31T10:00:00Z",
        "2026-01-31 12:00:00-05:30, 2026-01-31T17:30:00Z",
        "2026-01-31T12:00:00.123456Z, 2026-01-31T12:00:00.123456Z",
        "2026-01-31T12:00:00.123456789Z, 2026-01-31T12:00:00.123456Z",
        "2026-01-31T12:00:00.1234567890123Z, 2026-01-31T12:00:00.123456Z",
        "2026-01-31T12:00:00.9999999Z, 2026-01-31T12:00:00.999999Z",
        "'2026-01-31 12:00:00,123', 2026-01-31T12:00:00.123Z",
        "2026-01-31T12:00:00.000+0000, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.5-0330, 2026-01-31T15:30:00.5Z",
        "2026-01-31 12:00:00+00, 2026-01-31T12:00:00Z",
        "2026-01-31 12:00:00+05, 2026-01-31T07:00:00Z",
        "2026-01-31 12:00:00 +0530, 2026-01-31T06:30:00Z",
        "2026-01-31 12:00:00.25 -05:00, 2026-01-31T17:00:00.25Z",
        "2026-01-31T12:00:00+01:00:30, 2026-01-31T10:59:30Z",
        "2026-01-31 12:00:00 UTC, 2026-01-31T12:00:00Z",
        "2026-01-31 12:00:00UTC, 2026-01-31T12:00:00Z",
        "2026-01-31 12:00:00.123456 GMT, 2026-01-31T12:00:00.123456Z",
        "2026-01-31T12:00:00 Z, 2026-01-31T12:00:00Z",
        "2026-01-31t12:00:00z, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00z, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00-00:00, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00+18:00, 2026-01-30T18:00:00Z",
        "2026-01-31, 2026-01-31T00:00:00Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "1582-10-10T00:00:00Z, 1582-10-10T00:00:00Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999Z",
    })
    void readsTimestampsInUtcUnlessTheySayOtherwise(String text, Instant instant) {
        assertThat(parse("timestamp", text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-1-31",
                "2026-01-31T",
                "2026-01-31Z",
                "2026-01-31 +00:00",
                "2026-01-31T12",
                "2026-01-31T12:00.5Z",
                "2026-01-31T12:00:00.Z",
                "2026-01-31  12:00:00",
                "2026-01-31T12:00:00  Z",
                "2026-01-31T12:00:00+0",
                "2026-01-31T12:00:00+1",
                "2026-01-31T12:00:00+00000",
                "2026-01-31T12:00:00+18:01",
                "2026-01-31T12:00:00+00:60",
                "2026-01-31 12:00:00 CET",
                "2026-01-31 12:00:00 Europe/Berlin",
                "2026-01-31 12:00:00 UTC+1",
                "2026-01-31T23:59:60Z",
                "2026-02-29T00:00:00Z",
                "31/01/2026 12:00:00",
                "01/31/2026",
                "20260131T120000Z",
                "Sat, 31 Jan 2026 12:00:00 GMT",
                "Jan 31, 2026",
                "1769860800123",
                "２０２６-01-31",
                "12:00:00",
                "1769860800",
                "2026-02-30T12:00:00Z",
                "2022-13-24T02:27:41Z",
                "2026-01-31T24:00:00Z",
                "2026-01-31T12:00:60Z",
                "2026-01-31T12:00:00+02:00[Europe/Berlin]",
                "0000-12-31T23:59:59Z",
                "0001-01-01T00:00:00+01:00",
                "9999-12-31T23:59:59-01:00",
                "+300000-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59Z"
            })
    void refusesWhatIsNoTimestamp(String text) {
        assertThatThrownBy(() -> parse("timestamp", text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1000000000, 2001-09-09T01:46:40Z",
        "1769860800, 2026-01-31T12:00:00Z",
        "9999999999, 2286-11-20T17:46:39Z",
        "1769860800.123456789, 2026-01-31T12:00:00.123456Z",
        "1.7698608E9, 2026-01-31T12:00:00Z",
        "1769860800123, 2026-01-31T12:00:00.123Z",
        "1769860800123.4567, 2026-01-31T12:00:00.123456Z",
        "1.769860800123E12, 2026-01-31T12:00:00.123Z",
        "1769860800123456, 2026-01-31T12:00:00.123456Z",
        "1769860800123456789, 2026-01-31T12:00:00.123456Z",
    })
    void readsNumbersSince1970WhoseUnitTheirLengthTells(String number, Instant instant) {
        assertThat(ScalarText.of(DataTypes.TimestampType).parseNumber(number)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1",
                "-1",
                "86400",
                "999999999",
                "10000000000",
                "-1769860800",
                "-1769860800123",
                "20260131",
                "20260131120000",
                "46053.5",
                "0.1",
                "1e999999999",
                "1e-999999999",
                "NaN",
                "12345678901234567890"
            })
    void refusesNumbersThatCouldHaveTwoUnits(String number) {
        ScalarText timestamp = ScalarText.of(DataTypes.TimestampType);
        assertThatThrownBy(() -> timestamp.parseNumber(number)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsNumbersOfOtherTypesAsTheirTexts() {
        assertThat(ScalarText.of(DataTypes.LongType).parseNumber("12.0")).isEqualTo(12L);
        assertThat(ScalarText.of(DataTypes.StringType).parseNumber("12.0")).isEqualTo("12.0");
        ScalarText date = ScalarText.of(DataTypes.DateType);
        assertThatThrownBy(() -> date.parseNumber("1769860800")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "bigint, 1e999999999",
        "bigint, 1e-999999999",
        "bigint, 1e2147483647",
        "bigint, 123456e2147483647",
        "'decimal(10,0)', 1e999999999",
        "'decimal(10,0)', 1e2147483647",
        "'decimal(10,0)', 10e2147483647",
        "'decimal(10,0)', 1e99999999999",
        "'decimal(10,2)', 1e-999999999",
        "'decimal(10,2)', 1e-99999999",
        "'decimal(10,2)', 1e-2147483647",
    })
    void refusesExponentsWithoutWritingTheNumberOut(String type, String text) {
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> assertThatThrownBy(() -> parse(type, text))
                .isInstanceOf(IllegalArgumentException.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bigint", "decimal(38,2)", "double"})
    void refusesNumbersOfMoreThanAThousandCharacters(String type) {
        String ones = "1." + "0".repeat(998);
        assertThat(parse(type, ones)).isNotNull();
        assertThatThrownBy(() -> parse(type, ones + "0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsEachTypeAsItsOwnJavaType() {
        assertThat(parse("tinyint", "1")).isEqualTo((byte) 1);
        assertThat(parse("smallint", "1")).isEqualTo((short) 1);
        assertThat(parse("int", "1")).isEqualTo(1);
        assertThat(parse("bigint", "1")).isEqualTo(1L);
        assertThat(parse("float", "1")).isEqualTo(1f);
        assertThat(parse("double", "1")).isEqualTo(1d);
        assertThat(parse("decimal(4,2)", "1")).isEqualTo(new BigDecimal("1.00"));
        assertThat(parse("boolean", "true")).isEqualTo(true);
        assertThat(parse("date", "2026-01-31")).isEqualTo(LocalDate.of(2026, 1, 31));
        assertThat(parse("binary", "Zm9v")).isEqualTo(new byte[] {'f', 'o', 'o'});
    }

    @Test
    void hasNoTextForOtherTypes() {
        DataType map = DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType);
        assertThatThrownBy(() -> ScalarText.of(map))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MAP<STRING, STRING> is no scalar");
    }

    private static Object parse(String type, String text) {
        DataType dataType = new StructType().add("value", type).apply(0).dataType();
        return ScalarText.of(dataType).parse(text);
    }
}
