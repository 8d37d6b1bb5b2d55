package io.streamlab.join.config;

import static io.streamlab.join.config.ExampleConfig.problemsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.text.TimeText;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobConfigTest {
    /** A value for every key that is not its default. */
    private static final Map<String, String> EVERYTHING_OTHERWISE = new TreeMap<>(Map.ofEntries(
            Map.entry("source_database", "shop"),
            Map.entry("source_table", "orders_stream"),
            Map.entry("source_role_arn", "arn:aws:iam::123456789012:role/path/stream-reader"),
            Map.entry("source_connector", "aws-kinesis"),
            Map.entry("starting_position", "2026-01-31T12:00:00Z"),
            Map.entry("max_records_per_shard", "500"),
            Map.entry("source_external_id", "shop/4711"),
            Map.entry("source_role_session_name", "orders@shop"),
            Map.entry("max_bytes_per_shard", "1000000"),
            Map.entry("max_records_per_trigger", "20000000000"),
            Map.entry("max_bytes_per_trigger", "50000000000"),
            Map.entry("shard_failure_timeout_seconds", "1200"),
            Map.entry("misrouted_aggregates", "drop"),
            Map.entry("fail_on_data_loss", "false"),
            Map.entry("payload_format", "json_lines"),
            Map.entry("non_finite_numbers", "keep"),
            Map.entry("rename_columns", "order-id=order_id"),
            Map.entry("lookup_table", "Warehouse.Rates-2026"),
            Map.entry("lookup_schema", "site string, article int, rate decimal(10,4)"),
            Map.entry("lookup_mode", "scan"),
            Map.entry("lookup_segments", "16"),
            Map.entry("lookup_refresh_seconds", "30"),
            Map.entry("max_lookup_rows", "5000"),
            Map.entry("empty_lookup", "allow"),
            Map.entry("max_lookup_shrink_percent", "12.5"),
            Map.entry("lookup_shrink", "wait"),
            Map.entry("unfit_reference_item", "skip"),
            Map.entry("join_comparison", "trimmed_ignore_case"),
            Map.entry("join_columns", "warehouse=site, item = article"),
            Map.entry("reenrich", "true"),
            Map.entry("reenrich_max_rows_per_batch", "0"),
            Map.entry("reenrich_removed", "keep"),
            Map.entry("drop_columns", "site"),
            Map.entry("record_key", "order_id, line"),
            Map.entry("ordering_field", "changed_at"),
            Map.entry("ordering_format", "epoch_millis"),
            Map.entry("max_future_seconds", "60"),
            Map.entry("delete_field", "is_gone"),
            Map.entry("tombstone_retention_hours", "24"),
            Map.entry("keep_unknown_fields", "true"),
            Map.entry("target_database", "lake"),
            Map.entry("target_table", "orders"),
            Map.entry("target_path", "s3://lake/orders"),
            Map.entry("migrate_from", "s3://lake/orders_of_before"),
            Map.entry("rejected_path", "s3://lake/orders_rejected"),
            Map.entry("max_rejected_percent", "12.5"),
            Map.entry("rejected_retention_days", "30"),
            Map.entry("redrive", "put"),
            Map.entry("redrive_reasons", "NOT_JSON, TYPE_MISMATCH"),
            Map.entry("redrive_batch", "0b5e-query/17"),
            Map.entry("redrive_from", "2026-01-31T00:00:00Z"),
            Map.entry("redrive_until", "2026-02-01T00:00:00Z"),
            Map.entry("redrive_stream", "orders.again"),
            Map.entry("redrive_records_per_second", "50"),
            Map.entry("checkpoint_path", "s3://state/orders"),
            Map.entry("partition_fields", "warehouse, month( changed_at )"),
            Map.entry("unique_keys", "partition"),
            Map.entry("write_profile", "inserts"),
            Map.entry("expected_table_rows", "5000000"),
            Map.entry("expected_partition_rows", "200000"),
            Map.entry("hudi_options", "hoodie.index.type=BUCKET,hoodie.bucket.index.num.buckets=8"),
            Map.entry("window_seconds", "5"),
            Map.entry("available_now", "true"),
            Map.entry("cloudwatch_metrics", "false"),
            Map.entry("validate", "true")));

    @Test
    void pinsEveryDefault() {
        JobConfig config = ExampleConfig.with();

        assertThat(config.source().database()).isEqualTo("my_kinesis_db");
        assertThat(config.source().table()).isEqualTo("my_stream_src_table");
        assertThat(config.source().roleArn()).isEmpty();
        assertThat(config.source().startingPosition()).isEqualTo(StartingPosition.TRIM_HORIZON);
        assertThat(config.source().externalId()).isEmpty();
        assertThat(config.source().givenRoleSessionName()).isEmpty();
        assertThat(config.source().roleSessionName()).isEqualTo("glue-streaming-join");
        assertThat(config.source().maxRecordsPerShard()).isEqualTo(100_000);
        assertThat(config.source().maxBytesPerShard()).isEqualTo(100_000_000);
        assertThat(config.source().maxRecordsPerTrigger()).isEqualTo(10_000_000);
        assertThat(config.source().maxBytesPerTrigger()).isEqualTo(10_000_000_000L);
        assertThat(config.source().shardFailureTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.source().misroutedRecords()).isEqualTo(MisroutedRecords.KEEP);
        assertThat(config.source().failOnDataLoss()).isTrue();
        assertThat(config.source().payloadFormat()).isEqualTo(PayloadFormat.AUTO);
        assertThat(config.source().nonFiniteNumbers()).isEqualTo(NonFiniteNumbers.REJECT);
        assertThat(config.source().renamedColumns()).isEmpty();

        assertThat(config.lookup().mode()).isEqualTo(LookupMode.AUTO);
        assertThat(config.lookup().table()).isEqualTo("tgt_country_lookup_table");
        assertThat(config.lookup().schema())
                .isEqualTo(new StructType()
                        .add("code", DataTypes.StringType)
                        .add("countryname", DataTypes.StringType)
                        .add("combinedname", DataTypes.StringType));
        assertThat(config.lookup().segments()).isEqualTo(8);
        assertThat(config.lookup().refresh()).isZero();
        assertThat(config.lookup().maxRows()).isEqualTo(1_000_000);
        assertThat(config.lookup().emptyLookup()).isEqualTo(EmptyLookup.FAIL);
        assertThat(config.lookup().maxShrinkPercent()).contains(BigDecimal.valueOf(50));
        assertThat(config.lookup().shrunkLookup()).isEqualTo(ShrunkLookup.FAIL);
        assertThat(config.lookup().unfitItem()).isEqualTo(UnfitReferenceItem.FAIL);
        assertThat(config.lookup().joinComparison()).isEqualTo(JoinComparison.EXACT);
        assertThat(config.lookup().joinColumns()).containsExactly(new JoinColumn("country", "countryname"));

        assertThat(config.reenrich().enabled()).isFalse();
        assertThat(config.reenrich().maxRowsPerBatch()).isEqualTo(100_000);
        assertThat(config.reenrich().removed()).isEqualTo(RemovedReference.NULL);

        assertThat(config.target().keepsJoinKey()).isFalse();
        assertThat(config.target().droppedColumns())
                .containsExactly(
                        "countryname", "country", "unitprice", "unitcost", "totalrevenue", "totalcost", "totalprofit");
        assertThat(config.target().recordKey()).containsExactly("uuid");
        assertThat(config.target().orderingField()).isEqualTo("orderdate");
        assertThat(config.target().orderingFormat()).contains(TimeText.of("M/d/yy"));
        assertThat(config.target().maxFuture()).contains(Duration.ofDays(1));
        assertThat(config.target().deleteField()).isEmpty();
        assertThat(config.target().tombstoneRetention()).isEqualTo(Duration.ofDays(7));
        assertThat(config.target().keepsUnknownFields()).isFalse();
        assertThat(config.target().database()).isEqualTo("my_kinesis_db");
        assertThat(config.target().table()).isEqualTo("hudi_table");
        assertThat(config.target().path()).isEqualTo(URI.create("s3://streamlab/output/hudi_table"));
        assertThat(config.target().partitionFields()).isEmpty();
        assertThat(config.target().uniqueKeys()).isEqualTo(UniqueKeys.TABLE);
        assertThat(config.target().writeProfile()).isEqualTo(WriteProfile.UPDATES);
        assertThat(config.target().expectedRows()).isEqualTo(1_000_000);
        assertThat(config.target().expectedPartitionRows()).isEqualTo(300_000);
        assertThat(config.target().hudiOptions()).isEmpty();

        assertThat(config.batch().window()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.batch().availableNow()).isFalse();
        assertThat(config.batch().checkpointPath()).isEqualTo(URI.create("s3://streamlab/checkpoint"));
        assertThat(config.batch().rejectedPath()).isEqualTo(URI.create("s3://streamlab/rejected"));
        assertThat(config.batch().maxRejectedPercent()).isEmpty();
        assertThat(config.batch().rejectedRetention()).isEqualTo(Duration.ofDays(365));

        assertThat(config.redrive().mode()).isEmpty();
        assertThat(config.redrive().reasons()).isEmpty();
        assertThat(config.redrive().batch()).isEmpty();
        assertThat(config.redrive().from()).isEmpty();
        assertThat(config.redrive().until()).isEmpty();
        assertThat(config.redrive().stream()).isEmpty();
        assertThat(config.redrive().recordsPerSecond()).isEqualTo(500);

        assertThat(config.metrics().cloudWatch()).isTrue();
        assertThat(config.metrics().jobName()).isEqualTo("glue-streaming-join");
        assertThat(config.validatesOnly()).isFalse();
    }

    @Test
    void setsEveryKeyToSomethingElse() {
        JobConfig config = JobConfig.parse(ExampleConfig.arguments(EVERYTHING_OTHERWISE));

        assertThat(config.source().database()).isEqualTo("shop");
        assertThat(config.source().table()).isEqualTo("orders_stream");
        assertThat(config.source().roleArn()).contains("arn:aws:iam::123456789012:role/path/stream-reader");
        assertThat(config.source().startingPosition())
                .isEqualTo(StartingPosition.at(Instant.parse("2026-01-31T12:00:00Z")));
        assertThat(config.source().externalId()).contains("shop/4711");
        assertThat(config.source().roleSessionName()).isEqualTo("orders@shop");
        assertThat(config.source().maxRecordsPerShard()).isEqualTo(500);
        assertThat(config.source().maxBytesPerShard()).isEqualTo(1_000_000);
        assertThat(config.source().maxRecordsPerTrigger()).isEqualTo(20_000_000_000L);
        assertThat(config.source().maxBytesPerTrigger()).isEqualTo(50_000_000_000L);
        assertThat(config.source().shardFailureTimeout()).isEqualTo(Duration.ofMinutes(20));
        assertThat(config.source().misroutedRecords()).isEqualTo(MisroutedRecords.DROP);
        assertThat(config.source().failOnDataLoss()).isFalse();
        assertThat(config.source().payloadFormat()).isEqualTo(PayloadFormat.JSON_LINES);
        assertThat(config.source().nonFiniteNumbers()).isEqualTo(NonFiniteNumbers.KEEP);
        assertThat(config.source().renamedColumns()).isEqualTo(Map.of("order-id", "order_id"));

        assertThat(config.lookup().mode()).isEqualTo(LookupMode.SCAN);
        assertThat(config.lookup().table()).isEqualTo("Warehouse.Rates-2026");
        assertThat(config.lookup().schema())
                .isEqualTo(new StructType()
                        .add("site", DataTypes.StringType)
                        .add("article", DataTypes.IntegerType)
                        .add("rate", DataTypes.createDecimalType(10, 4)));
        assertThat(config.lookup().segments()).isEqualTo(16);
        assertThat(config.lookup().refresh()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.lookup().maxRows()).isEqualTo(5_000);
        assertThat(config.lookup().emptyLookup()).isEqualTo(EmptyLookup.ALLOW);
        assertThat(config.lookup().maxShrinkPercent()).contains(new BigDecimal("12.5"));
        assertThat(config.lookup().shrunkLookup()).isEqualTo(ShrunkLookup.WAIT);
        assertThat(config.lookup().unfitItem()).isEqualTo(UnfitReferenceItem.SKIP);
        assertThat(config.lookup().joinComparison()).isEqualTo(JoinComparison.TRIMMED_IGNORE_CASE);
        assertThat(config.lookup().joinColumns())
                .containsExactly(new JoinColumn("warehouse", "site"), new JoinColumn("item", "article"));

        assertThat(config.reenrich().enabled()).isTrue();
        assertThat(config.reenrich().maxRowsPerBatch()).isZero();
        assertThat(config.reenrich().removed()).isEqualTo(RemovedReference.KEEP);

        assertThat(config.target().keepsJoinKey()).isTrue();
        assertThat(config.target().droppedColumns()).containsExactly("site");
        assertThat(config.target().recordKey()).containsExactly("order_id", "line");
        assertThat(config.target().orderingField()).isEqualTo("changed_at");
        assertThat(config.target().orderingFormat()).contains(TimeText.of("epoch_millis"));
        assertThat(config.target().maxFuture()).contains(Duration.ofMinutes(1));
        assertThat(config.target().deleteField()).contains("is_gone");
        assertThat(config.target().tombstoneRetention()).isEqualTo(Duration.ofDays(1));
        assertThat(config.target().keepsUnknownFields()).isTrue();
        assertThat(config.target().database()).isEqualTo("lake");
        assertThat(config.target().table()).isEqualTo("orders");
        assertThat(config.target().path()).isEqualTo(URI.create("s3://lake/orders"));
        assertThat(config.target().migrateFrom()).contains(URI.create("s3://lake/orders_of_before"));
        assertThat(config.target().partitionFields())
                .containsExactly(PartitionField.parse("warehouse"), PartitionField.parse("month(changed_at)"));
        assertThat(config.target().uniqueKeys()).isEqualTo(UniqueKeys.PARTITION);
        assertThat(config.target().writeProfile()).isEqualTo(WriteProfile.INSERTS);
        assertThat(config.target().expectedRows()).isEqualTo(5_000_000);
        assertThat(config.target().expectedPartitionRows()).isEqualTo(200_000);
        assertThat(config.target().hudiOptions())
                .containsExactly(
                        Map.entry("hoodie.index.type", "BUCKET"), Map.entry("hoodie.bucket.index.num.buckets", "8"));

        assertThat(config.batch().window()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.batch().availableNow()).isTrue();
        assertThat(config.batch().checkpointPath()).isEqualTo(URI.create("s3://state/orders"));
        assertThat(config.batch().rejectedPath()).isEqualTo(URI.create("s3://lake/orders_rejected"));
        assertThat(config.batch().maxRejectedPercent()).contains(new BigDecimal("12.5"));
        assertThat(config.batch().rejectedRetention()).isEqualTo(Duration.ofDays(30));

        assertThat(config.redrive().mode()).contains(RedriveMode.PUT);
        assertThat(config.redrive().reasons()).containsExactly("NOT_JSON", "TYPE_MISMATCH");
        assertThat(config.redrive().batch().orElseThrow().queryId()).contains("0b5e-query");
        assertThat(config.redrive().batch().orElseThrow().batchId()).isEqualTo(17);
        assertThat(config.redrive().from()).contains(Instant.parse("2026-01-31T00:00:00Z"));
        assertThat(config.redrive().until()).contains(Instant.parse("2026-02-01T00:00:00Z"));
        assertThat(config.redrive().stream()).contains("orders.again");
        assertThat(config.redrive().recordsPerSecond()).isEqualTo(50);

        assertThat(config.metrics().cloudWatch()).isFalse();
        assertThat(config.validatesOnly()).isTrue();
    }

    @Test
    void takesTheJobsNameFromGlue() {
        assertThat(ExampleConfig.with("JOB_NAME", "demo-streaming-join")
                        .metrics()
                        .jobName())
                .isEqualTo("demo-streaming-join");
    }

    @Test
    void theValuesAboveCoverTheWholeOptionTable() {
        assertThat(JobOptions.ALL).extracting(JobOption::key).doesNotHaveDuplicates();
        assertThat(EVERYTHING_OTHERWISE.keySet())
                .containsExactlyInAnyOrderElementsOf(JobOptions.ALL.stream()
                        .map(JobOption::key)
                        // Only for reads by keys, which values above exclude: readsByKeys has it.
                        .filter(key -> !key.equals("lookup_index"))
                        // Takes the place of others: LookupTablesTest has it.
                        .filter(key -> !key.equals("lookup_tables"))
                        .collect(Collectors.toList()));
        JobOptions.ALL.forEach(option -> assertThat(option.defaultText())
                .as("default of %s", option)
                .isNotEqualTo(EVERYTHING_OTHERWISE.get(option.key())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys", "auto"})
    void readsByKeys(String mode) {
        LookupConfig lookup = ExampleConfig.with("lookup_mode", mode, "lookup_index", "by.name")
                .lookup();

        assertThat(lookup.mode()).hasToString(mode);
        assertThat(lookup.index()).contains("by.name");
    }

    @ParameterizedTest
    @CsvSource({
        "reenrich, true, --reenrich is true",
        "join_comparison, trimmed, --join_comparison is 'trimmed'",
        "lookup_refresh_seconds, 60, --lookup_refresh_seconds is 60"
    })
    void scansForWhatKeysCannotServe(String option, String value, String problem) {
        assertThat(ExampleConfig.with(option, value).lookup().mode()).isEqualTo(LookupMode.SCAN);
        assertThat(problemsWith(option, value, "lookup_mode", "keys"))
                .singleElement()
                .asString()
                .startsWith("--lookup_mode is 'keys', but " + problem)
                .endsWith(": read the whole table with 'scan', or correct the option");
        assertThat(problemsWith(option, value, "lookup_index", "by_name"))
                .singleElement()
                .asString()
                .startsWith("--lookup_index is 'by_name', which a scan does not read: " + problem);
    }

    @Test
    void refusesAnIndexForAScan() {
        assertThat(problemsWith("lookup_index", "by_name", "lookup_mode", "scan"))
                .containsExactly("--lookup_index is 'by_name', which a scan does not read: --lookup_mode is 'scan'");
    }

    @ParameterizedTest
    @CsvSource({"reenrich, true", "join_comparison, trimmed", "lookup_segments, 2"})
    void followsTheTableWithWhatNeedsTheWholeTable(String option, String value) {
        assertThat(ExampleConfig.with(option, value, "lookup_mode", "stream")
                        .lookup()
                        .mode())
                .isEqualTo(LookupMode.STREAM);
    }

    @Test
    void refusesWhatAFollowedTableHasNoUseFor() {
        assertThat(problemsWith("lookup_index", "by_name", "lookup_mode", "stream", "reenrich", "true"))
                .containsExactly("--lookup_index is 'by_name', which a scan does not read: --lookup_mode is 'stream'");
        assertThat(problemsWith("lookup_refresh_seconds", "60", "lookup_mode", "stream"))
                .containsExactly(
                        "--lookup_mode is 'stream', but --lookup_refresh_seconds is 60: the changes are read before "
                                + "each batch, so leave the option out");
    }

    @Test
    void refusesToChooseRejectedRecordsForARunThatDoesNotRedrive() {
        for (String option : List.of(
                "redrive_reasons NOT_JSON",
                "redrive_batch 7",
                "redrive_from 2026-01-31T00:00:00Z",
                "redrive_until 2026-01-31T00:00:00Z",
                "redrive_stream orders",
                "redrive_records_per_second 5")) {
            String[] keyAndValue = option.split(" ");
            assertThat(problemsWith(keyAndValue[0], keyAndValue[1]))
                    .containsExactly("Options that begin with --redrive_ choose rejected records, but --redrive is not "
                            + "given: give 'count' or 'put'");
        }
    }

    @Test
    void refusesARedriveOfNoTime() {
        String noon = "2026-01-31T12:00:00Z";

        assertThat(problemsWith("redrive", "put", "redrive_from", noon, "redrive_until", noon))
                .containsExactly("--redrive_from is not before --redrive_until: no record arrived in that time");
    }

    @Test
    void refusesBatchesReasonsAndStreamsThatCannotBe() {
        for (String batch : List.of("", "a", "1.5", "a/", "/1", "a/b/1", "-1")) {
            assertThat(problemsWith("redrive", "put", "redrive_batch", batch))
                    .as(batch)
                    .hasSize(1);
        }
        for (String reason : List.of("", "not_json", "NOT_JSON,", "'; --")) {
            assertThat(problemsWith("redrive", "put", "redrive_reasons", reason))
                    .as(reason)
                    .hasSize(1);
        }
        assertThat(problemsWith("redrive", "put", "redrive_stream", "a/b")).hasSize(1);
        assertThat(problemsWith("redrive", "both")).containsExactly("--redrive is 'both' but must be count or put");
    }

    @Test
    void reportsEveryProblemOfEveryArgumentAtOnce() {
        assertThatThrownBy(() -> JobConfig.parse(
                        "--target_path", "s3a://streamlab/output", "--window_second", "5", "--lookup_segments", "0"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        """
                        The job's configuration has 5 problems:
                          - --window_second is not an option of this job; the nearest is --window_seconds
                          - --lookup_segments is '0' but must be a whole number from 1 to 64
                          - --target_path is 's3a://streamlab/output' but must be %s
                          - --checkpoint_path is missing: it must be %s
                          - --rejected_path is missing: it must be %s"""
                                .formatted(PATH_RULE, PATH_RULE, PATH_RULE));
    }

    @Test
    void reportsOneProblemInTheSingular() {
        assertThatThrownBy(() -> ExampleConfig.with("available_now", "yes"))
                .hasMessage("The job's configuration has a problem:\n"
                        + "  - --available_now is 'yes' but must be true or false");
    }

    @Test
    void requiresSomethingToJoinOn() {
        assertThat(problemsWith("join_columns", ""))
                .containsExactly("--join_columns is empty: name at least one pair of columns");
    }

    @Test
    void requiresARecordKey() {
        assertThat(problemsWith("record_key", "")).containsExactly("--record_key is empty: name at least one column");
    }

    @Test
    void refusesAJoinOnAnAttributeThatIsNotRead() {
        assertThat(problemsWith("join_columns", "country=name"))
                .containsExactly("--join_columns names the attribute 'name', which --lookup_schema does not have: "
                        + "[code, combinedname, countryname]");
    }

    @Test
    void refusesToDropWhatTheTableNeeds() {
        assertThat(problemsWith("delete_field", "gone", "drop_columns", "country,gone"))
                .containsExactly("--drop_columns drops 'gone', which --delete_field needs");
        assertThat(problemsWith("drop_columns", "country,uuid,_event_order"))
                .containsExactly(
                        "--drop_columns drops 'uuid', which --record_key needs",
                        "--drop_columns drops '_event_order', which the table needs to decide which row is newer");
        assertThat(problemsWith("drop_columns", "country,_join_key"))
                .containsExactly("--drop_columns drops '_join_key', which --reenrich needs");
    }

    @Test
    void refusesWhatASessionNeedsWithoutARole() {
        assertThat(problemsWith("source_external_id", "4711", "source_role_session_name", "orders"))
                .containsExactly(
                        "--source_external_id is '4711', but --source_role_arn is not given: without a role there is no "
                                + "session that it could be for",
                        "--source_role_session_name is 'orders', but --source_role_arn is not given: without a role there "
                                + "is no session that it could be for");
    }

    @ParameterizedTest
    @CsvSource({
        "glue-streaming-join, glue-streaming-join",
        "Orders job (EU), Orders-job--EU-",
        "x, x-job",
        "Aufträge, Auftr-ge",
    })
    void sessionsHaveTheNameOfTheJobAsStsTakesIt(String jobName, String sessionName) {
        assertThat(ExampleConfig.with("JOB_NAME", jobName).source().roleSessionName())
                .isEqualTo(sessionName);
    }

    @Test
    void sessionsOfAJobWithALongNameHaveItsBeginning() {
        assertThat(ExampleConfig.with("JOB_NAME", "a".repeat(255)).source().roleSessionName())
                .isEqualTo("a".repeat(64));
    }

    @Test
    void refusesPartitionsThatCannotBe() {
        assertThat(problemsWith("partition_fields", "country,day(shipdate),_event_order,gone", "delete_field", "gone"))
                .containsExactly(
                        "--drop_columns drops 'country', which --partition_fields needs",
                        "--partition_fields has 'day(shipdate)', but only the ordering field, 'orderdate', is read as a "
                                + "point in time: name a column that already holds the date",
                        "--partition_fields has '_event_order', which describes the record and cannot be a partition",
                        "--partition_fields has 'gone', which describes the record and cannot be a partition");
    }

    @Test
    void refusesSeveralPartitionFieldsWithoutADateForAKeyOfOneColumn() {
        assertThat(problemsWith("partition_fields", "region,store"))
                .containsExactly(
                        "--partition_fields names several columns without a date and --record_key names a single "
                                + "column: Hudi's versions write such keys in different ways. Name one partition column, add a "
                                + "date, or use a record key of several columns");
        assertThat(problemsWith("partition_fields", "region,store", "record_key", "uuid,line"))
                .isEmpty();
    }

    @Test
    void takesTheDateOfAnOrderingFieldThatIsDropped() {
        assertThat(problemsWith("partition_fields", "year(orderdate)", "drop_columns", "orderdate"))
                .isEmpty();
    }

    @Test
    void refusesKeysThatAreUniqueInPartitionsOfNothing() {
        assertThat(problemsWith("unique_keys", "partition"))
                .containsExactly("--unique_keys is 'partition', but --partition_fields is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", ""})
    void dropsNothingWhenNothingIsNamed(String columns) {
        assertThat(ExampleConfig.with("drop_columns", columns).target().droppedColumns())
                .isEmpty();
    }

    @Test
    void refusesPathsThatLieInsideEachOther() {
        List<String> problem = List.of("--target_path, --rejected_path and --checkpoint_path must be separate folders: "
                + "none may lie inside another");

        assertThat(problemsWith("rejected_path", "s3://streamlab/output/hudi_table/rejected"))
                .isEqualTo(problem);
        assertThat(problemsWith("checkpoint_path", "s3://streamlab/output/hudi_table/"))
                .isEqualTo(problem);
        assertThat(problemsWith("target_path", "s3://streamlab/")).isEqualTo(problem);
    }

    @Test
    void acceptsPathsWhoseNamesOnlyBeginAlike() {
        assertThat(problemsWith("rejected_path", "s3://streamlab/output/hudi_table_rejected"))
                .isEmpty();
    }

    private static final String PATH_RULE = JobOptions.TARGET_PATH.type().rule();
}
