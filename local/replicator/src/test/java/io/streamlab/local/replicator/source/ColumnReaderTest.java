package io.streamlab.local.replicator.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.data.Bits;
import io.debezium.data.EnumSet;
import io.debezium.data.Uuid;
import io.streamlab.local.replicator.mapping.ColumnValue;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
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
    }

    @Test
    void floatingPointNumbersHaveTheFewestDigitsThatReadBack() {
        assertThat(read(Schema.FLOAT32_SCHEMA, 3.1415927f)).isEqualTo(number("3.1415927"));
        assertThat(read(Schema.FLOAT32_SCHEMA, Float.MAX_VALUE).asText()).isEqualTo("34028235" + "0".repeat(31));
        assertThat(read(Schema.FLOAT32_SCHEMA, Float.MIN_NORMAL)).isEqualTo(number("1.1754944E-38"));
        assertThat(read(Schema.FLOAT32_SCHEMA, -0.0f)).isEqualTo(number("0"));
        assertThat(read(Schema.FLOAT64_SCHEMA, 3.141592653589793)).isEqualTo(number("3.141592653589793"));
        // Java 17 says 2.0E-3 and 2.0E22 shortly, but not these.
        assertThat(read(Schema.FLOAT64_SCHEMA, 2e23)).isEqualTo(number("2E+23"));
        assertThat(read(Schema.FLOAT64_SCHEMA, Double.MIN_VALUE)).isEqualTo(number("5E-324"));
        assertThat(read(Schema.FLOAT64_SCHEMA, Math.pow(2, -44))).isEqualTo(number("5.684341886080802E-14"));
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

    private static ColumnValue number(String value) {
        return new ColumnValue.Numeric(new BigDecimal(value));
    }

    private static ColumnValue text(String value) {
        return new ColumnValue.Text(value);
    }
}
