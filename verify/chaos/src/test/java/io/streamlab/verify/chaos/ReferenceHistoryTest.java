package io.streamlab.verify.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReferenceHistoryTest {
    private final ReferenceHistory history = new ReferenceHistory();

    @BeforeEach
    void changeTheNameFromSecond10To12() {
        history.begin("India", "IN-India");
        history.change("India", "IN-1", second(10), second(12));
    }

    @Test
    void allowsTheFormerNameUntilTheNewOneShows() {
        assertThat(history.mayShow("India", "IN-India", second(1), second(2))).isTrue();
        assertThat(history.mayShow("India", "IN-India", second(11), second(11))).isTrue();
        assertThat(history.mayShow("India", "IN-India", second(13), second(14))).isFalse();
    }

    @Test
    void allowsTheNewNameFromTheBeginningOfTheUpdate() {
        assertThat(history.mayShow("India", "IN-1", second(8), second(9))).isFalse();
        assertThat(history.mayShow("India", "IN-1", second(8), second(10))).isTrue();
        assertThat(history.mayShow("India", "IN-1", second(100), second(101))).isTrue();
    }

    @Test
    void countsChanges() {
        assertThat(history.changes()).isEqualTo(1);
    }

    @Test
    void allowsNoNameThatNeverWas() {
        assertThat(history.mayShow("India", "IN-2", second(11), second(11))).isFalse();
        assertThat(history.mayShow("India", null, second(11), second(11))).isFalse();
    }

    @Test
    void allowsACountryWithoutReferenceRowNothingButNoName() {
        assertThat(history.mayShow("Atlantis", null, second(1), second(2))).isTrue();
        assertThat(history.mayShow("Atlantis", "IN-1", second(1), second(2))).isFalse();
    }

    @Test
    void countryMayLoseItsReferenceRowAndGetAnother() {
        history.change("India", null, second(20), second(22));
        assertThat(history.latest("India")).isEmpty();
        assertThat(history.mayShow("India", null, second(18), second(19))).isFalse();
        assertThat(history.mayShow("India", null, second(21), second(21))).isTrue();

        history.change("India", "IN-2", second(30), second(32));
        assertThat(history.latest("India")).contains("IN-2");
        assertThat(history.mayShow("India", null, second(33), second(34))).isFalse();
        assertThat(history.latest("Atlantis")).isEmpty();
    }

    private static Instant second(long second) {
        return Instant.ofEpochSecond(second);
    }
}
