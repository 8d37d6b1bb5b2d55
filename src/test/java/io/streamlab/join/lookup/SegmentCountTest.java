package io.streamlab.join.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentCountTest {
    @ParameterizedTest
    @CsvSource({
        // Half a unit is the smallest read.
        "0.5, 1",
        "256, 1",
        "256.5, 2",
        "2048, 8",
        "1000000, 8",
        // Not told.
        "0, 8"
    })
    void isOneForEachMegabyteThatTheScanBeforeHasRead(double consumedCapacityUnits, int segments) {
        assertThat(SegmentCount.afterScan(consumedCapacityUnits, 8)).isEqualTo(segments);
    }
}
