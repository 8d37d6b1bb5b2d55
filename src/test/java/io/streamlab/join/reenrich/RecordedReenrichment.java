package io.streamlab.join.reenrich;

import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.lookup.ReferenceSnapshot;
import io.streamlab.join.metrics.BatchReport;
import io.streamlab.join.metrics.Figure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A re-enrichment that notes what it is asked for, and finds what the test says. */
public final class RecordedReenrichment implements Reenrichment {
    private final List<String> calls;

    private Optional<Dataset<Row>> outdated = Optional.empty();
    private Duration sinceLastStep = Duration.ofDays(1);
    private boolean pendingBefore;
    private boolean pendingAfter;
    private boolean committed;

    /** @param calls gets what is asked for, in order */
    public RecordedReenrichment(List<String> calls) {
        this.calls = calls;
    }

    /** Lets the next step find these rows. */
    public RecordedReenrichment finding(Dataset<Row> rows) {
        outdated = Optional.of(rows);
        return this;
    }

    RecordedReenrichment pending(boolean before, boolean after) {
        pendingBefore = before;
        pendingAfter = after;
        return this;
    }

    RecordedReenrichment lastStepAgo(Duration time) {
        sinceLastStep = time;
        return this;
    }

    @Override
    public ReenrichmentStep prepare(
            SparkSession spark, List<ReferenceSnapshot> snapshots, BatchProvenance origin, BatchReport report) {
        calls.add("prepare for " + origin);
        return new ReenrichmentStep() {
            @Override
            public Optional<Dataset<Row>> rows() {
                return outdated;
            }

            @Override
            public void committed(long rowsReenriched) {
                calls.add("committed " + rowsReenriched);
                committed = true;
                report.count(Figure.ROWS_REENRICHED, rowsReenriched);
            }

            @Override
            public void close() {
                calls.add("release");
            }
        };
    }

    @Override
    public Duration sinceLastStep() {
        return sinceLastStep;
    }

    @Override
    public boolean isPending() {
        return committed ? pendingAfter : pendingBefore;
    }
}
