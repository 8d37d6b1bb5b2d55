package io.streamlab.local.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void theMedianIsTheMiddleOne() {
        assertThat(new Figures(List.of(9.0, 1.0, 4.0)).median()).isEqualTo(4);
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertThat(new Figures(List.of(9.0, 1.0, 4.0, 6.0)).median()).isEqualTo(5);
    }

    @Test
    void knowsItsRange() {
        Figures figures = new Figures(List.of(9.0, 1.0, 4.0));

        assertThat(figures.least()).isEqualTo(1);
        assertThat(figures.greatest()).isEqualTo(9);
    }

    @Test
    void aPercentileIsAFigureThatWasMeasured() {
        Figures figures = new Figures(List.of(5.0, 1.0, 2.0, 4.0, 3.0));

        assertThat(figures.percentile(50)).isEqualTo(3);
        assertThat(figures.percentile(60)).isEqualTo(3);
        assertThat(figures.percentile(61)).isEqualTo(4);
        assertThat(figures.percentile(100)).isEqualTo(5);
        assertThat(figures.percentile(0.1)).isEqualTo(1);
    }

    @Test
    void refusesAPercentileThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Figures(List.of(1.0)).percentile(101))
                .withMessage("percent is 101.0: it must lie above 0 and not above 100");
    }

    @Test
    void refusesToSayAnythingOfNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Figures(List.of()))
                .withMessage("there is no figure");
    }

    @Test
    void describesSeveralFiguresByMedianAndRange() {
        assertThat(new Figures(List.of(1234.5, 1000.0, 2000.25)).medianAndRange(1))
                .isEqualTo("1,234.5 (1,000.0 to 2,000.3)");
    }

    @Test
    void describesOneFigureWithoutARange() {
        assertThat(new Figures(List.of(12.345)).medianAndRange(2)).isEqualTo("12.35");
    }

    @Test
    void summaryHasTheMedianAndTheValueThat95PercentDoNotExceed() {
        List<Double> values =
                IntStream.rangeClosed(1, 100).mapToObj(Double::valueOf).toList();

        assertThat(new Figures(values).summary()).isEqualTo(new Figures.Summary(100, 50.5, 95));
        assertThat(new Figures(List.of(7.0)).summary()).isEqualTo(new Figures.Summary(1, 7, 7));
    }
}
