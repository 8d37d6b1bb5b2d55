package io.streamlab.join.metrics;

import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * The figures of a batch report. docs/OPERATIONS.md shows this table to users, by FiguresDocumentTest.
 *
 * <p>The log gets all figures of a report, CloudWatch those that have a name there.
 */
public enum Figure {
    BATCH_ID(
            "batch_id",
            Unit.NONE,
            null,
            "Spark's number of the batch. Its rejected records have the same `batch_id`, its commit has it as "
                    + "`_streaming_join.batch_id`"),
    RECORDS_READ("records_read", Unit.COUNT, "RecordsRead", "all records of the batch"),
    RECORDS_REJECTED(
            "records_rejected",
            Unit.COUNT,
            "RecordsRejected",
            "records that cannot become rows. They are in the table `<target_table>_rejected`"),
    RECORDS_UNMATCHED("records_unmatched", Unit.COUNT, "RecordsUnmatched", "records without a reference item"),
    UNMATCHED_KEYS(
            "unmatched_keys", Unit.COUNT, null, "the ten most frequent join values among them, with their counts"),
    RECORDS_SUPERSEDED(
            "records_superseded",
            Unit.COUNT,
            "RecordsSuperseded",
            "records that were read and not written, because a later record of their key was in the batch or in the "
                    + "table"),
    RECORDS_SUPERSEDED_BY_DELETE(
            "records_superseded_by_delete",
            Unit.COUNT,
            null,
            "those of them that are older than a delete of their key, which a former batch brought. Absent without deletes"),
    RECORDS_SUPERSEDED_IN_BATCH(
            "records_superseded_in_batch",
            Unit.COUNT,
            null,
            "those of them that a later event in the same batch supersedes, or a row that the commit re-enriches. Absent "
                    + "if Hudi left no count of the rows it was given"),
    RECORDS_SUPERSEDED_BY_TABLE(
            "records_superseded_by_table",
            Unit.COUNT,
            "RecordsSupersededByTable",
            "those of them whose key has a row of a later event in the table: late events. An event that the table has "
                    + "already rewrites its own row and counts in `rows_written`; Hudi does not tell it from a newer event"),
    ROWS_WRITTEN(
            "rows_written",
            Unit.COUNT,
            "RowsWritten",
            "rows inserted or updated. Read = rejected + superseded + written + deleted"),
    ROWS_DELETED(
            "rows_deleted",
            Unit.COUNT,
            null,
            "keys whose latest event is a delete (`--delete_field`), whether they had a row or not. A row that moves to "
                    + "another partition counts in `rows_written` only"),
    REFERENCE_ITEMS("reference_items", Unit.COUNT, "ReferenceItems", "items that the read found"),
    REFERENCE_VALUES(
            "reference_values",
            Unit.COUNT,
            null,
            "distinct join values that were read by their keys (`--lookup_mode`). Absent for a scan"),
    REFERENCE_CHANGES(
            "reference_changes",
            Unit.COUNT,
            "ReferenceChanges",
            "changes of items that were read of the table's stream (`--lookup_mode stream`). Absent for another mode"),
    REFERENCE_CHANGE_AGE(
            "reference_change_age_ms",
            Unit.MILLISECONDS,
            "ReferenceChangeAge",
            "how long ago the oldest of these changes was written when the read began; 0 without changes"),
    REFERENCE_GAPS(
            "reference_gaps",
            Unit.COUNT,
            "ReferenceGaps",
            "1: the table was scanned again, since changes may be missing. The log says why"),
    REFERENCE_DUPLICATES(
            "reference_duplicates", Unit.COUNT, null, "items left out because another one has the same join value"),
    REFERENCE_UNFIT(
            "reference_unfit",
            Unit.COUNT,
            "ReferenceUnfit",
            "items left out because an attribute does not fit its type (`--unfit_reference_item skip`)"),
    REFERENCE_PAGES(
            "reference_pages",
            Unit.COUNT,
            null,
            "answers of up to 1 MB that a scan read, or answers to reads by keys; 0 if an earlier scan served the batch"),
    REFERENCE_CAPACITY_UNITS(
            "reference_capacity_units", Unit.COUNT, "ReferenceCapacityUnits", "read units of the read"),
    REFERENCE_WAIT(
            "reference_wait_ms",
            Unit.MILLISECONDS,
            null,
            "how long the batch waited for a reference table that had lost most of its items (`--lookup_shrink wait`). Absent if "
                    + "it did not wait"),
    REFERENCE_TABLES(
            "reference_tables",
            Unit.NONE,
            null,
            "with several reference tables (`--lookup_tables`): those figures of this table that are about one, by the names of "
                    + "the tables. The figures of the report are their sums. CloudWatch gets them with the dimension "
                    + "`ReferenceTable`"),
    READ_TIME("read_ms", Unit.MILLISECONDS, null, "reading and parsing"),
    REJECT_TIME("reject_ms", Unit.MILLISECONDS, null, "keeping the rejected records"),
    LOOKUP_TIME("lookup_ms", Unit.MILLISECONDS, "ReferenceScanTime", "reading the reference table"),
    UNMATCHED_TIME(
            "unmatched_ms",
            Unit.MILLISECONDS,
            null,
            "waiting, after the write, for the count of unmatched records, which runs during the write"),
    UPSERT_TIME(
            "upsert_ms",
            Unit.MILLISECONDS,
            "WriteTime",
            "join, upsert, commit and sync of the catalog. Hudi runs the sync inside, so it has no figure of its own"),
    BATCH_TIME("batch_ms", Unit.MILLISECONDS, "BatchTime", "the whole batch"),
    WINDOW_USE(
            "window_use_percent",
            Unit.PERCENT,
            "WindowUse",
            "share of the window; above 100 the next batch waits. Absent with a window of 0 and with "
                    + "`--available_now true`"),
    CONSUMER_LAG(
            "consumer_lag_ms",
            Unit.MILLISECONDS,
            "ConsumerLag",
            "how long the oldest record had been in the stream when the batch was done"),
    COMMIT("commit", Unit.NONE, null, "Hudi's commit, which rows have in `_hoodie_commit_time`"),
    ALIVE(
            "alive",
            Unit.COUNT,
            "Alive",
            "1 for a batch that is done. While the job waits for records or for its window, CloudWatch gets the figure once a "
                    + "minute, without a line in the log. The alarm `standstill` fires when it does not come"),
    ENDED_AT("ended_at", Unit.MILLISECONDS, null, "when the batch ended, in milliseconds since 1970"),
    FAILURES(
            "failures",
            Unit.COUNT,
            "Failures",
            "1: a batch failed, or the planning of a batch, or work between batches. Such a report has `batch_id` if a batch "
                    + "failed, and no figures of records: the replay reports them"),
    FAILURE("failure", Unit.NONE, null, "the innermost cause, in one line"),
    FAILED_AFTER("failed_after_ms", Unit.MILLISECONDS, null, "how long the batch ran before it failed"),
    ROWS_REENRICHED(
            "rows_reenriched",
            Unit.COUNT,
            "RowsReenriched",
            "rows that this commit re-enriched; not counted in `rows_written`"),
    REFERENCE_KEYS_CHANGED(
            "reference_keys_changed",
            Unit.COUNT,
            "ReferenceKeysChanged",
            "join keys whose item is new, changed or gone"),
    REENRICH_BACKLOG_ROWS(
            "reenrich_backlog_rows", Unit.COUNT, "ReenrichBacklog", "rows that are left for the next commits"),
    REENRICH_BACKLOG_KEYS("reenrich_backlog_keys", Unit.COUNT, null, "the same in join keys"),
    REENRICH_LAG(
            "reenrich_lag_ms",
            Unit.MILLISECONDS,
            "ReenrichLag",
            "how long the oldest waiting change had been known when the commit was done; 0 if none waited"),
    REENRICH_TIME("reenrich_ms", Unit.MILLISECONDS, null, "finding the rows"),
    TIME_BETWEEN_BATCHES(
            "between_batches_ms",
            Unit.MILLISECONDS,
            null,
            "all work between batches. Such a report has no `batch_ms`, so it does not hide a standstill"),
    SOURCE_MILLIS_BEHIND(
            "source_ms_behind",
            Unit.MILLISECONDS,
            "SourceMillisBehind",
            "how far the batch's end lies behind the newest record of the stream, in the shard that is furthest behind"),
    SOURCE_WORST_SHARDS(
            "source_worst_shards",
            Unit.NONE,
            null,
            "the ten shards that are furthest behind, each with its milliseconds"),
    SOURCE_DATA_LOSSES(
            "source_data_losses",
            Unit.COUNT,
            "SourceDataLosses",
            "ranges of shards whose records were lost before the job read them (`--fail_on_data_loss`)"),
    SOURCE_SHARDS_SKIPPED(
            "source_shards_skipped",
            Unit.COUNT,
            "SourceShardsSkipped",
            "times that a batch took nothing from a shard because Kinesis did not answer for the shard"),
    SOURCE_THROTTLES(
            "source_throttles", Unit.COUNT, "SourceThrottles", "calls that Kinesis refused because of a limit"),
    SOURCE_FAILED_CALLS(
            "source_failed_calls",
            Unit.COUNT,
            "SourceFailedCalls",
            "calls that failed for another reason and were made again"),
    SOURCE_EMPTY_ANSWERS(
            "source_empty_answers", Unit.COUNT, "SourceEmptyAnswers", "answers of Kinesis without records"),
    SOURCE_RECORDS_READ(
            "source_records_read",
            Unit.COUNT,
            "SourceRecordsRead",
            "records that the batch used, as Kinesis counts them: an aggregated record counts once"),
    SOURCE_RECORDS_FETCHED(
            "source_records_fetched",
            Unit.COUNT,
            "SourceRecordsFetched",
            "records that Kinesis sent to the tasks for them"),
    SOURCE_BYTES_READ(
            "source_bytes_read", Unit.BYTES, "SourceBytesRead", "payloads and partition keys of the records used"),
    SOURCE_BYTES_FETCHED(
            "source_bytes_fetched",
            Unit.BYTES,
            "SourceBytesFetched",
            "payloads and partition keys of the records fetched"),
    SOURCE_RECORDS_MISROUTED(
            "source_records_misrouted",
            Unit.COUNT,
            null,
            "records in aggregated records that belong to another shard (`--misrouted_aggregates`)"),
    SOURCE_PLANNING_TIME(
            "source_planning_ms",
            Unit.MILLISECONDS,
            "SourcePlanningTime",
            "planning of the last batch, or of the last look for one");

    private final String key;
    private final Unit unit;
    private final String cloudWatchName;
    private final String description;

    Figure(String key, Unit unit, String cloudWatchName, String description) {
        this.key = key;
        this.unit = unit;
        this.cloudWatchName = cloudWatchName;
        this.description = description;
    }

    /** What a figure is counted in. */
    private enum Unit {
        /** For a number that names something. */
        NONE(StandardUnit.NONE),
        COUNT(StandardUnit.COUNT),
        BYTES(StandardUnit.BYTES),
        MILLISECONDS(StandardUnit.MILLISECONDS),
        PERCENT(StandardUnit.PERCENT);

        private final StandardUnit ofCloudWatch;

        Unit(StandardUnit ofCloudWatch) {
            this.ofCloudWatch = ofCloudWatch;
        }
    }

    /** Returns the figure's name in a report, which is the log's. */
    public String key() {
        return key;
    }

    /** Returns the name of the metric in CloudWatch; none if CloudWatch does not get the figure. */
    Optional<String> cloudWatchName() {
        return Optional.ofNullable(cloudWatchName);
    }

    /** Returns the unit of the metric in CloudWatch. */
    StandardUnit cloudWatchUnit() {
        return unit.ofCloudWatch;
    }

    /** Returns what the figure says, as Markdown. */
    String description() {
        return description;
    }
}
