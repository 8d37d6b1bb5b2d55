package io.streamlab.join.config;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.text.TimeText;
import io.streamlab.kinesis.KinesisSourceOptions;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

/** The option table: every argument that the job understands, in the order of the documentation. */
public final class JobOptions {
    static final JobOption<String> SOURCE_DATABASE = JobOption.withDefault(
            "source_database",
            ValueType.sourceName(),
            "my_kinesis_db",
            "Database of the Glue Data Catalog that holds the source table.");

    static final JobOption<String> SOURCE_TABLE = JobOption.withDefault(
            "source_table",
            ValueType.sourceName(),
            "my_stream_src_table",
            "Table of the Glue Data Catalog that describes the stream: its name or ARN, its "
                    + "endpoint, its columns.");

    static final JobOption<String> SOURCE_ROLE_ARN = JobOption.optional(
            "source_role_arn", ValueType.roleArn(), "Role to assume for reading a stream of another account.");

    static final JobOption<String> SOURCE_EXTERNAL_ID = JobOption.optional(
                    "source_external_id",
                    ValueType.externalId(),
                    "External ID that the trust policy of `--source_role_arn` asks for.")
            .details(
                    "Ask the owner of the role for the external ID. The role of another company usually needs one.",
                    "The job refuses the option without `--source_role_arn`.");

    static final JobOption<String> SOURCE_ROLE_SESSION_NAME = JobOption.optional(
                    "source_role_session_name",
                    ValueType.roleSessionName(),
                    "Name of the sessions of `--source_role_arn`, as CloudTrail shows them.")
            .details(
                    "Without the option, the sessions have the name of the Glue job, so the owner of the role can tell "
                            + "jobs apart.",
                    "The job refuses the option without `--source_role_arn`.");

    static final JobOption<SourceConnector> SOURCE_CONNECTOR = JobOption.withDefault(
                    "source_connector",
                    ValueType.choice("connector", SourceConnector.class),
                    "exact-kinesis",
                    "Spark source that reads the stream.")
            .details(
                    "- `exact-kinesis` is part of the job's jar and loses nothing.",
                    "- `aws-kinesis` is the connector of awslabs. Name its jar in `--extra-jars`, and read "
                            + "[what it cannot promise](AWSLABS_CONNECTOR.md#what-it-cannot-promise).",
                    "The two connectors cannot read each other's checkpoints.");

    static final JobOption<StartingPosition> STARTING_POSITION = JobOption.withDefault(
                    "starting_position",
                    ValueType.startingPosition(),
                    "TRIM_HORIZON",
                    "Where a job without a checkpoint begins to read.")
            .details(
                    "A job with a checkpoint continues from the checkpoint and ignores this option.",
                    "The default takes everything that the stream still holds, so a first start loses nothing.");

    static final JobOption<Integer> MAX_RECORDS_PER_SHARD = JobOption.withDefault(
                    "max_records_per_shard",
                    ValueType.integer(1, 10_000_000),
                    "records",
                    Integer.toString(KinesisSourceOptions.DEFAULT_MAX_RECORDS_PER_SHARD),
                    "About how many records one batch takes from one shard.")
            .details(
                    "A shard takes in at most 1,000 records a second.",
                    "So the default never holds back a job that keeps up with a window of 60 seconds.",
                    "It bounds the batches of a job that has to catch up.");

    static final JobOption<Long> MAX_BYTES_PER_SHARD = JobOption.withDefault(
                    "max_bytes_per_shard",
                    ValueType.large(1, 1_000_000_000_000L),
                    "bytes",
                    Long.toString(KinesisSourceOptions.DEFAULT_MAX_BYTES_PER_SHARD),
                    "About how many bytes one batch takes from one shard.")
            .details(
                    "A batch ends at whichever comes first, `--max_records_per_shard` or this option.",
                    "A shard takes in at most 1 MB a second, so the default is 100 seconds of a full shard, as for the "
                            + "records.",
                    "Without this bound, a job that catches up with large records would make batches of many gigabytes.");

    static final JobOption<Long> MAX_RECORDS_PER_TRIGGER = JobOption.withDefault(
                    "max_records_per_trigger",
                    ValueType.large(1, 1_000_000_000_000L),
                    "records",
                    Long.toString(KinesisSourceOptions.DEFAULT_MAX_RECORDS_PER_TRIGGER),
                    "About how many records one batch takes from all shards together.")
            .details(
                    "The job shares the number out among the shards that hold more.",
                    "Every shard with records gets at least one record.",
                    "The default is a hundred shards at their own bound, so it binds for larger streams only.");

    static final JobOption<Long> MAX_BYTES_PER_TRIGGER = JobOption.withDefault(
                    "max_bytes_per_trigger",
                    ValueType.large(1, 1_000_000_000_000_000L),
                    "bytes",
                    Long.toString(KinesisSourceOptions.DEFAULT_MAX_BYTES_PER_TRIGGER),
                    "About how many bytes one batch takes from all shards together.")
            .details(
                    "The job holds a whole batch in memory or on the disks of its workers.",
                    "The default is a hundred shards at their own bound. Lower it if the disks of the workers fill up.");

    static final JobOption<Duration> SHARD_FAILURE_TIMEOUT_SECONDS = JobOption.withDefault(
                    "shard_failure_timeout_seconds",
                    ValueType.seconds(1, 86_400),
                    "seconds",
                    Integer.toString(KinesisSourceOptions.DEFAULT_SHARD_FAILURE_TIMEOUT_SECONDS),
                    "How long Kinesis may not answer for one shard before the job fails.")
            .details(
                    "Until then the shard keeps its position, and the job goes on with the other shards.",
                    "The batch report counts such shards as `source_shards_skipped`, and an alarm watches the figure.",
                    "Ten minutes are longer than most disturbances of the service, and short against the retention.");

    static final JobOption<MisroutedRecords> MISROUTED_AGGREGATES = JobOption.withDefault(
                    "misrouted_aggregates",
                    ValueType.choice("misrouted aggregates", MisroutedRecords.class),
                    "keep",
                    "What to do with records that an aggregated record brings into a shard of other keys.")
            .details(
                    "The Kinesis Producer Library makes such records around a split, and sends them to the right shard "
                            + "as well.",
                    "- `keep`: the job takes both copies. The table has one row for each key, so a copy does no harm.",
                    "- `drop`: the job leaves the misrouted copy out and counts it, as the Kinesis Client Library does.",
                    "The default loses nothing, even if a producer did not send the second copy.");

    static final JobOption<Boolean> FAIL_ON_DATA_LOSS = JobOption.withDefault(
                    "fail_on_data_loss",
                    ValueType.trueOrFalse(),
                    "true",
                    "Whether the job fails when the stream lost records that the checkpoint had not reached.")
            .details("`false` skips the gap and logs what is missing.");

    static final JobOption<PayloadFormat> PAYLOAD_FORMAT = JobOption.withDefault(
                    "payload_format",
                    ValueType.choice("payload format", PayloadFormat.class),
                    "auto",
                    "How the objects of one record lie in its payload.")
            .details(
                    "- `json`: the payload is one JSON object.",
                    "- `json_lines`: each line is one JSON object.",
                    "- `json_array`: the payload is one array of JSON objects.",
                    "- `auto`: any of these, or objects one behind the other, as each payload has them.",
                    "Each object becomes a row, or is rejected without its neighbours: see "
                            + "[DATA_FORMS.md](DATA_FORMS.md#several-objects-in-one-record).",
                    "A payload that is packed with gzip is unpacked first.",
                    "The default takes a payload apart only if it is not one object. So it accepts all "
                            + "that `json` accepts, with the same rows.");

    static final JobOption<NonFiniteNumbers> NON_FINITE_NUMBERS = JobOption.withDefault(
                    "non_finite_numbers",
                    ValueType.choice("non-finite numbers", NonFiniteNumbers.class),
                    "reject",
                    "What a column of type float or double does with `NaN`, `Infinity` and `-Infinity`.")
            .details(
                    "- `reject`: the job rejects the record.",
                    "- `keep`: the row has the number as it is.",
                    "- `null`: the row has null.",
                    "The default rejects, because one such number spoils each sum of its column.",
                    "Columns of other types, the record key and the ordering field never take such "
                            + "numbers. A string column keeps their text.");

    static final JobOption<Map<String, String>> RENAME_COLUMNS = JobOption.withDefault(
                    "rename_columns",
                    ValueType.renames(),
                    "",
                    "New names for columns of the source table, as `old=new` separated by commas.")
            .details(
                    "The other options and the Hudi table have the new names.",
                    "The job reads the columns from the same fields of the records as before.",
                    "Use it for a name that a Hudi table cannot have, such as `detail-type`: see "
                            + "[DATA_FORMS.md](DATA_FORMS.md#names-of-columns).",
                    "Use it also where the stream and the reference table have a column of one name.");

    static final JobOption<String> LOOKUP_TABLE = JobOption.withDefault(
                    "lookup_table",
                    ValueType.dynamoDbTable(),
                    "tgt_country_lookup_table",
                    "DynamoDB table with the reference data.")
            .details("The job reads it for every batch, as `--lookup_mode` says.");

    static final JobOption<StructType> LOOKUP_SCHEMA = JobOption.withDefault(
                    "lookup_schema",
                    ValueType.schema(),
                    "code string, countryname string, combinedname string",
                    "Attributes to read from the reference table, with their column types.")
            .details("DynamoDB has no schema of its own.", "The job reads only the attributes named here.");

    static final JobOption<LookupMode> LOOKUP_MODE = JobOption.withDefault(
                    "lookup_mode",
                    ValueType.choice("lookup mode", LookupMode.class),
                    "auto",
                    "How a batch finds its reference items.")
            .details(
                    "- `scan` reads the whole table.",
                    "- `keys` reads the items of the batch's own join values, each value once. The join columns must be the key of "
                            + "the table, its partition key, or the key of `--lookup_index`.",
                    "- `stream` scans the table once, keeps the items in the memory of the driver, and follows the table's DynamoDB "
                            + "stream. So a change costs no scan, and with `--reenrich true` no comparison of all items. The stream must "
                            + "be enabled, with the view `NEW_IMAGE` or `NEW_AND_OLD_IMAGES`. A start scans, and so does a gap in the "
                            + "changes: see [the table's stream](RELIABILITY.md#a-reference-table-that-is-followed-by-its-stream).",
                    "- `auto` estimates the read units of both for each batch and takes the cheaper one. A table of one page, "
                            + "1 MB, is scanned. The log names the choice and both costs whenever the choice changes.",
                    "With `--reenrich true`, `--lookup_refresh_seconds` or another `--join_comparison` than `exact`, only a scan can "
                            + "serve: `auto` scans, and `keys` is refused. `stream` serves re-enrichment and each comparison. It refuses "
                            + "`--lookup_refresh_seconds` and `--lookup_index`. `auto` never chooses `stream`.",
                    "By that estimate the default never costs more than a scan: see "
                            + "[what a read costs](PERFORMANCE.md#the-reference-table).");

    static final JobOption<String> LOOKUP_INDEX = JobOption.optional(
                    "lookup_index",
                    ValueType.dynamoDbIndex(),
                    "With `--lookup_mode keys` or `auto`: the secondary index whose key the join columns are.")
            .details(
                    "Without the option, the join columns must be the table's own key, or its partition key.",
                    "A global index must project the attributes of `--lookup_schema`.",
                    "DynamoDB copies changes to a global index with a short delay, so a row may miss the latest change.");

    static final JobOption<Integer> LOOKUP_SEGMENTS = JobOption.withDefault(
                    "lookup_segments",
                    ValueType.integer(1, 64),
                    "segments",
                    "8",
                    "How many segments of the reference table the job scans in parallel, at most.")
            .details(
                    "Reads by keys have as many requests at the same time.",
                    "The job uses one segment for each MB that the previous scan found, so one request "
                            + "reads a small table.",
                    "Eight segments keep a driver with four cores busy, because half of the time it waits "
                            + "for DynamoDB.");

    static final JobOption<Duration> LOOKUP_REFRESH_SECONDS = JobOption.withDefault(
                    "lookup_refresh_seconds",
                    ValueType.seconds(0, 86_400),
                    "seconds",
                    "0",
                    "How long the job uses one scan of the reference table for further batches.")
            .details(
                    "0 scans for every batch, so each row gets the reference data of its own time.",
                    "Each scan consumes read capacity: see [what a scan "
                            + "costs](PERFORMANCE.md#the-reference-table).");

    static final JobOption<Integer> MAX_LOOKUP_ROWS = JobOption.withDefault(
                    "max_lookup_rows",
                    ValueType.integer(1, 100_000_000),
                    "items",
                    "1000000",
                    "How many items one batch may read of the reference table. With more, the job stops.")
            .details(
                    "A batch holds the items in the driver. Up to 500,000 items are also copied to "
                            + "every executor.",
                    "With `--lookup_mode auto` a table of more items is read by keys, if the join columns are a key.",
                    "The default stops the job for a table that was never meant to be read as a whole.");

    static final JobOption<EmptyLookup> EMPTY_LOOKUP = JobOption.withDefault(
                    "empty_lookup",
                    ValueType.choice("empty lookup", EmptyLookup.class),
                    "fail",
                    "What to do while the reference table has no item that could match.")
            .details(
                    "- `fail` fails the batch before anything is written. The next start repeats the batch.",
                    "- `allow` writes the rows without reference data.",
                    "A table is empty while somebody reloads it, or because its name is wrong.",
                    "Rows written meanwhile would lose their reference data, so the default is `fail`.");

    static final JobOption<Optional<BigDecimal>> MAX_LOOKUP_SHRINK_PERCENT = JobOption.withDefault(
                    "max_lookup_shrink_percent",
                    ValueType.percentOrNone(),
                    "50",
                    "How many percent of its items the reference table may lose between two scans.")
            .details(
                    "A table that loses more is being reloaded, or was emptied by mistake. `--lookup_shrink` says what the job does "
                            + "then.",
                    "The default lets the usual clean-up of a table pass and stops at a table that has lost most of its items.",
                    "`none` and `100` lift the bound.",
                    "A table of fewer than 10 items is not checked: a few deletes by hand may halve such a table.",
                    "Each commit notes the number of items of a scan, so the bound also holds over a restart: see "
                            + "[RELIABILITY.md](RELIABILITY.md#a-reference-table-that-shrinks).",
                    "A batch that reads by keys, and finds nothing for more of its join values than that, asks again for values that "
                            + "had an item. The bound holds for those.",
                    "The bound holds for an empty table, too, also with `--empty_lookup allow`.");

    static final JobOption<ShrunkLookup> LOOKUP_SHRINK = JobOption.withDefault(
                    "lookup_shrink",
                    ValueType.choice("lookup shrink", ShrunkLookup.class),
                    "fail",
                    "What to do while the reference table has lost more items than `--max_lookup_shrink_percent`.")
            .details(
                    "- `fail` fails the batch before anything is written. The next start repeats the batch.",
                    "- `wait` scans again every 10 seconds. The batch goes on once the table has its items and grows no more. After "
                            + "60 scans, which is about ten minutes, the batch fails.",
                    "A batch that waits is late, and each scan consumes read capacity. So the default is `fail`, which nobody "
                            + "overlooks.");

    static final JobOption<UnfitReferenceItem> UNFIT_REFERENCE_ITEM = JobOption.withDefault(
                    "unfit_reference_item",
                    ValueType.choice("unfit reference item", UnfitReferenceItem.class),
                    "fail",
                    "What to do with a reference item that has an attribute which does not fit its type.")
            .details(
                    "- `fail` fails the batch before anything is written. The message names the item. The next start repeats "
                            + "the batch.",
                    "- `skip` leaves the item out, as if the table did not have it. `reference_unfit` counts such items, and the log "
                            + "names one.",
                    "Rows of a skipped item get no reference data, and with `--reenrich true` the item counts as removed. "
                            + "So the default is `fail`.");

    static final JobOption<String> LOOKUP_TABLES = JobOption.optional(
                    "lookup_tables",
                    ValueType.lookupTables(),
                    "Several reference tables, as a JSON array or the path of a file with one.")
            .details(
                    "Each object of the array is one table, and the job joins the tables in this order. A later table may be joined "
                            + "on a column of an earlier one.",
                    "- `lookup_table`, `lookup_schema` and `join_columns` must be given.",
                    "- `lookup_mode`, `lookup_index`, `lookup_segments`, `lookup_refresh_seconds`, `max_lookup_rows`, "
                            + "`empty_lookup`, `max_lookup_shrink_percent`, `lookup_shrink`, `unfit_reference_item` and "
                            + "`join_comparison` may be given. They say what the option of the same name says, and have its default.",
                    "- `name` is the table's name in messages and figures. Without it, the name is `lookup_table`. Two objects "
                            + "must not have the same name.",
                    "An example is in [GETTING_STARTED.md](GETTING_STARTED.md#several-reference-tables).",
                    "The path is one such as `s3://my-bucket/lookup_tables.json`. The job reads the file once, at its start.",
                    "With the option, the options of one table are refused as arguments of the job. With `--reenrich true` rows "
                            + "follow each of the tables: see [REENRICHMENT.md](REENRICHMENT.md#several-reference-tables).",
                    "Without the option there is one table, which the other options describe.");

    static final JobOption<List<JoinColumn>> JOIN_COLUMNS = JobOption.withDefault(
                    "join_columns",
                    ValueType.joinColumns(),
                    "country=countryname",
                    "Columns to join on: each a column of the stream and the reference attribute that it "
                            + "must equal.")
            .details("Separate several pairs by commas. A record matches an item only if all pairs are equal.");

    static final JobOption<JoinComparison> JOIN_COMPARISON = JobOption.withDefault(
                    "join_comparison",
                    ValueType.choice("comparison", JoinComparison.class),
                    "exact",
                    "Which texts are equal in the join.")
            .details(
                    "- `exact`: only identical texts.",
                    "- `trimmed`: also texts that differ in white space at their ends.",
                    "- `ignore_case`: also texts that differ in upper and lower case.",
                    "- `trimmed_ignore_case`: both.",
                    "The rows keep the texts as they are.",
                    "The default guesses nothing.");

    /** The options of one reference table, which {@link #LOOKUP_TABLES} has for each. */
    static final List<JobOption<?>> OF_A_LOOKUP_TABLE = section(
            LOOKUP_TABLE,
            LOOKUP_SCHEMA,
            JOIN_COLUMNS,
            JOIN_COMPARISON,
            LOOKUP_MODE,
            LOOKUP_INDEX,
            LOOKUP_SEGMENTS,
            LOOKUP_REFRESH_SECONDS,
            MAX_LOOKUP_ROWS,
            EMPTY_LOOKUP,
            MAX_LOOKUP_SHRINK_PERCENT,
            LOOKUP_SHRINK,
            UNFIT_REFERENCE_ITEM);

    static final JobOption<Boolean> REENRICH = JobOption.withDefault(
                    "reenrich",
                    ValueType.trueOrFalse(),
                    "false",
                    "Whether rows already in the table follow changes of the reference data.")
            .details(
                    "With `true`, the job joins rows again when their reference item is added, changed or "
                            + "removed.",
                    "It does so with the next batch, or within one window while no record arrives.",
                    "The option adds the column `_join_key`, and one more for each further reference table, so the table must be "
                            + "written with it from the first commit: see [REENRICHMENT.md](REENRICHMENT.md).",
                    "`false` joins each record once, as the published sample does.");

    static final JobOption<Integer> REENRICH_MAX_ROWS_PER_BATCH = JobOption.withDefault(
                    "reenrich_max_rows_per_batch",
                    ValueType.integer(0, 100_000_000),
                    "rows",
                    "100000",
                    "How many rows one commit re-enriches, at most.")
            .details(
                    "The next commits re-enrich the remaining rows, the oldest change first.",
                    "The default equals `--max_records_per_shard`, so a large change makes no unusually "
                            + "large batch.",
                    "0 pauses re-enrichment: the job notes changes and reads no rows.");

    static final JobOption<RemovedReference> REENRICH_REMOVED = JobOption.withDefault(
                    "reenrich_removed",
                    ValueType.choice("removal", RemovedReference.class),
                    "null",
                    "What rows show after their reference item is removed.")
            .details(
                    "- `null`: null, as a new record without a match would.",
                    "- `keep`: the values that they showed last. Use `keep` for a reference table that is "
                            + "emptied and reloaded.");

    static final JobOption<List<String>> DROP_COLUMNS = JobOption.withDefault(
            "drop_columns",
            ValueType.columnsOrNone(),
            "countryname,country,unitprice,unitcost,totalrevenue,totalcost,totalprofit",
            "Columns of the joined rows that do not go into the table; `none` drops nothing.");

    static final JobOption<List<String>> RECORD_KEY = JobOption.withDefault(
                    "record_key",
                    ValueType.columns(),
                    "uuid",
                    "Column or columns of the stream that identify a row of the table.")
            .details(
                    "The job rejects a record without a value in each of them.",
                    "The values may be any text: a new table gets the column `_record_key`, which no version of Hudi takes "
                            + "apart. A table that was made before there was this column goes on without it. There, `:` "
                            + "and `,` in key values [have faults](FAQ.md#can-record-keys-contain-colons-or-commas).");

    static final JobOption<String> ORDERING_FIELD = JobOption.withDefault(
                    "ordering_field",
                    ValueType.column(),
                    "orderdate",
                    "Column of the stream that decides which of two records with the same key is newer.")
            .details(
                    "The greater value wins. Of equal values, the record that arrived later wins: within a shard the one "
                            + "with the later sequence number.",
                    "The job rejects a record without a value.");

    static final JobOption<Optional<TimeText>> ORDERING_FORMAT = JobOption.withDefault(
                    "ordering_format",
                    ValueType.timeFormat(),
                    "M/d/yy",
                    "How the job reads the ordering field as a point in time.")
            .details(
                    "- `iso`: such as 2026-01-31T12:00:00Z.",
                    "- `epoch_seconds` or `epoch_millis`: a number.",
                    "- A pattern of Java's DateTimeFormatter, in UTC unless it has an offset or a region.",
                    "- `none`: the order of the column's type, for strings (by their bytes), numbers, "
                            + "dates and timestamps.",
                    "The job rejects a record whose value does not have the format.",
                    "A pattern with the name of a zone (`z`, `v`) needs the offset as well (`XXX`): EST may be New York's "
                            + "winter or Sydney's, and Java's reading of such names changes with its version.",
                    "A region such as Europe/Berlin (`VV`) has one hour a year that comes twice. Without an offset the job "
                            + "takes such a time for the first of the two, so an event of the second hour can lose.",
                    "The default fits the order dates of the example. As strings, 9/24/12 would come after "
                            + "10/11/15.");

    static final JobOption<Optional<Duration>> MAX_FUTURE_SECONDS = JobOption.withDefault(
                    "max_future_seconds",
                    ValueType.secondsOrNone(0, Integer.MAX_VALUE),
                    "seconds",
                    "86400",
                    "How far an event's time may lie ahead of the record's arrival in the stream.")
            .details(
                    "The job rejects a record whose ordering field lies further ahead, with the reason "
                            + "`FUTURE_ORDERING_VALUE`.",
                    "One such record would close its key: every later update would lose against it, for years.",
                    "- The default of one day allows a local date or time without its offset, which may be 14 hours ahead, "
                            + "and clocks that are hours off.",
                    "- Give `none`, or more seconds, if events are dated ahead on purpose, such as prices that become valid "
                            + "next month.",
                    "The arrival is the one that Kinesis noted, so a replay rejects the same records.",
                    "A record that is put on the stream again has a new arrival.",
                    "Only points in time have this bound: with `--ordering_format none`, columns of type date and timestamp.");

    static final JobOption<String> DELETE_FIELD = JobOption.optional(
                    "delete_field",
                    ValueType.column(),
                    "Boolean column of the stream: a record with true removes the row with its key.")
            .details(
                    "A row of a later event stays, and an older event that comes after the delete does not bring the row "
                            + "back: see `--tombstone_retention_hours`.",
                    "In the table, the column has Hudi's name `_hoodie_is_deleted`.");

    static final JobOption<Duration> TOMBSTONE_RETENTION_HOURS = JobOption.withDefault(
                    "tombstone_retention_hours",
                    ValueType.hours(1, 87_600),
                    "hours",
                    "168",
                    "How much later than a delete an older event may arrive in the stream without bringing the row back.")
            .details(
                    "The job keeps a tombstone of each delete for this time and the stream's retention together, because "
                            + "a job that replays the stream can read a record until the retention has passed.",
                    "Matters only with `--delete_field`.",
                    "The default, a week, lets a producer that was cut off over some days send its events late.",
                    "At least one hour, for the records that producers send again within minutes.");

    static final JobOption<Boolean> KEEP_UNKNOWN_FIELDS = JobOption.withDefault(
                    "keep_unknown_fields",
                    ValueType.trueOrFalse(),
                    "false",
                    "Whether the table keeps the fields of a record that are no columns of the catalog.")
            .details(
                    "`true` keeps them as one JSON object in the column `_unknown_fields`.",
                    "`false` ignores them, because they may be anything.");

    static final JobOption<String> TARGET_DATABASE = JobOption.withDefault(
            "target_database",
            ValueType.catalogName(),
            "my_kinesis_db",
            "Database of the catalog in which the job registers the Hudi table.");

    static final JobOption<String> TARGET_TABLE =
            JobOption.withDefault("target_table", ValueType.catalogName(), "hudi_table", "Name of the Hudi table.");

    static final JobOption<URI> TARGET_PATH = JobOption.required(
            "target_path",
            ValueType.path(),
            "Folder of the Hudi table's files, such as `s3://my-bucket/output/hudi_table`.");

    static final JobOption<URI> MIGRATE_FROM = JobOption.optional(
                    "migrate_from",
                    ValueType.path(),
                    "Folder of a table of this job that the run copies into a new table in `--target_path`, and then ends.")
            .details(
                    "The copy has keys that no version of Hudi takes apart.",
                    "Of several rows of one key, the row of the latest event is copied.",
                    "The run reads no stream. Later runs go on with the new table and the same checkpoint.",
                    "See [OPERATIONS.md](OPERATIONS.md#copy-a-table-into-a-new-one).");

    static final JobOption<List<PartitionField>> PARTITION_FIELDS = JobOption.withDefault(
                    "partition_fields",
                    ValueType.partitionFields(),
                    "",
                    "What the table is partitioned by, such as `region,day(orderdate)`.")
            .details(
                    "A batch then rewrites only the partitions for which it has records: see [when "
                            + "partitions pay](PERFORMANCE.md#partitions).",
                    "Each field is a column of the joined rows, or `year`, `month` or `day` of the "
                            + "ordering field.",
                    "A date is taken in UTC and kept as text in a column of its own: `day(orderdate)` "
                            + "becomes `orderdate_day`, such as 2026-01-31.",
                    "Several fields without a date need a record key of several columns.",
                    "A table keeps the partitions that it was created with.",
                    "The default is none, because the example's updates go all over the table.");

    static final JobOption<UniqueKeys> UNIQUE_KEYS = JobOption.withDefault(
                    "unique_keys",
                    ValueType.choice("unique keys", UniqueKeys.class),
                    "table",
                    "Where a record key has at most one row, in a table with `--partition_fields`.")
            .details(
                    "- `table`: in the whole table. When the partition of a key changes, the job removes "
                            + "the row from the former partition, unless that row has a later event. To find such "
                            + "rows, each batch reads the keys of the whole table.",
                    "- `partition`: in each partition. Use it when a key always comes with the same "
                            + "partition. Otherwise a key gets a row in each of its partitions.",
                    "The default does what a table without partitions does.",
                    "A table keeps the value that it was created with.");

    static final JobOption<WriteProfile> WRITE_PROFILE = JobOption.withDefault(
                    "write_profile",
                    ValueType.choice("profile", WriteProfile.class),
                    "updates",
                    "What most records of the stream do to the table.")
            .details(
                    "- `updates`: keys come again and again, all over the table, as in the example.",
                    "- `inserts`: nearly all keys are new.",
                    "The profile decides the index, the sizes of files and how the job keeps the number of "
                            + "files low: see [PERFORMANCE.md](PERFORMANCE.md).",
                    "A table keeps the profile that it was created with.");

    static final JobOption<Integer> EXPECTED_TABLE_ROWS = JobOption.withDefault(
                    "expected_table_rows",
                    ValueType.integer(1, 2_000_000_000),
                    "rows",
                    "1000000",
                    "How many rows the table will have one day.")
            .details(
                    "With `--write_profile updates`, the table gets one bucket for every 300,000 rows.",
                    "The number of buckets is fixed when the table is created.",
                    "The keys of the example are the numbers up to a million.");

    static final JobOption<Integer> EXPECTED_PARTITION_ROWS = JobOption.withDefault(
                    "expected_partition_rows",
                    ValueType.integer(1, 2_000_000_000),
                    "rows",
                    "300000",
                    "How many rows the largest partition will have one day, in a table with `--partition_fields`.")
            .details(
                    "The option takes the place of `--expected_table_rows`.",
                    "With `--write_profile updates`, each partition gets one bucket for every 300,000 of "
                            + "these rows.",
                    "The default is one bucket: every bucket is a file, and every partition has the same "
                            + "number of buckets.");

    static final JobOption<Map<String, String>> HUDI_OPTIONS = JobOption.withDefault(
                    "hudi_options",
                    ValueType.keyValuePairs(),
                    "",
                    "Further `hoodie.*` options, as `key=value` separated by commas.")
            .details(
                    "Write a comma inside a value as `\\,`.",
                    "The job refuses options that other arguments decide, and "
                            + "[those that would break a promise](RELIABILITY.md#options-of-hudi-that-the-job-refuses).");

    static final JobOption<Duration> WINDOW_SECONDS = JobOption.withDefault(
                    "window_seconds", ValueType.seconds(0, 86_400), "seconds", "60", "How often a batch starts.")
            .details(
                    "0 starts the next batch as soon as the last one has ended.",
                    "Short windows make fresh rows and many small commits.");

    static final JobOption<Boolean> AVAILABLE_NOW = JobOption.withDefault(
                    "available_now",
                    ValueType.trueOrFalse(),
                    "false",
                    "Whether the job ends after it has processed what the stream held at the start.")
            .details("`true` ignores `--window_seconds`.");

    static final JobOption<URI> CHECKPOINT_PATH = JobOption.required(
                    "checkpoint_path",
                    ValueType.path(),
                    "Folder in which the job keeps its position in the stream, such as "
                            + "`s3://my-bucket/checkpoint`.")
            .details("A job that is started again with the same path continues where it stopped.");

    static final JobOption<URI> REJECTED_PATH = JobOption.required(
                    "rejected_path",
                    ValueType.path(),
                    "Folder in which the job keeps rejected records with the reason, such as "
                            + "`s3://my-bucket/rejected`.")
            .details("The catalog shows them as the table with the Hudi table's name and `_rejected`.");

    static final JobOption<BigDecimal> MAX_REJECTED_PERCENT = JobOption.optional(
                    "max_rejected_percent",
                    ValueType.percent(),
                    "The job fails when more than this share of a batch's records is rejected.")
            .details(
                    "The job then writes nothing of the batch into the table.",
                    "Without the option any share is accepted, because one bad record in a batch of two is "
                            + "already 50 percent.",
                    "Use it for streams with large batches.");

    static final JobOption<Duration> REJECTED_RETENTION_DAYS = JobOption.withDefault(
                    "rejected_retention_days",
                    ValueType.days(0, 36_500),
                    "days",
                    "365",
                    "How long rejected records stay.")
            .details(
                    "0 keeps them for good.",
                    "The job removes a day of `--rejected_path` when the day and each of its files are older, between two "
                            + "batches.",
                    "The default is the longest time that a Kinesis stream can keep a record.");

    static final JobOption<Boolean> CLOUDWATCH_METRICS = JobOption.withDefault(
                    "cloudwatch_metrics",
                    ValueType.trueOrFalse(),
                    "true",
                    "Whether the figures of each batch go to CloudWatch as well as to the log.")
            .details(
                    "The alarms need them, so the default sends them.",
                    "No batch waits for CloudWatch or fails because of it.");

    static final JobOption<Boolean> VALIDATE = JobOption.withDefault(
                    "validate",
                    ValueType.trueOrFalse(),
                    "false",
                    "Whether the job only checks if it could run, and then ends.")
            .details(
                    "`true` checks that the job finds everything it needs and may use it.",
                    "It names what is missing, with the name of each missing permission.",
                    "It reads no batch.",
                    "It writes one small file into each folder and deletes the file again.");

    static final JobOption<RedriveMode> REDRIVE = JobOption.optional(
                    "redrive",
                    ValueType.choice("redrive", RedriveMode.class),
                    "With this option the run puts rejected records back on the stream, and then ends.")
            .details(
                    "`scripts/redrive` starts such a run: see [OPERATIONS.md](OPERATIONS.md#put-rejected-records-back).",
                    "`count` only says how many records are chosen, by reason.",
                    "`put` puts each chosen record on the stream once, with its partition key, and notes it.",
                    "The run reads no batch, so the job may go on meanwhile.");

    static final JobOption<List<String>> REDRIVE_REASONS = JobOption.optional(
            "redrive_reasons",
            ValueType.reasons(),
            "With `--redrive`: only records that were rejected for these reasons.");

    static final JobOption<RejectedBatch> REDRIVE_BATCH = JobOption.optional(
                    "redrive_batch",
                    ValueType.rejectedBatch(),
                    "With `--redrive`: only records that this batch rejected.")
            .details(
                    "The number is the column `batch_id` of the rejected records.",
                    "A new checkpoint counts its batches from 0 again: then give `query_id` and a slash before the number.");

    static final JobOption<Instant> REDRIVE_FROM = JobOption.optional(
            "redrive_from",
            ValueType.instant(),
            "With `--redrive`: only records that arrived in the stream at this time or later.");

    static final JobOption<Instant> REDRIVE_UNTIL = JobOption.optional(
            "redrive_until",
            ValueType.instant(),
            "With `--redrive`: only records that arrived in the stream before this time.");

    static final JobOption<String> REDRIVE_STREAM = JobOption.optional(
                    "redrive_stream",
                    ValueType.streamName(),
                    "With `--redrive`: name of the stream to put the records on. Without the option, that of the source table.")
            .details(
                    "The stream is in the account and the region of the source table's stream.",
                    "The job keeps a separate note for each stream: a record may go to several streams, and goes to each once.");

    static final JobOption<Integer> REDRIVE_RECORDS_PER_SECOND = JobOption.optional(
                    "redrive_records_per_second",
                    ValueType.integer(1, 1_000_000),
                    "With `--redrive`: how many records to put in a second. Without the option, 500.")
            .details(
                    "500 is half of what one shard takes, so producers keep their part even if all records go to one shard.",
                    "Raise the number for a stream with many shards.");

    /** Glue passes this argument to every run. Nobody needs to give it by hand, so the documentation leaves it out. */
    static final JobOption<String> JOB_NAME =
            JobOption.withDefault("JOB_NAME", ValueType.text(), "glue-streaming-join", "Name of the Glue job.");

    /** Every option under the heading of its section, in the order of the documentation. */
    public static final Map<String, List<JobOption<?>>> SECTIONS = sections();

    /** Every option, in the order of the documentation. */
    public static final List<JobOption<?>> ALL = Collections.unmodifiableList(
            SECTIONS.values().stream().flatMap(List::stream).collect(toList()));

    /** Glue passes this argument to every run, too. */
    static final JobOption<String> JOB_RUN_ID =
            JobOption.optional("JOB_RUN_ID", ValueType.text(), "Id of the run of the Glue job.");

    /** Every argument that the job reads: the options, and the two arguments of Glue's own. */
    static final List<JobOption<?>> UNDERSTOOD = Collections.unmodifiableList(
            Stream.concat(ALL.stream(), Stream.of(JOB_NAME, JOB_RUN_ID)).collect(toList()));

    private JobOptions() {}

    private static Map<String, List<JobOption<?>>> sections() {
        Map<String, List<JobOption<?>>> sections = new LinkedHashMap<>();
        sections.put(
                "The stream",
                section(
                        SOURCE_DATABASE,
                        SOURCE_TABLE,
                        SOURCE_ROLE_ARN,
                        SOURCE_EXTERNAL_ID,
                        SOURCE_ROLE_SESSION_NAME,
                        SOURCE_CONNECTOR,
                        STARTING_POSITION,
                        MAX_RECORDS_PER_SHARD,
                        MAX_BYTES_PER_SHARD,
                        MAX_RECORDS_PER_TRIGGER,
                        MAX_BYTES_PER_TRIGGER,
                        SHARD_FAILURE_TIMEOUT_SECONDS,
                        MISROUTED_AGGREGATES,
                        FAIL_ON_DATA_LOSS,
                        PAYLOAD_FORMAT,
                        NON_FINITE_NUMBERS,
                        RENAME_COLUMNS));
        sections.put(
                "The reference data",
                section(
                        LOOKUP_TABLES,
                        LOOKUP_TABLE,
                        LOOKUP_SCHEMA,
                        LOOKUP_MODE,
                        LOOKUP_INDEX,
                        LOOKUP_SEGMENTS,
                        LOOKUP_REFRESH_SECONDS,
                        MAX_LOOKUP_ROWS,
                        EMPTY_LOOKUP,
                        MAX_LOOKUP_SHRINK_PERCENT,
                        LOOKUP_SHRINK,
                        UNFIT_REFERENCE_ITEM));
        sections.put("The join", section(JOIN_COLUMNS, JOIN_COMPARISON, DROP_COLUMNS));
        sections.put("Re-enrichment", section(REENRICH, REENRICH_MAX_ROWS_PER_BATCH, REENRICH_REMOVED));
        sections.put(
                "The Hudi table",
                section(
                        RECORD_KEY,
                        ORDERING_FIELD,
                        ORDERING_FORMAT,
                        MAX_FUTURE_SECONDS,
                        DELETE_FIELD,
                        TOMBSTONE_RETENTION_HOURS,
                        KEEP_UNKNOWN_FIELDS,
                        TARGET_DATABASE,
                        TARGET_TABLE,
                        TARGET_PATH,
                        MIGRATE_FROM,
                        PARTITION_FIELDS,
                        UNIQUE_KEYS,
                        WRITE_PROFILE,
                        EXPECTED_TABLE_ROWS,
                        EXPECTED_PARTITION_ROWS,
                        HUDI_OPTIONS));
        sections.put(
                "The batches",
                section(
                        WINDOW_SECONDS,
                        AVAILABLE_NOW,
                        CHECKPOINT_PATH,
                        REJECTED_PATH,
                        MAX_REJECTED_PERCENT,
                        REJECTED_RETENTION_DAYS));
        sections.put("Operation", section(CLOUDWATCH_METRICS, VALIDATE));
        sections.put(
                "Rejected records, put back",
                section(
                        REDRIVE,
                        REDRIVE_REASONS,
                        REDRIVE_BATCH,
                        REDRIVE_FROM,
                        REDRIVE_UNTIL,
                        REDRIVE_STREAM,
                        REDRIVE_RECORDS_PER_SECOND));
        return Collections.unmodifiableMap(sections);
    }

    private static List<JobOption<?>> section(JobOption<?>... options) {
        return Collections.unmodifiableList(Arrays.asList(options));
    }
}
