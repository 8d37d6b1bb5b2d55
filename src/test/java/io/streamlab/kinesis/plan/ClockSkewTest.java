package io.streamlab.kinesis.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.SimulatedQuery;
import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.ManualClock;
import io.streamlab.kinesis.record.UserRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver's clock is ahead of Kinesis' or behind it. */
class ClockSkewTest {

    @ParameterizedTest
    @ValueSource(longs = {-3_600, -90, -1, 0, 1, 59, 61, 90, 600, 3_600})
    void latestBeginsAfterWhatStandsThere(long secondsAhead) {
        ManualClock serviceClock = new ManualClock();
        ManualClock driverClock = new ManualClock();
        driverClock.advance(Duration.ofSeconds(secondsAhead));
        FakeKinesis kinesis = new FakeKinesis(serviceClock, 2);
        try (SimulatedQuery query = new SimulatedQuery(kinesis, driverClock, Map.of("startingPosition", "LATEST"))) {
            kinesis.put("key", "before");
            serviceClock.advance(Duration.ofSeconds(10));

            List<UserRecord> first = query.drain();
            kinesis.put("key", "after");
            serviceClock.advance(Duration.ofSeconds(1));

            assertThat(first).isEmpty();
            assertThat(query.drain()).extracting(SimulatedQuery::text).containsExactly("after");
        }
    }
}
