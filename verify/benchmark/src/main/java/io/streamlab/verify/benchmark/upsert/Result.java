package io.streamlab.verify.benchmark.upsert;

import io.streamlab.verify.benchmark.upsert.ExpectedTable.Verdict;

/**
 * A result of {@link UpsertProgram}: the time of one batch, or how an arm's table compares with what is expected.
 *
 * @param round from 0, which warms up; {@link #PRELOAD} for the table before the first batch; null for a verdict
 * @param seconds null for a verdict
 * @param verdict null for a time
 */
record Result(Workload workload, ArmType arm, Integer round, Double seconds, Verdict verdict) {
    static final int PRELOAD = -1;

    static Result ofBatch(Workload workload, ArmType arm, int round, double seconds) {
        return new Result(workload, arm, round, seconds, null);
    }

    static Result ofTable(Workload workload, ArmType arm, Verdict verdict) {
        return new Result(workload, arm, null, null, verdict);
    }

    /** Returns whether it is the time of a batch that counts. */
    boolean counts() {
        return round != null && round > 0;
    }
}
