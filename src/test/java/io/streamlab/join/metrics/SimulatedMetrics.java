package io.streamlab.join.metrics;

import io.streamlab.kinesis.client.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The metrics that CloudWatch has after some hours of a job, whose time a test passes. */
public final class SimulatedMetrics {
    private final ManualClock clock = new ManualClock();
    private final Map<String, List<Point>> points = new HashMap<>();
    private BatchReports reports = started();

    /** One value of a metric. */
    public record Point(Instant at, double value) {}

    /** Returns what CloudWatch has of a metric; nothing if the job has never sent it. */
    public List<Point> of(String name) {
        return points.getOrDefault(name, List.of());
    }

    /** Returns the simulated time. */
    public Instant now() {
        return clock.instant();
    }

    /** Notes a value that a test makes up. */
    public void put(String name, double value) {
        points.computeIfAbsent(name, any -> new ArrayList<>()).add(new Point(now(), value));
    }

    /** Lets time pass while the job does not run, or hangs. */
    public void pass(Duration duration) {
        clock.advance(duration);
    }

    /** Lets the job wait for records, as it does between batches: it is asked twice a second. */
    public void wait(Duration duration) {
        Instant end = now().plus(duration);
        while (now().isBefore(end)) {
            reports.publishBetweenBatches(true);
            clock.advance(Duration.ofMillis(500));
        }
    }

    /** Lets a batch end well. */
    public void batch() {
        reports.publish(reports.begin(0));
    }

    /** Lets the job end by a batch that fails, and starts the job again. */
    public void failure() {
        reports.publishFailure(reports.begin(0), new IllegalStateException("no space left"));
        reports.publishFailure(new IllegalStateException("the query ended"));
        reports.close();
        reports = started();
    }

    private BatchReports started() {
        return new BatchReports(
                Duration.ofSeconds(60),
                (report, endedAt) -> {
                    for (Figure figure : Figure.values()) {
                        figure.cloudWatchName().ifPresent(name -> report.figure(figure)
                                .ifPresent(value -> put(name, value.doubleValue())));
                    }
                },
                Map::of,
                clock);
    }
}
