package io.streamlab.join.metrics;

import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** What CloudWatch gets of a batch report: a figure of it, under CloudWatch's customary spelling, with its unit. */
enum BatchMetric {
    RECORDS_READ("records_read", "RecordsRead", StandardUnit.COUNT),
    RECORDS_REJECTED("records_rejected", "RecordsRejected", StandardUnit.COUNT),
    RECORDS_UNMATCHED("records_unmatched", "RecordsUnmatched", StandardUnit.COUNT),
    RECORDS_SUPERSEDED("records_superseded", "RecordsSuperseded", StandardUnit.COUNT),
    ROWS_WRITTEN("rows_written", "RowsWritten", StandardUnit.COUNT),
    REFERENCE_ITEMS("reference_items", "ReferenceItems", StandardUnit.COUNT),
    REFERENCE_SCAN_TIME("lookup_ms", "ReferenceScanTime", StandardUnit.MILLISECONDS),
    REFERENCE_CAPACITY_UNITS("reference_capacity_units", "ReferenceCapacityUnits", StandardUnit.COUNT),
    WRITE_TIME("upsert_ms", "WriteTime", StandardUnit.MILLISECONDS),
    BATCH_TIME(BatchReport.BATCH_TIME, "BatchTime", StandardUnit.MILLISECONDS),
    WINDOW_USE(BatchReport.WINDOW_USE, "WindowUse", StandardUnit.PERCENT),
    CONSUMER_LAG(BatchReport.CONSUMER_LAG, "ConsumerLag", StandardUnit.MILLISECONDS),
    ROWS_REENRICHED("rows_reenriched", "RowsReenriched", StandardUnit.COUNT),
    REFERENCE_KEYS_CHANGED("reference_keys_changed", "ReferenceKeysChanged", StandardUnit.COUNT),
    REENRICH_BACKLOG("reenrich_backlog_rows", "ReenrichBacklog", StandardUnit.COUNT),
    REENRICH_LAG("reenrich_lag_ms", "ReenrichLag", StandardUnit.MILLISECONDS);

    private final String figure;
    private final String metricName;
    private final StandardUnit unit;

    BatchMetric(String figure, String metricName, StandardUnit unit) {
        this.figure = figure;
        this.metricName = metricName;
        this.unit = unit;
    }

    /** Its name in the report. */
    String figure() {
        return figure;
    }

    /** Its name in CloudWatch. */
    String metricName() {
        return metricName;
    }

    StandardUnit unit() {
        return unit;
    }
}
