package io.streamlab.join.config;

import static io.streamlab.join.config.ExampleConfig.problemsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "Orders", "my-table", "db.table", "a b"})
    void refusesWhatIsNoCatalogName(String text) {
        for (String key : new String[] {"target_database", "target_table"}) {
            assertThat(problemsWith(key, text))
                    .containsExactly("--" + key + " is '" + text
                            + "' but must be 1 to 255 lower-case letters, digits and underscores");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Orders", "db.table", "a b"})
    void refusesWhatIsNoNameOfASource(String text) {
        for (String key : new String[] {"source_database", "source_table"}) {
            assertThat(problemsWith(key, text))
                    .containsExactly("--" + key + " is '" + text
                            + "' but must be 1 to 255 lower-case letters, digits, underscores and hyphens");
        }
    }

    @Test
    void takesSourcesWithHyphens() {
        SourceConfig source = ExampleConfig.with("source_database", "my-kinesis-db", "source_table", "-my-stream-")
                .source();

        assertThat(source.database()).isEqualTo("my-kinesis-db");
        assertThat(source.table()).isEqualTo("-my-stream-");
    }

    @Test
    void takesNewNamesOfColumns() {
        assertThat(ExampleConfig.with().source().renamedColumns()).isEmpty();
        assertThat(ExampleConfig.with("rename_columns", "detail-type=detail_type, 1st = first")
                        .source()
                        .renamedColumns())
                .containsExactly(Map.entry("detail-type", "detail_type"), Map.entry("1st", "first"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a=", "=b", "a=b,", "a=b,a=c", "a=c,b=C"})
    void refusesWhatAreNoNewNames(String text) {
        assertThat(problemsWith("rename_columns", text))
                .containsExactly("--rename_columns is '" + text
                        + "' but must be old name = new name, several separated by commas, each name only once");
    }

    @Test
    void refusesACatalogNameOfMoreThan255Characters() {
        assertThat(problemsWith("target_table", "a".repeat(255))).isEmpty();
        assertThat(problemsWith("target_table", "a".repeat(256))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "my table", "arn:aws:dynamodb:us-east-1:123456789012:table/rates"})
    void refusesWhatIsNoDynamoDbTable(String text) {
        assertThat(problemsWith("lookup_table", text))
                .containsExactly("--lookup_table is '" + text
                        + "' but must be 3 to 255 letters, digits, underscores, hyphens and dots");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "stream-reader",
                "arn:aws:iam::1234:role/stream-reader",
                "arn:aws:iam::123456789012:user/me",
                "arn:aws:iam::123456789012:role/"
            })
    void refusesWhatIsNoRole(String text) {
        assertThat(problemsWith("source_role_arn", text))
                .containsExactly("--source_role_arn is '" + text + "' but must be the ARN of an IAM role");
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws-cn:iam::123456789012:role/a", "arn:aws-us-gov:iam::123456789012:role/b/c"})
    void takesRolesOfEveryPartition(String text) {
        assertThat(ExampleConfig.with("source_role_arn", text).source().roleArn())
                .contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "orderdate,shipdate"})
    void refusesWhatIsNotOneColumn(String text) {
        assertThat(problemsWith("ordering_field", text))
                .containsExactly("--ordering_field is '" + text + "' but must be the name of one column");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NONE", "epoch", "yyyy-mm-dd", "HH:mm:ss", "uuuu-MM-dd hh:mm", "not a pattern {"})
    void refusesWhatIsNoTimeFormat(String text) {
        assertThat(problemsWith("ordering_format", text))
                .containsExactly("--ordering_format is '" + text
                        + "' but must be none, iso, epoch_seconds, epoch_millis or a pattern of Java's DateTimeFormatter "
                        + "with at least year, month and day, such as M/d/yy or uuuu-MM-dd HH:mm:ss");
    }

    @Test
    void saysWhyATimeFormatMayNotReadNamesOfZones() {
        assertThat(problemsWith("ordering_format", "uuuu-MM-dd HH:mm:ss zzz"))
                .singleElement()
                .asString()
                .startsWith("--ordering_format is 'uuuu-MM-dd HH:mm:ss zzz' but must be none, iso,")
                .contains(": the letter z reads the name of a zone, which does not say whether summer time holds")
                .endsWith("Let the producer write the offset and give XXX, or both");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NONE", "-1", "1.5", "2147483648", "1d"})
    void refusesWhatIsNeitherANumberOfSecondsNorNone(String text) {
        assertThat(problemsWith("max_future_seconds", text))
                .containsExactly("--max_future_seconds is '" + text
                        + "' but must be none, or a whole number from 0 to 2147483647");
    }

    @Test
    void takesSecondsOrNone() {
        assertThat(ExampleConfig.with("max_future_seconds", "none").target().maxFuture())
                .isEmpty();
        assertThat(ExampleConfig.with("max_future_seconds", "0").target().maxFuture())
                .contains(Duration.ZERO);
        assertThat(ExampleConfig.with("max_future_seconds", "2147483647")
                        .target()
                        .maxFuture())
                .contains(Duration.ofSeconds(Integer.MAX_VALUE));
    }

    /** The message goes to the log, which more people read than the arguments. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hoodie.a=1,hoodie.datasource.hive_sync.password=pass,word,b",
                "hoodie.a=1,hoodie.datasource.hive_sync.PASSWORD = pass,b",
                "hoodie.a=1,hoodie.aws.secret.key=word",
                "hoodie.a=1,hoodie.aws.session.token=word,hoodie.a=2",
                "hoodie.a=1,fs.s3a.access.key=word,b"
            })
    void showsNoSecretOfABrokenOption(String text) {
        assertThat(problemsWith("hudi_options", text + ",broken"))
                .singleElement()
                .asString()
                .startsWith("--hudi_options is 'hoodie.a=1,")
                .contains("=...' but must be")
                .doesNotContain("pass,", "word,", "=word", "=pass", "broken");
    }

    @Test
    void takesNoTimeFormatForTheOrderOfTheType() {
        assertThat(ExampleConfig.with("ordering_format", "none").target().orderingFormat())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "100.1", "5%", "NaN", "1e1", ".5", "0x1p3"})
    void refusesWhatIsNoPercentage(String text) {
        assertThat(problemsWith("max_rejected_percent", text))
                .containsExactly("--max_rejected_percent is '" + text
                        + "' but must be a number from 0 to 100, such as 5 or 0.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.5", "100"})
    void takesPercentages(String text) {
        assertThat(ExampleConfig.with("max_rejected_percent", text).batch().maxRejectedPercent())
                .contains(new BigDecimal(text));
    }

    @Test
    void trimsTheNamesOfColumns() {
        assertThat(ExampleConfig.with("ordering_field", " shipdate ").target().orderingField())
                .isEqualTo("shipdate");
        assertThat(ExampleConfig.with("record_key", " uuid , region ").target().recordKey())
                .containsExactly("uuid", "region");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "uuid,", "uuid,,region", "uuid,uuid"})
    void refusesWhatIsNoListOfColumns(String text) {
        assertThat(problemsWith("record_key", text))
                .containsExactly("--record_key is '" + text
                        + "' but must be names of columns separated by commas, each only once");
        assertThat(problemsWith("drop_columns", text))
                .containsExactly("--drop_columns is '" + text
                        + "' but must be none, or names of columns separated by commas, each only once");
    }

    @Test
    void listsOfColumnsCannotBeChanged() {
        JobConfig config = ExampleConfig.with();
        assertThatThrownBy(() -> config.target().recordKey().add("region"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> config.lookup().joinColumns().add(new JoinColumn("a", "b")))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"country", "country=", "=countryname", "country==countryname", "country=countryname,"})
    void refusesWhatArePairsOfNoColumns(String text) {
        assertThat(problemsWith("join_columns", text))
                .containsExactly("--join_columns is '" + text
                        + "' but must be stream column = reference attribute, several separated by commas");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "code",
                "code text",
                "code string,",
                "code string, code string",
                "code string, CODE int",
                "code interval",
                "code void",
                "code array<interval>",
                "code struct<a: map<int, string>>",
                "code map<int, string>"
            })
    void refusesWhatIsNoSchema(String text) {
        assertThat(problemsWith("lookup_schema", text, "join_columns", "country=code"))
                .containsExactly("--lookup_schema is '" + text
                        + "' but must be attributes with their Spark SQL types, each only once, such as "
                        + "code string, rate double; no type that JSON cannot hold, such as interval");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    code string, rate double    | code STRING,rate DOUBLE
                    code string not null        | code STRING
                    code varchar(5)             | code STRING
                    code char(2)                | code STRING
                    code string, a array<varchar(5)>, b map<char(3), varchar(5)>, c struct<x: varchar(5) not null> \
                      | code STRING,a ARRAY<STRING>,b MAP<STRING, STRING>,c STRUCT<x: STRING>
                    """)
    void readsSchemasAsNullableColumnsOfPlainTypes(String text, String readAs) {
        assertThat(ExampleConfig.with("lookup_schema", text, "join_columns", "country=code")
                        .lookup()
                        .schema()
                        .toDDL())
                .isEqualTo(readAs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "streamlab/output",
                "/streamlab/output",
                "s3:streamlab/output",
                "s3://streamlab",
                "s3:///output",
                "s3a://streamlab/output",
                "s3n://streamlab/output",
                "S3A://streamlab/output",
                "s3://stream lab/output"
            })
    void refusesWhatIsNoPath(String text) {
        for (String key : new String[] {"target_path", "rejected_path", "checkpoint_path"}) {
            assertThat(problemsWith(key, text))
                    .containsExactly("--" + key + " is '" + text
                            + "' but must be a URI with a scheme and a path, such as s3://bucket/folder; "
                            + "use s3://, not s3a://");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3://bucket_with_underscores/a/b/", "s3://bucket/", "file:/tmp/table", "hdfs://host:8020/x"})
    void takesPathsOfEveryFileSystem(String text) {
        assertThat(ExampleConfig.with("target_path", text).target().path()).isEqualTo(URI.create(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "TRUE", "1"})
    void refusesWhatIsNeitherTrueNorFalse(String text) {
        for (String key : new String[] {"fail_on_data_loss", "available_now"}) {
            assertThat(problemsWith(key, text))
                    .containsExactly("--" + key + " is '" + text + "' but must be true or false");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "max_records_per_shard, 1, 10000000",
        "max_bytes_per_shard, 1, 1000000000000",
        "max_records_per_trigger, 1, 1000000000000",
        "max_bytes_per_trigger, 1, 1000000000000000",
        "shard_failure_timeout_seconds, 1, 86400",
        "lookup_segments, 1, 64",
        "lookup_refresh_seconds, 0, 86400",
        "max_lookup_rows, 1, 100000000",
        "expected_table_rows, 1, 2000000000",
        "expected_partition_rows, 1, 2000000000",
        "tombstone_retention_hours, 1, 87600",
        "rejected_retention_days, 0, 36500",
        "window_seconds, 0, 86400",
    })
    void refusesNumbersOutsideTheirRange(String key, long smallest, long largest) {
        for (String text :
                new String[] {"", "many", "1.5", "" + (smallest - 1), "" + (largest + 1), "99999999999999999999"}) {
            assertThat(problemsWith(key, text))
                    .containsExactly("--" + key + " is '" + text + "' but must be a whole number from " + smallest
                            + " to " + largest);
        }
        assertThat(problemsWith(key, "" + smallest)).isEmpty();
        assertThat(problemsWith(key, "" + largest)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "with space", "4711!"})
    void refusesWhatStsTakesNeitherAsExternalIdNorAsSessionName(String text) {
        assertThat(problemsWith("source_external_id", text))
                .containsExactly("--source_external_id is '" + text
                        + "' but must be 2 to 1224 letters, digits and characters of _+=,.@:/-");
        assertThat(problemsWith("source_role_session_name", text))
                .containsExactly("--source_role_session_name is '" + text
                        + "' but must be 2 to 64 letters, digits and characters of _+=,.@-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KEEP", "skip"})
    void refusesWhatIsNoWayWithMisroutedRecords(String text) {
        assertThat(problemsWith("misrouted_aggregates", text))
                .containsExactly("--misrouted_aggregates is '" + text + "' but must be keep or drop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FAIL", "allow"})
    void refusesWhatIsNoWayWithAnUnfitReferenceItem(String text) {
        assertThat(problemsWith("unfit_reference_item", text))
                .containsExactly("--unfit_reference_item is '" + text + "' but must be fail or skip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FAIL", "ignore"})
    void refusesWhatIsNoWayWithAnEmptyLookup(String text) {
        assertThat(problemsWith("empty_lookup", text))
                .containsExactly("--empty_lookup is '" + text + "' but must be fail or allow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FAIL", "allow"})
    void refusesWhatIsNoWayWithAShrunkLookup(String text) {
        assertThat(problemsWith("lookup_shrink", text))
                .containsExactly("--lookup_shrink is '" + text + "' but must be fail or wait");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "None", "101", "100.1", "-1", "5%", "1e1", "half"})
    void refusesWhatIsNoPercentNorNone(String text) {
        assertThat(problemsWith("max_lookup_shrink_percent", text))
                .containsExactly("--max_lookup_shrink_percent is '" + text
                        + "' but must be none, or a number from 0 to 100, such as 5 or 0.5");
    }

    @Test
    void readsAPercentOrNone() {
        assertThat(ExampleConfig.with("max_lookup_shrink_percent", "none")
                        .lookup()
                        .maxShrinkPercent())
                .isEmpty();
        assertThat(ExampleConfig.with("max_lookup_shrink_percent", "0.5")
                        .lookup()
                        .maxShrinkPercent())
                .contains(new BigDecimal("0.5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EXACT", "trimmed,ignore_case"})
    void refusesWhatIsNoComparison(String text) {
        assertThat(problemsWith("join_comparison", text))
                .containsExactly("--join_comparison is '" + text
                        + "' but must be exact, trimmed, ignore_case or trimmed_ignore_case");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "UPDATES", "upserts"})
    void refusesWhatIsNoWriteProfile(String text) {
        assertThat(problemsWith("write_profile", text))
                .containsExactly("--write_profile is '" + text + "' but must be updates or inserts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TABLE", "global"})
    void refusesWhatIsNoPlaceForUniqueKeys(String text) {
        assertThat(problemsWith("unique_keys", text))
                .containsExactly("--unique_keys is '" + text + "' but must be table or partition");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",",
                "region,",
                "region,region",
                "hour(orderdate)",
                "DAY(orderdate)",
                "day()",
                "day(orderdate",
                "day(day(orderdate))",
                "day(orderdate),orderdate_day"
            })
    void refusesWhatAreNoPartitionFields(String text) {
        assertThat(problemsWith("partition_fields", text))
                .containsExactly("--partition_fields is '" + text + "' but must be names of columns, or year(...), "
                        + "month(...) or day(...) of one, separated by commas, each column only once");
    }

    @Test
    void takesPartitionFieldsAsTheyAreAndByTheirDates() {
        List<PartitionField> fields = ExampleConfig.with(
                        "partition_fields", "region, year(orderdate),month( orderdate ),day(orderdate)")
                .target()
                .partitionFields();

        assertThat(fields)
                .extracting(PartitionField::column)
                .containsExactly("region", "orderdate_year", "orderdate_month", "orderdate_day");
        assertThat(fields)
                .extracting(PartitionField::toString)
                .containsExactly("region", "year(orderdate)", "month(orderdate)", "day(orderdate)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "latest", "AT_TIMESTAMP", "2026-01-31", "2026-01-31T12:00:00"})
    void refusesWhatIsNoStartingPosition(String text) {
        assertThat(problemsWith("starting_position", text))
                .containsExactly("--starting_position is '" + text
                        + "' but must be TRIM_HORIZON, LATEST or an instant such as 2026-01-31T12:00:00Z");
    }

    @Test
    void takesEveryStartingPosition() {
        assertThat(startingPosition("TRIM_HORIZON")).isEqualTo("TRIM_HORIZON");
        assertThat(startingPosition("LATEST")).isEqualTo("LATEST");
        assertThat(startingPosition("2026-01-31T12:00:00.5Z")).isEqualTo("AT_TIMESTAMP 2026-01-31T12:00:00.500Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", ",", "hoodie.a", "=1", " =1", "hoodie.a=1,", "hoodie.a=1,,b=2", "hoodie.a=1,hoodie.a=2"})
    void refusesWhatAreNoPairsOfKeyAndValue(String text) {
        assertThat(problemsWith("hudi_options", text))
                .containsExactly("--hudi_options is '" + text
                        + "' but must be key=value pairs separated by commas, each key once");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    hoodie.a=1                  | hoodie.a | 1
                    ' hoodie.a = x y '          | hoodie.a | x y
                    hoodie.a=                   | hoodie.a | ''
                    hoodie.a=b=c                | hoodie.a | b=c
                    hoodie.a=x\\,y\\,z          | hoodie.a | x,y,z
                    """)
    void takesPairsOfKeyAndValue(String text, String key, String value) {
        assertThat(ExampleConfig.with("hudi_options", text).target().hudiOptions())
                .isEqualTo(Map.of(key, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hoodie.a=1"})
    void pairsOfKeyAndValueCannotBeChanged(String text) {
        Map<String, String> options =
                ExampleConfig.with("hudi_options", text).target().hudiOptions();
        assertThatThrownBy(() -> options.put("hoodie.b", "2")).isInstanceOf(UnsupportedOperationException.class);
    }

    private static String startingPosition(String text) {
        return ExampleConfig.with("starting_position", text)
                .source()
                .startingPosition()
                .toString();
    }

    private enum Pace {
        SLOW,
        STEADY,
        FAST
    }

    @Test
    void aChoiceTakesItsWordsAndItsRuleFromTheEnum() {
        ValueType<Pace> pace = ValueType.choice("pace", Pace.class);

        assertThat(pace.rule()).isEqualTo("SLOW, STEADY or FAST");
        assertThat(pace.parse("STEADY")).isEqualTo(Pace.STEADY);
        assertThatThrownBy(() -> pace.parse("steady")).isInstanceOf(IllegalArgumentException.class);
    }
}
