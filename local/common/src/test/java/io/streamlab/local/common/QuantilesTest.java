package io.streamlab.local.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantilesTest {
    @Test
    void takesTheMiddleAndTheValueThat95PercentDoNotExceed() {
        List<Double> values =
                IntStream.rangeClosed(1, 100).mapToObj(Double::valueOf).toList();

        assertThat(Quantiles.of(values)).isEqualTo(new Quantiles(100, 51, 95));
    }

    @Test
    void ofOneValueAllAreThatValue() {
        assertThat(Quantiles.of(List.of(7.0))).isEqualTo(new Quantiles(1, 7, 7));
    }

    @Test
    void doesNotDependOnTheOrder() {
        assertThat(Quantiles.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Quantiles(3, 2, 3));
    }
}
