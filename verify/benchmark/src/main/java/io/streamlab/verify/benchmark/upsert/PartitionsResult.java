package io.streamlab.verify.benchmark.upsert;

import io.streamlab.verify.benchmark.upsert.ExpectedTable.Verdict;

/**
 * A result of {@link PartitionsProgram}: the time of one batch, or how a table compares with what is expected.
 *
 * @param spread null for the rows before the first batch, and for a verdict
 * @param round from 0, which warms up
 * @param seconds null for a verdict
 * @param verdict null for a time
 */
record PartitionsResult(Layout layout, Spread spread, int round, Double seconds, Verdict verdict) {

    static PartitionsResult ofPreload(Layout layout, double seconds) {
        return new PartitionsResult(layout, null, 0, seconds, null);
    }

    static PartitionsResult ofBatch(Layout layout, Spread spread, int round, double seconds) {
        return new PartitionsResult(layout, spread, round, seconds, null);
    }

    static PartitionsResult ofTable(Layout layout, Verdict verdict) {
        return new PartitionsResult(layout, null, 0, null, verdict);
    }
}
