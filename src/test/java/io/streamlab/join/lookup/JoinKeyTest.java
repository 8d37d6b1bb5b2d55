package io.streamlab.join.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.config.JoinComparison;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class JoinKeyTest {
    private final JoinKey exact = new JoinKey(JoinComparison.EXACT);

    @Test
    void aSingleTextIsItsOwnKeyAsItIsCompared() {
        assertThat(exact.of(RowFactory.create("Korea, Republic of \\"))).isEqualTo("Korea, Republic of \\");
        assertThat(new JoinKey(JoinComparison.TRIMMED_IGNORE_CASE).of(RowFactory.create(" India\u00a0")))
                .isEqualTo("india");
    }

    @Test
    void severalTextsAreToldApartWhateverIsInThem() {
        Set<String> keys = List.of(
                        RowFactory.create("a,b", "c"),
                        RowFactory.create("a", "b,c"),
                        RowFactory.create("a\\", "b,c"),
                        RowFactory.create("a\\,b", "c"),
                        RowFactory.create("a", "b", "c"))
                .stream()
                .map(exact::of)
                .collect(Collectors.toSet());

        assertThat(keys).hasSize(5).contains("a\\,b,c", "a,b\\,c", "a,b,c");
    }

    @Test
    void whatHasANullMatchesNothing() {
        assertThat(exact.of(RowFactory.create("India", null))).isNull();
        assertThat(exact.of(RowFactory.create((Object) null))).isNull();
    }

    @Test
    void valuesAreTheSameTextWhoeverMakesTheRow() {
        Instant instant = Instant.parse("2026-01-31T12:00:00.123456Z");

        assertThat(exact.of(RowFactory.create(7, new BigDecimal("1.50"), true))).isEqualTo("7,1.5,true");
        assertThat(exact.of(RowFactory.create(new BigDecimal("1E+3")))).isEqualTo("1000");
        assertThat(exact.of(RowFactory.create(Date.valueOf("2026-01-31"))))
                .isEqualTo(exact.of(RowFactory.create(LocalDate.of(2026, 1, 31))))
                .isEqualTo("2026-01-31");
        assertThat(exact.of(RowFactory.create(Timestamp.from(instant))))
                .isEqualTo(exact.of(RowFactory.create(instant)))
                .isEqualTo("2026-01-31T12:00:00.123456Z");
    }
}
