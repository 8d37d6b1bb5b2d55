package io.streamlab.join.config;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.values.TimeText;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

/** The option table: every argument that the job understands, in the order in which the documentation lists them. */
public final class JobOptions {
    static final JobOption<String> SOURCE_DATABASE = JobOption.withDefault(
            "source_database",
            ValueType.catalogName(),
            "my_kinesis_db",
            "Database of the Glue Data Catalog that holds the source table.");

    static final JobOption<String> SOURCE_TABLE = JobOption.withDefault(
            "source_table",
            ValueType.catalogName(),
            "my_stream_src_table",
            "Table of the Glue Data Catalog that describes the stream: its name or ARN, its endpoint, its columns.");

    static final JobOption<String> SOURCE_ROLE_ARN = JobOption.optional(
            "source_role_arn",
            ValueType.roleArn(),
            "Role to assume for reading the stream, for a stream of another account.");

    static final JobOption<SourceConnector> SOURCE_CONNECTOR = JobOption.withDefault(
            "source_connector",
            ValueType.sourceConnector(),
            "exact-kinesis",
            "The Spark source that reads the stream. `exact-kinesis` is part of the job's jar and loses nothing; "
                    + "`aws-kinesis` is awslabs' connector, whose jar has to be given by `--extra-jars`: "
                    + "see [what it cannot promise](KINESIS_SOURCE.md#the-other-choice-awslabs-connector). "
                    + "Their checkpoints do not fit each other.");

    static final JobOption<StartingPosition> STARTING_POSITION = JobOption.withDefault(
            "starting_position",
            ValueType.startingPosition(),
            "TRIM_HORIZON",
            "Where a job without a checkpoint begins to read; with a checkpoint it goes on from there. "
                    + "The default takes all that the stream still holds, so that a first start loses nothing.");

    static final JobOption<Integer> MAX_RECORDS_PER_SHARD = JobOption.withDefault(
            "max_records_per_shard",
            ValueType.integer(1, 10_000_000),
            "records",
            "100000",
            "About how many records one batch takes from one shard. A shard takes in 1,000 records a second at most, "
                    + "so the default never holds back a job that keeps up with a window of 60 seconds, "
                    + "and bounds the batches of one that has to catch up.");

    static final JobOption<Boolean> FAIL_ON_DATA_LOSS = JobOption.withDefault(
            "fail_on_data_loss",
            ValueType.trueOrFalse(),
            "true",
            "Whether the job fails when records between its checkpoint and the stream's oldest record are gone. "
                    + "`false` goes on behind the gap and logs what is missing.");

    static final JobOption<String> LOOKUP_TABLE = JobOption.withDefault(
            "lookup_table",
            ValueType.dynamoDbTable(),
            "tgt_country_lookup_table",
            "DynamoDB table with the reference data. It is read anew for every batch.");

    static final JobOption<StructType> LOOKUP_SCHEMA = JobOption.withDefault(
            "lookup_schema",
            ValueType.schema(),
            "code string, countryname string, combinedname string",
            "The attributes to read from the reference table and the column types they get. "
                    + "DynamoDB has no schema of its own; only these attributes are read.");

    static final JobOption<Integer> LOOKUP_SEGMENTS = JobOption.withDefault(
            "lookup_segments",
            ValueType.integer(1, 64),
            "segments",
            "8",
            "How many segments of the reference table are scanned at the same time, at most. A table gets one for each MB "
                    + "that the scan before has found, so that a small one is read by a single request. Eight keep a driver of "
                    + "four cores busy, since half of the time it waits for DynamoDB.");

    static final JobOption<Duration> LOOKUP_REFRESH_SECONDS = JobOption.withDefault(
            "lookup_refresh_seconds",
            ValueType.seconds(0, 86_400),
            "seconds",
            "0",
            "For how long a scan of the reference table serves further batches. 0 scans for every batch, so that each row "
                    + "has the reference data of its own time; [what that costs](PERFORMANCE.md#the-reference-table) is read "
                    + "capacity.");

    static final JobOption<Integer> MAX_LOOKUP_ROWS = JobOption.withDefault(
            "max_lookup_rows",
            ValueType.integer(1, 100_000_000),
            "items",
            "1000000",
            "How many items the reference table may have; with more the job stops. Every batch holds all of them in the "
                    + "driver and, up to 500,000, in every executor; the default stops for a table that was never meant to "
                    + "be read like that.");

    static final JobOption<EmptyLookup> EMPTY_LOOKUP = JobOption.withDefault(
            "empty_lookup",
            ValueType.emptyLookup(),
            "fail",
            "What to do while the reference table has no item that could match. `fail` fails the batch before anything is "
                    + "written; it is repeated at the next start. That is the default since a table is empty while it is "
                    + "loaded anew, or because it is the wrong one, and rows written meanwhile would lose their reference "
                    + "data. `allow` writes them without.");

    static final JobOption<List<JoinColumn>> JOIN_COLUMNS = JobOption.withDefault(
            "join_columns",
            ValueType.joinColumns(),
            "country=countryname",
            "The columns to join on, each a column of the stream and the reference attribute that it must equal.");

    static final JobOption<JoinComparison> JOIN_COMPARISON = JobOption.withDefault(
            "join_comparison",
            ValueType.joinComparison(),
            "exact",
            "Which texts are equal in the join: `exact` ones; with `trimmed` also those that differ in white space at their "
                    + "ends, with `ignore_case` in upper and lower case, with `trimmed_ignore_case` in both. The rows keep "
                    + "the texts as they are. The default guesses nothing.");

    static final JobOption<Boolean> REENRICH = JobOption.withDefault(
            "reenrich",
            ValueType.trueOrFalse(),
            "false",
            "`true` lets the rows that are in the table follow the reference data: when an item is added, changed or removed, "
                    + "the rows that it matches are joined anew, with the next batch or, while no record comes, within one "
                    + "window. It adds the column `_join_key` to the table, so it is for tables that are written with it "
                    + "[from the beginning](OPERATIONS.md#old-rows-that-follow-the-reference-data). `false` joins a record "
                    + "once, as the published design does.");

    static final JobOption<Integer> REENRICH_MAX_ROWS_PER_BATCH = JobOption.withDefault(
            "reenrich_max_rows_per_batch",
            ValueType.integer(0, 100_000_000),
            "rows",
            "100000",
            "How many rows one commit joins anew, at most; the rest follows with the next ones, the oldest change first. The "
                    + "default is what one batch takes from a shard at most, so that a change of many rows makes no batch "
                    + "of another size. 0 pauses: changes are noticed and kept, and no row is read.");

    static final JobOption<RemovedReference> REENRICH_REMOVED = JobOption.withDefault(
            "reenrich_removed",
            ValueType.removedReference(),
            "null",
            "What rows show whose reference item is removed: `null`, as a new record would; or `keep` for what they last "
                    + "showed, for a reference table that is emptied to be loaded anew.");

    static final JobOption<List<String>> DROP_COLUMNS = JobOption.withDefault(
            "drop_columns",
            ValueType.columnsOrNone(),
            "countryname,country,unitprice,unitcost,totalrevenue,totalcost,totalprofit",
            "Columns of the joined rows that do not go into the table; `none` drops nothing.");

    static final JobOption<List<String>> RECORD_KEY = JobOption.withDefault(
            "record_key",
            ValueType.columns(),
            "uuid",
            "Column or columns of the stream that identify a row of the table. A record without them is rejected.");

    static final JobOption<String> ORDERING_FIELD = JobOption.withDefault(
            "ordering_field",
            ValueType.column(),
            "orderdate",
            "Column of the stream that tells which of two records with the same key is the newer one; "
                    + "the greater value wins, of equal ones the record that arrived later. "
                    + "A record without it is rejected.");

    static final JobOption<Optional<TimeText>> ORDERING_FORMAT = JobOption.withDefault(
            "ordering_format",
            ValueType.timeFormat(),
            "M/d/yy",
            "How the ordering field is read as a point in time: `iso`, such as 2026-01-31T12:00:00Z; `epoch_seconds` or "
                    + "`epoch_millis`; or a pattern of Java's DateTimeFormatter, in UTC unless it has an offset. "
                    + "`none` takes the order of the column's type: strings by their bytes, numbers, dates, timestamps. "
                    + "A record whose value does not have the format is rejected. The default is that of the example's "
                    + "order dates, which as strings would put 9/24/12 behind 10/11/15.");

    static final JobOption<String> DELETE_FIELD = JobOption.optional(
            "delete_field",
            ValueType.column(),
            "Boolean column of the stream: a record in which it is true removes the row with its key, unless the row is of a "
                    + "later event. In the table it is Hudi's column `_hoodie_is_deleted`.");

    static final JobOption<Boolean> KEEP_UNKNOWN_FIELDS = JobOption.withDefault(
            "keep_unknown_fields",
            ValueType.trueOrFalse(),
            "false",
            "`true` keeps the fields of a record that are no columns of the catalog, as one JSON object in the column "
                    + "`_unknown_fields`. `false` ignores them, as they may be anything.");

    static final JobOption<String> TARGET_DATABASE = JobOption.withDefault(
            "target_database",
            ValueType.catalogName(),
            "my_kinesis_db",
            "Database of the catalog in which the Hudi table is registered.");

    static final JobOption<String> TARGET_TABLE =
            JobOption.withDefault("target_table", ValueType.catalogName(), "hudi_table", "Name of the Hudi table.");

    static final JobOption<URI> TARGET_PATH = JobOption.required(
            "target_path",
            ValueType.path(),
            "Where the Hudi table's files are, such as `s3://my-bucket/output/hudi_table`.");

    static final JobOption<URI> REJECTED_PATH = JobOption.required(
            "rejected_path",
            ValueType.path(),
            "Where rejected records are kept, with the reason, such as `s3://my-bucket/rejected`. In the catalog they are the "
                    + "table with the Hudi table's name and `_rejected`.");

    static final JobOption<BigDecimal> MAX_REJECTED_PERCENT = JobOption.optional(
            "max_rejected_percent",
            ValueType.percent(),
            "The job fails when more of a batch's records than this are rejected, and writes nothing of the batch into the "
                    + "table. Without it any share is accepted, since one bad record in a batch of two is 50 percent: it is for "
                    + "streams whose batches are large.");

    static final JobOption<URI> CHECKPOINT_PATH = JobOption.required(
            "checkpoint_path",
            ValueType.path(),
            "Where the job keeps its position in the stream, such as `s3://my-bucket/checkpoint`. "
                    + "A job that is started again with the same path goes on where it stopped.");

    static final JobOption<List<PartitionField>> PARTITION_FIELDS = JobOption.withDefault(
            "partition_fields",
            ValueType.partitionFields(),
            "",
            "What the table is partitioned by, so that a batch rewrites no partition but those that it has records of: "
                    + "columns of the joined rows, or `year`, `month` or `day` of the ordering field, such as "
                    + "`region,day(orderdate)`, in UTC and kept in a column of its own, here `orderdate_day`, as text such "
                    + "as 2026-01-31. Several without a date need a record key of several columns. "
                    + "See [when it pays](PERFORMANCE.md#partitions). A table keeps the partitions that it was "
                    + "created with. The default is none, as the example's updates go all over the table.");

    static final JobOption<UniqueKeys> UNIQUE_KEYS = JobOption.withDefault(
            "unique_keys",
            ValueType.uniqueKeys(),
            "table",
            "With `--partition_fields`: where a record key has no more than one row. With `table` a record whose partition "
                    + "is another than its row's takes the row out of there, unless the row is of a later event; to find it, "
                    + "each batch reads the keys of the whole table. `partition` spares that: it is for keys that always "
                    + "come with the same partition, and otherwise a key gets a row in each. The default is what a table "
                    + "without partitions does. A table keeps what it was created with.");

    static final JobOption<WriteProfile> WRITE_PROFILE = JobOption.withDefault(
            "write_profile",
            ValueType.writeProfile(),
            "updates",
            "What most records of the stream do to the table; decides the index, the sizes of files and how they are kept "
                    + "few: see [PERFORMANCE.md](PERFORMANCE.md). `updates` for keys that come again and again, all over "
                    + "the table, as those of the example do; `inserts` for keys that are nearly all new. "
                    + "A table keeps the profile that it was created with.");

    static final JobOption<Integer> EXPECTED_TABLE_ROWS = JobOption.withDefault(
            "expected_table_rows",
            ValueType.integer(1, 2_000_000_000),
            "rows",
            "1000000",
            "How many rows the table will have one day. With `updates` the number of its buckets follows from it, one for "
                    + "300,000 rows, and is fixed when the table is created. The example's keys are the numbers up to a "
                    + "million.");

    static final JobOption<Integer> EXPECTED_PARTITION_ROWS = JobOption.withDefault(
            "expected_partition_rows",
            ValueType.integer(1, 2_000_000_000),
            "rows",
            "300000",
            "With `--partition_fields`, in place of `--expected_table_rows`: how many rows the largest partition will have "
                    + "one day. With `updates` each partition has a bucket for 300,000 of them; the default is one bucket, "
                    + "since every bucket is a file, and there are as many of them in every partition.");

    static final JobOption<Map<String, String>> HUDI_OPTIONS = JobOption.withDefault(
            "hudi_options",
            ValueType.keyValuePairs(),
            "",
            "Further `hoodie.*` options, as `key=value` separated by commas (a comma inside a value is written `\\,`). "
                    + "Options that other arguments decide are refused.");

    static final JobOption<Duration> WINDOW_SECONDS = JobOption.withDefault(
            "window_seconds",
            ValueType.seconds(0, 86_400),
            "seconds",
            "60",
            "How often a batch starts; 0 starts the next one as soon as the last has ended. "
                    + "Short windows make fresh rows and many small commits.");

    static final JobOption<Boolean> AVAILABLE_NOW = JobOption.withDefault(
            "available_now",
            ValueType.trueOrFalse(),
            "false",
            "`true` processes what the stream holds at the start and then ends, whatever the window is.");

    static final JobOption<Boolean> CLOUDWATCH_METRICS = JobOption.withDefault(
            "cloudwatch_metrics",
            ValueType.trueOrFalse(),
            "true",
            "Whether the figures of each batch go to CloudWatch, besides to the log. The alarms live on them, so the default "
                    + "sends them. Nothing waits for CloudWatch, and no batch fails because of it.");

    static final JobOption<Boolean> VALIDATE = JobOption.withDefault(
            "validate",
            ValueType.trueOrFalse(),
            "false",
            "`true` looks whether the job finds all that it needs and may use it, tells what it lacks with the name of each "
                    + "missing permission, and ends; it reads no batch and writes nothing but a small file into each "
                    + "folder, which it deletes again.");

    /** Glue passes it to every run; nobody needs to give it by hand, so it is none of the documented options. */
    static final JobOption<String> JOB_NAME = JobOption.withDefault(
            "JOB_NAME", ValueType.text(), "glue-streaming-join", "Glue's own: the name of the job.");

    /** Every option under the heading of its section, in the order of the documentation. */
    public static final Map<String, List<JobOption<?>>> SECTIONS = sections();

    /** Every option, in the order of the documentation. */
    public static final List<JobOption<?>> ALL = Collections.unmodifiableList(
            SECTIONS.values().stream().flatMap(List::stream).collect(toList()));

    /** What an argument may be: the options and what the job reads of Glue's own arguments. */
    static final List<JobOption<?>> UNDERSTOOD = Collections.unmodifiableList(
            Stream.concat(ALL.stream(), Stream.of(JOB_NAME)).collect(toList()));

    private JobOptions() {}

    private static Map<String, List<JobOption<?>>> sections() {
        Map<String, List<JobOption<?>>> sections = new LinkedHashMap<>();
        sections.put(
                "The stream",
                section(
                        SOURCE_DATABASE,
                        SOURCE_TABLE,
                        SOURCE_ROLE_ARN,
                        SOURCE_CONNECTOR,
                        STARTING_POSITION,
                        MAX_RECORDS_PER_SHARD,
                        FAIL_ON_DATA_LOSS));
        sections.put(
                "The reference data",
                section(
                        LOOKUP_TABLE,
                        LOOKUP_SCHEMA,
                        LOOKUP_SEGMENTS,
                        LOOKUP_REFRESH_SECONDS,
                        MAX_LOOKUP_ROWS,
                        EMPTY_LOOKUP));
        sections.put("The join", section(JOIN_COLUMNS, JOIN_COMPARISON, DROP_COLUMNS));
        sections.put("Old rows", section(REENRICH, REENRICH_MAX_ROWS_PER_BATCH, REENRICH_REMOVED));
        sections.put(
                "The Hudi table",
                section(
                        RECORD_KEY,
                        ORDERING_FIELD,
                        ORDERING_FORMAT,
                        DELETE_FIELD,
                        KEEP_UNKNOWN_FIELDS,
                        TARGET_DATABASE,
                        TARGET_TABLE,
                        TARGET_PATH,
                        PARTITION_FIELDS,
                        UNIQUE_KEYS,
                        WRITE_PROFILE,
                        EXPECTED_TABLE_ROWS,
                        EXPECTED_PARTITION_ROWS,
                        HUDI_OPTIONS));
        sections.put(
                "The batches",
                section(WINDOW_SECONDS, AVAILABLE_NOW, CHECKPOINT_PATH, REJECTED_PATH, MAX_REJECTED_PERCENT));
        sections.put("Operation", section(CLOUDWATCH_METRICS, VALIDATE));
        return Collections.unmodifiableMap(sections);
    }

    private static List<JobOption<?>> section(JobOption<?>... options) {
        return Collections.unmodifiableList(Arrays.asList(options));
    }
}
