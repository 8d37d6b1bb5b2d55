package io.streamlab.local.replicator.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.data.Bits;
import io.debezium.data.EnumSet;
import io.debezium.data.Uuid;
import io.debezium.time.Date;
import io.debezium.time.MicroTime;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.Timestamp;
import io.debezium.time.Year;
import io.debezium.time.ZonedTimestamp;
import io.streamlab.local.replicator.mapping.ColumnValue;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

class ColumnReaderTest {

    @Test
    void numbersStayNumbers() {
        assertThat(read(Schema.INT16_SCHEMA, (short) -5)).isEqualTo(number("-5"));
        assertThat(read(Schema.INT64_SCHEMA, Long.MIN_VALUE)).isEqualTo(number("-9223372036854775808"));
        assertThat(read(Decimal.schema(0), new BigDecimal("18446744073709551615")))
                .isEqualTo(number("18446744073709551615"));
        assertThat(read(Decimal.schema(4), new BigDecimal("1.5000"))).isEqualTo(number("1.5000"));
        assertThat(read(Schema.FLOAT32_SCHEMA, 1.1f)).isEqualTo(number("1.1"));
        assertThat(read(Schema.FLOAT64_SCHEMA, 1.0)).isEqualTo(number("1"));
        assertThat(read(Year.builder().build(), 2024)).isEqualTo(number("2024"));
    }

    @Test
    void datesAndTimesAreWrittenAsMySqlWritesThem() {
        LocalDateTime dateTime = LocalDateTime.of(2024, 2, 29, 10, 11, 12, 120_000_000);
        long micros = dateTime.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + 120_000;

        assertThat(read(Date.builder().build(), (int) LocalDate.of(1000, 1, 1).toEpochDay()))
                .isEqualTo(text("1000-01-01"));
        assertThat(read(Timestamp.builder().build(), micros / 1_000)).isEqualTo(text("2024-02-29 10:11:12"));
        assertThat(read(withLength(Timestamp.builder(), 3), micros / 1_000)).isEqualTo(text("2024-02-29 10:11:12.120"));
        assertThat(read(withLength(MicroTimestamp.builder(), 6), micros)).isEqualTo(text("2024-02-29 10:11:12.120000"));
    }

    @Test
    void dateTimesReachToTheEndOfMySqlsRange() {
        LocalDateTime last = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);

        assertThat(read(
                        withLength(MicroTimestamp.builder(), 6),
                        last.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + 999_999))
                .isEqualTo(text("9999-12-31 23:59:59.999999"));
    }

    @Test
    void timestampsAreInUtc() {
        assertThat(read(withLength(ZonedTimestamp.builder(), 1), "2024-02-29T10:11:12.5+05:30"))
                .isEqualTo(text("2024-02-29 04:41:12.5"));
    }

    @Test
    void timesAreDurations() {
        assertThat(read(MicroTime.builder().build(), 0L)).isEqualTo(text("00:00:00"));
        assertThat(read(MicroTime.builder().build(), 3_020_399_000_000L)).isEqualTo(text("838:59:59"));
        assertThat(read(withLength(MicroTime.builder(), 2), -3_661_250_000L)).isEqualTo(text("-01:01:01.25"));
    }

    @Test
    void wordsAreText() {
        assertThat(read(Schema.STRING_SCHEMA, "Côte d'Ivoire")).isEqualTo(text("Côte d'Ivoire"));
        assertThat(read(EnumSet.builder("a,b").build(), "a,b")).isEqualTo(text("a,b"));
        assertThat(read(Uuid.builder().build(), "6ccd780c-baba-1026-9564-5b8c656024db"))
                .isEqualTo(text("6ccd780c-baba-1026-9564-5b8c656024db"));
    }

    @Test
    void oneBitIsATruthValue() {
        assertThat(read(Schema.BOOLEAN_SCHEMA, true)).isEqualTo(new ColumnValue.Flag(true));
    }

    @Test
    void bytesAreNotBroughtToDynamoDb() {
        assertThat(ColumnReader.read(Schema.BYTES_SCHEMA, ByteBuffer.allocate(1)))
                .isEmpty();
        assertThat(ColumnReader.read(Bits.builder(8).build(), new byte[1])).isEmpty();
    }

    private static ColumnValue read(Schema schema, Object value) {
        return ColumnReader.read(schema, value).orElseThrow();
    }

    private static Schema withLength(SchemaBuilder builder, int length) {
        return builder.parameter("__debezium.source.column.length", String.valueOf(length))
                .build();
    }

    private static ColumnValue number(String value) {
        return new ColumnValue.Numeric(new BigDecimal(value));
    }

    private static ColumnValue text(String value) {
        return new ColumnValue.Text(value);
    }
}
