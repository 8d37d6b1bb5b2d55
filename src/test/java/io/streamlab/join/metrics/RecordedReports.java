package io.streamlab.join.metrics;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Batch reports of which tests see those that were published. */
public final class RecordedReports {
    private final List<String> published = new ArrayList<>();
    private final BatchReports reports = new BatchReports(
            Duration.ZERO, (report, endedAt) -> published.add(report.toJson()), Map::of, Clock.systemUTC());

    /** Returns what the code under test reports to. */
    public BatchReports reports() {
        return reports;
    }

    /** Returns the published reports, each as its line of JSON. */
    public List<String> published() {
        return published;
    }
}
