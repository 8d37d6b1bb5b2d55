package io.streamlab.join.reenrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.JobConfig;
import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.hudi.Commits;
import io.streamlab.join.hudi.HudiCommit;
import io.streamlab.join.lookup.ReferenceSnapshot;
import io.streamlab.join.lookup.References;
import io.streamlab.join.metrics.RecordedReports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class IdleReenrichmentTest {
    private static final String PREPARE = "prepare for re-enriched rows of the query q";

    private final List<String> calls = new ArrayList<>();
    private final RecordedReenrichment reenrichment = new RecordedReenrichment(calls);
    private final RecordedReports reports = new RecordedReports();
    private final Dataset<Row> outdated = LocalSpark.session().range(3).toDF();

    private JobConfig config = ExampleConfig.with("reenrich", "true", "window_seconds", "60");
    private RuntimeException failure;

    @Test
    void commitsWhatItFindsThenNotesItAndReports() {
        reenrichment.finding(outdated).pending(true, true);

        assertThat(idleWork().betweenBatches()).as("there is more").isTrue();

        assertThat(calls).containsExactly("look up", PREPARE, "write", "committed 3", "release");
        assertThat(reports.published())
                .singleElement()
                .asString()
                .matches("\\{\"lookup_ms\":\\d+,\"reference_items\":2,\"reference_capacity_units\":[\\d.]+,"
                        + "\"upsert_ms\":\\d+,\"commit\":20260131120000000,\"rows_reenriched\":3,"
                        + "\"between_batches_ms\":\\d+,\"ended_at\":\\d+}");
    }

    @Test
    void hasNoMoreToDoWhenNothingIsPending() {
        reenrichment.finding(outdated).pending(true, false);

        assertThat(idleWork().betweenBatches()).isFalse();
        assertThat(reports.published()).hasSize(1);
    }

    /** Without this note the keys would stay pending, and the table would be searched in each window. */
    @Test
    void notesThatThereIsNothingToWrite() {
        reenrichment.pending(true, false);

        assertThat(idleWork().betweenBatches()).isFalse();

        assertThat(calls).containsExactly("look up", PREPARE, "committed 0", "release");
        assertThat(reports.published()).as("a search is reported").hasSize(1);
    }

    @Test
    void reportsThatKeysHaveBecomePending() {
        reenrichment.pending(false, true);

        assertThat(idleWork().betweenBatches()).as("no rows were written").isFalse();
        assertThat(reports.published()).hasSize(1);
    }

    @Test
    void reportsNothingWhereNothingHasChanged() {
        reenrichment.pending(false, false);

        assertThat(idleWork().betweenBatches()).isFalse();

        assertThat(calls).containsExactly("look up", PREPARE, "committed 0", "release");
        assertThat(reports.published()).isEmpty();
    }

    @Test
    void notesNothingWhenTheWriteFails() {
        reenrichment.finding(outdated).pending(true, true);
        failure = new IllegalStateException("the write fails");

        assertThatThrownBy(() -> idleWork().betweenBatches()).isSameAs(failure);

        assertThat(calls).containsExactly("look up", PREPARE, "write", "release");
        assertThat(reports.published()).isEmpty();
    }

    @Test
    void waitsForAWindowAfterTheLastStep() {
        assertThat(idleWork().betweenBatches()).isFalse();
        assertThat(calls).hasSize(4);
        calls.clear();

        reenrichment.lastStepAgo(Duration.ofSeconds(60).minusMillis(1));
        assertThat(idleWork().betweenBatches()).isFalse();
        assertThat(calls).isEmpty();
    }

    @Test
    void waitsForASecondWhereTheWindowIsZero() {
        config = ExampleConfig.with("reenrich", "true", "window_seconds", "0");

        reenrichment.lastStepAgo(Duration.ofMillis(999));
        idleWork().betweenBatches();
        assertThat(calls).isEmpty();

        reenrichment.lastStepAgo(Duration.ofSeconds(1));
        idleWork().betweenBatches();
        assertThat(calls).isNotEmpty();
    }

    @Test
    void aJobThatGoesOnHasNothingToDoAtItsEnd() {
        assertThat(idleWork().atEnd()).isFalse();
        assertThat(calls).isEmpty();
    }

    @Test
    void aJobThatDrainsTheStreamWorksAtItsEndAlone() {
        config = ExampleConfig.with("reenrich", "true", "available_now", "true");
        reenrichment.finding(outdated).pending(true, true).lastStepAgo(Duration.ZERO);

        assertThat(idleWork().betweenBatches()).isFalse();
        assertThat(calls).isEmpty();
        assertThat(idleWork().atEnd()).isTrue();
        assertThat(calls).containsExactly("look up", PREPARE, "write", "committed 3", "release");
    }

    private IdleReenrichment idleWork() {
        return new IdleReenrichment(
                reenrichment,
                () -> List.of(lookUp()),
                this::write,
                reports.reports(),
                LocalSpark.session(),
                "q",
                config.batch());
    }

    private ReferenceSnapshot lookUp() {
        calls.add("look up");
        return References.of(config.lookup(), "India", "Peru");
    }

    private HudiCommit write(Dataset<Row> rows, BatchProvenance origin) {
        calls.add("write");
        if (failure != null) {
            throw failure;
        }
        return Commits.of("20260131120000000", rows.count(), 0, rows.count());
    }
}
