package io.streamlab.verify.benchmark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlab.verify.benchmark.Environment;
import io.streamlab.verify.benchmark.source.Reading.Appearance;
import io.streamlab.verify.benchmark.source.SourceRun.Live;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceComparisonTest {
    private static final Connector OURS = new Connector("ours", "exact-kinesis", List.of());
    private static final Connector SLOW = new Connector("slow", "slow", List.of());
    private static final Connector FAST = new Connector("fast", "fast", List.of());
    private static final SourceWorkload WORKLOAD = new SourceWorkload(10, 1, 30);

    /** The records of the time that does not count, and two more. */
    private static final int FLOW = 2_002;

    @TempDir
    private Path folder;

    @Test
    void comparesWithTheBestPeer() {
        assertThat(comparison(FLOW).throughputRatioVsBestPeer()).isCloseTo(2.0, within(0.001));
    }

    @Test
    void theTableHasALineForEachConnector() {
        assertThat(comparison(FLOW).table())
                .hasToString(
                        """
                        | Source | records/s: median (range) | delay p50 s | delay p95 s | lost of those read once | lost when evaluated twice |
                        |--------|---------------------------|-------------|-------------|-------------------------|---------------------------|
                        | ours   | 10                        | 0.50        | 0.50        | 0                       | 0 of 3                    |
                        | slow   | 1                         | 4.00        | 4.00        | 0                       | 1 of 3                    |
                        | fast   | 5                         | 2.00        | 2.00        | 0                       | 1 of 3                    |
                        """);
    }

    @Test
    void theReportHasOurFiguresAndThoseOfThePeers() throws IOException {
        Path file = folder.resolve("report.json");
        comparison(FLOW)
                .report(new Environment(Instant.EPOCH, "system", "processor", 2, 1024, "java"))
                .write(file);

        JsonNode report = new ObjectMapper().readTree(file.toFile());
        assertThat(report.get("throughput_ratio_vs_best_peer").asDouble()).isCloseTo(2.0, within(0.001));
        assertThat(report.get("latency_p50_s").asDouble()).isEqualTo(0.5);
        assertThat(report.get("latency_p95_s").asDouble()).isEqualTo(0.5);
        assertThat(report.get("lost_on_double_evaluation").asLong()).isZero();
        assertThat(report.get("planning_bytes_percent").asDouble()).isEqualTo(2.5);
        assertThat(report.at("/peers/fast/throughput_records_per_s").asDouble()).isEqualTo(5);
        assertThat(report.at("/peers/fast/lost_on_double_evaluation").asLong()).isEqualTo(1);
        assertThat(report.at("/settings/records").asLong()).isEqualTo(10);
    }

    @Test
    void thatAPeerLosesRecordsIsNoFault() {
        assertThat(comparison(FLOW).faults()).isEmpty();
    }

    @Test
    void thatOursLosesOneIsAFault() {
        assertThat(comparison(FLOW + 1).faults())
                .containsExactly("FAULT: ours lost 1 records and gave 0 twice, each batch being evaluated once");
    }

    /** @param flow records on the stream of the delays, of which every connector has seen the first 2,002 */
    private static SourceComparison comparison(int flow) {
        return new SourceComparison(
                "some emulator",
                WORKLOAD,
                List.of(OURS, SLOW, FAST),
                Map.of(OURS, List.of(backlog(1)), SLOW, List.of(backlog(10)), FAST, List.of(backlog(2))),
                Map.of(
                        OURS, new Live(delayed(500), flow),
                        SLOW, new Live(delayed(4_000), flow),
                        FAST, new Live(delayed(2_000), flow)),
                Map.of(
                        OURS, new Live(twice(3), 3),
                        SLOW, new Live(twice(2), 3),
                        FAST, new Live(twice(2), 3)));
    }

    private static Reading backlog(int seconds) {
        return reading(10, 0, seconds * 1_000L);
    }

    private static Reading delayed(long millis) {
        return reading(FLOW, 0, millis);
    }

    private static Reading twice(int inSecondEvaluation) {
        List<Appearance> records = new ArrayList<>(reading(3, 0, 0).records());
        records.addAll(reading(inSecondEvaluation, 1, 0).records());
        return new Reading(0, Map.of(), records);
    }

    private static Reading reading(int count, int evaluation, long seenMillis) {
        List<Appearance> records = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            records.add(new Appearance(evaluation, id, 0, seenMillis));
        }
        return new Reading(0, Map.of("planningBytes", 10L, "bytesRead", 400L), records);
    }
}
