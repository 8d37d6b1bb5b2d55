package io.streamlab.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.client.FakeKinesis;
import io.streamlab.kinesis.client.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of this machine jumps, and that of Kinesis does not. */
class ClockJumpsTest {
    private static final int SHARDS = 3;
    private static final int TRIGGERS = 60;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noRecordIsLostOrReadTwiceOrReportedAsLost(long seed) {
        Random random = new Random(seed);
        ManualClock service = new ManualClock();
        ManualClock machine = new ManualClock();
        FakeKinesis kinesis = new FakeKinesis(service, SHARDS);
        List<String> sent = new ArrayList<>();
        List<String> read = new ArrayList<>();
        try (SimulatedQuery query = new SimulatedQuery(kinesis, machine, Map.of("failOnDataLoss", "false"))) {
            for (int trigger = 0; trigger < TRIGGERS; trigger++) {
                for (int i = random.nextInt(20); i > 0; i--) {
                    String text = "record " + sent.size();
                    kinesis.put(text, text);
                    sent.add(text);
                }
                Duration passed = Duration.ofSeconds(random.nextInt(120));
                service.advance(passed);
                machine.advance(passed);
                switch (random.nextInt(6)) {
                    case 0 -> machine.advance(Duration.ofHours(-1));
                    case 1 -> machine.advance(Duration.ofHours(1));
                    case 2 -> {
                        // The machine sleeps.
                        service.advance(Duration.ofHours(1));
                        machine.advance(Duration.ofHours(1));
                    }
                    case 3 -> query.restart();
                    default -> {}
                }
                query.plan().ifPresent(batch -> read.addAll(batch.texts()));
            }
            for (int more = 0; more < 5; more++) {
                service.advance(Duration.ofSeconds(10));
                machine.advance(Duration.ofSeconds(10));
                query.plan().ifPresent(batch -> read.addAll(batch.texts()));
            }
            assertThat(query.reportedLosses()).isEmpty();
        }
        assertThat(sent).hasSizeGreaterThan(TRIGGERS);
        assertThat(read).containsExactlyInAnyOrderElementsOf(sent);
    }
}
