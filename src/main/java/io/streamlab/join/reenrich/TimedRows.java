package io.streamlab.join.reenrich;

import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.metrics.BatchReport;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Rows whose search is timed in the batch's report, as {@code reenrich_ms}. */
final class TimedRows<R extends RevisedRows> implements RowSource<R> {
    private static final String PHASE = "reenrich";

    private final RowSource<R> rows;
    private final BatchReport report;

    TimedRows(RowSource<R> rows, BatchReport report) {
        this.rows = rows;
        this.report = report;
    }

    @Override
    public boolean isLastWrittenBy(BatchProvenance origin) {
        return rows.isLastWrittenBy(origin);
    }

    @Override
    public R ofKeys(List<String> keys, Map<String, Row> reference, int limit) {
        return report.timed(PHASE, () -> rows.ofKeys(keys, reference, limit));
    }

    @Override
    public R ofAllKeys(Map<String, Row> reference, int limit) {
        return report.timed(PHASE, () -> rows.ofAllKeys(reference, limit));
    }
}
