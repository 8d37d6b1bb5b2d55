package io.streamlab.join.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamlab.join.text.TimeText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventOrderTest {
    private static final long ARRIVAL = 1_769_860_800_000L;
    private static final String SEQUENCE_NUMBER = "49590338271490256608559692538361571095921575989136588898";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string        | M/d/yy        | '\"9/24/12\"'                 | '\"10/11/15\"'",
                "string        | M/d/yy        | '\"12/29/12\"'                | '\"1/4/13\"'",
                "string        | iso           | '\"2026-01-31T12:00:00+02:00\"' | '\"2026-01-31T11:00:00Z\"'",
                "string        | epoch_seconds | 9                             | 10",
                "bigint        | epoch_millis  | -1                            | 1769860800123",
                "double        | epoch_seconds | 1.7698608E9                   | 1769860800.5",
                "string        | none          | '\"10\"'                      | '\"9\"'",
                "tinyint       | none          | -1                            | 0",
                "smallint      | none          | 9                             | 10",
                "int           | none          | -10                           | -9",
                "bigint        | none          | -9223372036854775808          | 9223372036854775807",
                "float         | none          | -1e10                         | -0.5",
                "double        | none          | 9.5                           | 10.25",
                "decimal(10,2) | none          | -0.01                         | 0.1",
                "boolean       | none          | false                         | true",
                "date          | none          | '\"0999-12-31\"'              | '\"1000-01-01\"'",
                "timestamp     | none          | '\"2026-01-31T12:00:00+02:00\"' | '\"2026-01-31T11:00:00Z\"'",
            })
    void ordersByTheFieldWhateverElseIsGreater(String type, String format, String earlier, String later)
            throws RejectedRecordException {
        assertThat(order(type, format, earlier, ARRIVAL + 1, "2", 2))
                .isLessThan(order(type, format, later, ARRIVAL, "1", 1));
    }

    @Test
    void breaksTiesByArrivalThenSequenceNumberThenPlaceInTheAggregate() throws RejectedRecordException {
        List<String> orders = List.of(
                order("int", "none", "1", 999, "1000", 7),
                order("int", "none", "1", 1000, "9", 7),
                order("int", "none", "1", 1000, "10", 0),
                order("int", "none", "1", 1000, "10", 9),
                order("int", "none", "1", 1000, "10", 10),
                order("int", "none", "2", 0, "0", 0));

        assertThat(orders).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void isTheSameForWhicheverFormatOrTypeOfTheSameTime() throws RejectedRecordException {
        assertThat(List.of(
                        order("string", "yyyy-MM-dd", "\"2026-01-31\"", 1, "1", 0),
                        order("string", "iso", "\"2026-01-31T00:00:00Z\"", 1, "1", 0),
                        order("bigint", "epoch_seconds", "1769817600", 1, "1", 0),
                        order("timestamp", "none", "\"2026-01-31T00:00:00Z\"", 1, "1", 0),
                        order("date", "none", "\"2026-01-31\"", 1, "1", 0)))
                .containsOnly(order("string", "M/d/yy", "\"1/31/26\"", 1, "1", 0));
    }

    @Test
    void isShortEnoughToBeKeptWithEveryRow() throws RejectedRecordException {
        assertThat(order("string", "M/d/yy", "\"1/4/10\"", ARRIVAL, SEQUENCE_NUMBER, 0))
                .hasSize(64);
    }

    @Test
    void rejectsARecordWithoutTheField() {
        RejectedRecordException rejection = rejection("string", "M/d/yy", null);

        assertThat(rejection.reason()).isEqualTo(RejectionReason.MISSING_ORDERING_VALUE);
        assertThat(rejection).hasMessage("field 'o' is the ordering field and is missing or null");
    }

    @Test
    void rejectsAFieldOfAnotherFormat() {
        RejectedRecordException rejection = rejection("string", "M/d/yy", "2/30/10");

        assertThat(rejection.reason()).isEqualTo(RejectionReason.UNREADABLE_ORDERING_VALUE);
        assertThat(rejection)
                .hasMessage("field 'o' is the ordering field and is '2/30/10', which is no time of the format M/d/yy");
    }

    /** The arrival is 2026-01-31T12:00:00Z. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "string    | M/d/yy        | '\"2/1/26\"'                      | 43200 | null",
                "string    | M/d/yy        | '\"2/1/26\"'                      | 43199 | 2026-02-01T00:00:00Z",
                "string    | M/d/yy        | '\"1/1/70\"'                      | 86400 | 2070-01-01T00:00:00Z",
                "string    | iso           | '\"2026-01-31T12:00:00Z\"'        | 0     | null",
                "string    | iso           | '\"2026-01-31T12:00:00.000001Z\"' | 0     | 2026-01-31T12:00:00.000001Z",
                "string    | iso           | '\"9999-12-31T23:59:59Z\"'        | 86400 | 9999-12-31T23:59:59Z",
                "string    | iso           | '\"0001-01-01T00:00:00Z\"'        | 0     | null",
                "bigint    | epoch_millis  | 1769860801001                    | 1     | 2026-01-31T12:00:01.001Z",
                "bigint    | epoch_seconds | 1769860801001                    | 86400 | out of range",
                "date      | none          | '\"2026-02-02\"'                  | 86400 | 2026-02-02T00:00:00Z",
                "date      | none          | '\"2026-02-01\"'                  | 86400 | null",
                "timestamp | none          | '\"2026-02-01T12:00:00.5Z\"'      | 86400 | 2026-02-01T12:00:00.500Z",
                "bigint    | none          | 9223372036854775807              | 0     | null",
                "string    | none          | '\"9999-12-31\"'                  | 0     | null",
            })
    void rejectsAnEventThatLiesAheadOfItsArrival(
            String type, String format, String json, int maxFutureSeconds, String rejectedAs) {
        EventOrder order =
                new EventOrder(schema(type), "o", format(format), Optional.of(Duration.ofSeconds(maxFutureSeconds)));
        byte[] payload = ("{\"k\": \"a\", \"o\": " + json + "}").getBytes(StandardCharsets.UTF_8);

        RejectedRecordException rejection = catchThrowableOfType(
                RejectedRecordException.class,
                () -> order.of(
                        new JsonRecordReader(schema(type), List.of("k"), false).read(payload),
                        1_769_860_800_000L,
                        "1",
                        0));

        if (rejectedAs == null) {
            assertThat(rejection).isNull();
        } else if (rejectedAs.equals("out of range")) {
            assertThat(rejection.reason()).isEqualTo(RejectionReason.UNREADABLE_ORDERING_VALUE);
        } else {
            assertThat(rejection.reason()).isEqualTo(RejectionReason.FUTURE_ORDERING_VALUE);
            assertThat(rejection)
                    .hasMessageEndingWith("', read as " + rejectedAs + ", which lies more than " + maxFutureSeconds
                            + " seconds (--max_future_seconds) ahead of the record's arrival at 2026-01-31T12:00:00Z");
        }
    }

    @Test
    void quotesOnlyTheBeginningOfALongValue() {
        assertThat(rejection("string", "iso", "x".repeat(1_000)))
                .hasMessage("field 'o' is the ordering field and is '" + "x".repeat(60)
                        + "...', which is no time of the format iso");
    }

    private static String order(
            String type, String format, String json, long arrival, String sequenceNumber, long subSequenceNumber)
            throws RejectedRecordException {
        byte[] payload = ("{\"k\": \"a\", \"o\": " + json + "}").getBytes(StandardCharsets.UTF_8);
        return eventOrder(type, format)
                .of(
                        new JsonRecordReader(schema(type), List.of("k"), false).read(payload),
                        arrival,
                        sequenceNumber,
                        subSequenceNumber);
    }

    private static RejectedRecordException rejection(String type, String format, String value) {
        return catchThrowableOfType(RejectedRecordException.class, () -> eventOrder(type, format)
                .of(RowFactory.create("a", value), ARRIVAL, SEQUENCE_NUMBER, 0));
    }

    private static EventOrder eventOrder(String type, String format) {
        return new EventOrder(schema(type), "o", format(format), Optional.empty());
    }

    private static Optional<TimeText> format(String format) {
        return format.equals("none") ? Optional.empty() : Optional.of(TimeText.of(format));
    }

    private static StructType schema(String type) {
        return new StructType().add("k", "string").add("o", type);
    }
}
