package io.streamlab.verify.benchmark.upsert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamlab.verify.benchmark.upsert.ExpectedTable.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void comparesMediansOfTheBatchesThatCount() {
        List<Result> results = new ArrayList<>();
        results.addAll(batches(Workload.UPDATES, ArmType.PUBLISHED, 90, 50, 9, 10, 30));
        results.addAll(batches(Workload.UPDATES, ArmType.JOB, 80, 40, 3, 2, 1));
        results.addAll(batches(Workload.UPDATES, ArmType.REWRITE, 70, 30, 1.6, 1.5, 1.7));
        results.addAll(batches(Workload.INSERTS, ArmType.JOB, 0, 0, 100, 100, 100));

        Comparison comparison = Comparison.of(Workload.UPDATES, results);

        assertThat(comparison.speedup())
                .hasValueSatisfying(value -> assertThat(value).isEqualTo(5));
        assertThat(comparison.ratioToLimit())
                .hasValueSatisfying(value -> assertThat(value).isCloseTo(1.25, within(1e-9)));
        assertThat(comparison.medianOf(ArmType.JOB)).isEqualTo(2);
    }

    @Test
    void comparesInsertsWithThePlainAppend() {
        List<Result> results = new ArrayList<>();
        results.addAll(batches(Workload.INSERTS, ArmType.JOB, 0, 0, 3));
        results.addAll(batches(Workload.INSERTS, ArmType.APPEND, 0, 0, 0.5));

        Comparison comparison = Comparison.of(Workload.INSERTS, results);

        assertThat(comparison.ratioToLimit())
                .hasValueSatisfying(value -> assertThat(value).isEqualTo(6));
        assertThat(comparison.speedup()).isEmpty();
    }

    @Test
    void isRightOnlyIfTheJobsTableIsExact() {
        assertThat(verdicts(Verdict.EXACT, Verdict.LATE_RECORDS_WIN).isRight()).isTrue();
        assertThat(verdicts(Verdict.EXACT, Verdict.DUPLICATES).isRight()).isTrue();
        assertThat(verdicts(Verdict.EXACT, Verdict.WRONG).isRight()).isFalse();
        assertThat(verdicts(Verdict.LATE_RECORDS_WIN, Verdict.EXACT).isRight()).isFalse();
    }

    @Test
    void showsEveryArm() {
        List<Result> results = new ArrayList<>();
        results.addAll(batches(Workload.UPDATES, ArmType.PUBLISHED, 90, 50, 9, 10, 30));
        results.addAll(batches(Workload.UPDATES, ArmType.REWRITE, 70, 30, 2));

        assertThat(Comparison.of(Workload.UPDATES, results).asTable())
                .hasToString(
                        """
                        | updates                  | seconds of a batch    | beside published | the table |
                        |--------------------------|-----------------------|------------------|-----------|
                        | published                | 10.00 (9.00 to 30.00) | 1.0 times        | exact     |
                        | full rewrite (the limit) | 2.00                  | 5.0 times        | exact     |
                        """);
    }

    private static Comparison verdicts(Verdict job, Verdict published) {
        return Comparison.of(
                Workload.UPDATES,
                List.of(
                        Result.ofTable(Workload.UPDATES, ArmType.JOB, job),
                        Result.ofTable(Workload.UPDATES, ArmType.PUBLISHED, published)));
    }

    /** @param seconds of the preload, of the batch that warms up, and of those that count */
    private static List<Result> batches(Workload workload, ArmType arm, double... seconds) {
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < seconds.length; i++) {
            results.add(Result.ofBatch(workload, arm, i + Result.PRELOAD, seconds[i]));
        }
        results.add(Result.ofTable(workload, arm, Verdict.EXACT));
        return results;
    }
}
