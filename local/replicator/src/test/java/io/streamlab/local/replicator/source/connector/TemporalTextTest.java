package io.streamlab.local.replicator.source.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes of the new forms are what MariaDB writes; those of the old forms follow the manual. */
class TemporalTextTest {

    @Test
    void datesMayHaveZeros() throws IOException {
        assertThat(TemporalText.date(bytes("000000"))).isEqualTo("0000-00-00");
        assertThat(TemporalText.date(littleEndian(2024 << 9 | 15))).isEqualTo("2024-00-15");
        assertThat(TemporalText.date(littleEndian(2024 << 9 | 2 << 5 | 29))).isEqualTo("2024-02-29");
        assertThat(TemporalText.date(littleEndian(9999 << 9 | 12 << 5 | 31))).isEqualTo("9999-12-31");
    }

    @Test
    void yearZeroIsNot1900() throws IOException {
        assertThat(TemporalText.year(bytes("00"))).isEqualTo("0000");
        assertThat(TemporalText.year(bytes("01"))).isEqualTo("1901");
        assertThat(TemporalText.year(bytes("ff"))).isEqualTo("2155");
    }

    @Test
    void timesAreDurationsWithASign() throws IOException {
        assertThat(TemporalText.time(0, bytes("800000"))).isEqualTo("00:00:00");
        assertThat(TemporalText.time(0, bytes("80a2cc"))).isEqualTo("10:11:12");
        assertThat(TemporalText.time(0, bytes("7fffff"))).isEqualTo("-00:00:01");
        assertThat(TemporalText.time(1, bytes("7ffffff6"))).isEqualTo("-00:00:00.1");
        assertThat(TemporalText.time(6, bytes("7fffffffffff"))).isEqualTo("-00:00:00.000001");
        assertThat(TemporalText.time(3, bytes("800000000a"))).isEqualTo("00:00:00.001");
    }

    @Test
    void dateTimesMayHaveZeros() throws IOException {
        assertThat(TemporalText.dateTime(0, bytes("8000000000"))).isEqualTo("0000-00-00 00:00:00");
        assertThat(TemporalText.dateTime(3, bytes("80000000000000"))).isEqualTo("0000-00-00 00:00:00.000");
        long fields = (2024L * 13 + 2) << 22 | 29L << 17 | 10L << 12 | 11L << 6 | 12;
        String stored = "%010x".formatted(1L << 39 | fields);
        assertThat(TemporalText.dateTime(0, bytes(stored))).isEqualTo("2024-02-29 10:11:12");
        assertThat(TemporalText.dateTime(3, bytes(stored + "04b0"))).isEqualTo("2024-02-29 10:11:12.120");
        assertThat(TemporalText.dateTime(6, bytes(stored + "000001"))).isEqualTo("2024-02-29 10:11:12.000001");
    }

    @Test
    void timestampsAreInUtcAndMayBeZero() throws IOException {
        assertThat(TemporalText.timestamp(0, bytes("00000000"))).isEqualTo("0000-00-00 00:00:00");
        assertThat(TemporalText.timestamp(6, bytes("00000000000000"))).isEqualTo("0000-00-00 00:00:00.000000");
        assertThat(TemporalText.timestamp(2, bytes("0000000001"))).isEqualTo("1970-01-01 00:00:00.01");
        assertThat(TemporalText.timestamp(0, bytes("7fffffff"))).isEqualTo("2038-01-19 03:14:07");
        assertThat(TemporalText.timestamp(0, bytes("ffffffff"))).isEqualTo("2106-02-07 06:28:15");
    }

    @Test
    void oldFormsHaveNoFraction() throws IOException {
        assertThat(TemporalText.time(littleEndian(101112))).isEqualTo("10:11:12");
        assertThat(TemporalText.time(littleEndian(-8385959))).isEqualTo("-838:59:59");
        assertThat(TemporalText.timestamp(bytes("00000000"))).isEqualTo("0000-00-00 00:00:00");
        assertThat(TemporalText.timestamp(bytes("01000000"))).isEqualTo("1970-01-01 00:00:01");
        String digits = "%016x".formatted(Long.reverseBytes(20240015101112L));
        assertThat(TemporalText.dateTime(bytes(digits))).isEqualTo("2024-00-15 10:11:12");
    }

    private static ByteArrayInputStream bytes(String hexadecimal) {
        return new ByteArrayInputStream(HexFormat.of().parseHex(hexadecimal));
    }

    /** Returns the lower three bytes, the lowest first. */
    private static ByteArrayInputStream littleEndian(int value) {
        return new ByteArrayInputStream(new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16)});
    }
}
