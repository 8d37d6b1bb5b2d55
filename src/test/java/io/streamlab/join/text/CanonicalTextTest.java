package io.streamlab.join.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;

/** Tables and checkpoints keep these texts, so none of them may change. */
class CanonicalTextTest {
    @Test
    void textsOfScalars() {
        assertThat(CanonicalText.of("a, b ")).isEqualTo("a, b ");
        assertThat(CanonicalText.of(true)).isEqualTo("true");
        assertThat(CanonicalText.of((byte) -1)).isEqualTo("-1");
        assertThat(CanonicalText.of(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(CanonicalText.of(1.0)).isEqualTo("1.0");
        assertThat(CanonicalText.of(1e10f)).isEqualTo("1.0E10");
        assertThat(CanonicalText.of(null)).isEqualTo("null");
    }

    @Test
    void decimalsHaveNeitherExponentNorZerosAtTheEnd() {
        assertThat(CanonicalText.of(new BigDecimal("1.50"))).isEqualTo("1.5");
        assertThat(CanonicalText.of(new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(CanonicalText.of(new BigDecimal("1000.00"))).isEqualTo("1000");
        assertThat(CanonicalText.of(new BigDecimal("-0.00000001"))).isEqualTo("-0.00000001");
        assertThat(CanonicalText.of(new BigDecimal("0.00"))).isEqualTo("0");
    }

    @Test
    void datesAndTimestampsOfEitherClassHaveOneText() {
        Instant instant = Instant.parse("2026-10-25T01:30:00.5Z");

        assertThat(CanonicalText.of(Date.valueOf("2026-01-31")))
                .isEqualTo(CanonicalText.of(LocalDate.of(2026, 1, 31)))
                .isEqualTo("2026-01-31");
        assertThat(CanonicalText.of(Timestamp.from(instant)))
                .isEqualTo(CanonicalText.of(instant))
                .isEqualTo("2026-10-25T01:30:00.500Z");
    }

    @Test
    void textsOfWhatHasElements() {
        assertThat(CanonicalText.of(new byte[] {1, -2})).isEqualTo("[1, -2]");
        assertThat(CanonicalText.of(RowFactory.create("a", null, new BigDecimal("1.0"))))
                .isEqualTo("[a, null, 1]");
        assertThat(CanonicalText.of(JavaConverters.asScalaBuffer(Arrays.asList("b", "a", new byte[] {3}))
                        .toSeq()))
                .isEqualTo("[b, a, [3]]");
        assertThat(CanonicalText.of(RowFactory.create(List.of().toArray()))).isEqualTo("[]");
        assertThat(CanonicalText.of(JavaConverters.mapAsScalaMap(Map.of("b", 2, "a", 1, "c", 3))))
                .isEqualTo(
                        CanonicalText.of(JavaConverters.mapAsScalaMap(new TreeMap<>(Map.of("c", 3, "b", 2, "a", 1)))))
                .isEqualTo("{a=1, b=2, c=3}");
    }
}
