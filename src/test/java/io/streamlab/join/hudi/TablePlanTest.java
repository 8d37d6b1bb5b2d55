package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.streamlab.join.columns.TableColumns;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.InvalidConfigException;
import io.streamlab.join.config.JobConfig;
import java.util.Map;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TablePlanTest {
    private static final StructType ORDERS = StructType.fromDDL(
            "uuid string, country string, orderdate string, region string, store string, line string, "
                    + "number bigint, unitprice string, unitcost string, totalrevenue string, totalcost string, totalprofit string");

    @Test
    void pinsEveryOptionOfTheExample() {
        assertThat(options())
                .containsOnly(
                        entry("hoodie.table.name", "hudi_table"),
                        entry("hoodie.datasource.write.table.type", "COPY_ON_WRITE"),
                        entry("hoodie.datasource.write.operation", "upsert"),
                        entry("hoodie.datasource.write.recordkey.field", "_record_key"),
                        entry("hoodie.datasource.write.precombine.field", "_event_order"),
                        entry(
                                "hoodie.datasource.write.payload.class",
                                "org.apache.hudi.common.model.DefaultHoodieRecordPayload"),
                        entry("hoodie.payload.ordering.field", "_event_order"),
                        entry("hoodie.combine.before.upsert", "false"),
                        entry(
                                "hoodie.datasource.write.keygenerator.class",
                                "org.apache.hudi.keygen.NonpartitionedKeyGenerator"),
                        entry("hoodie.datasource.write.commitmeta.key.prefix", "_streaming_join."),
                        entry("hoodie.datasource.hive_sync.enable", "true"),
                        entry("hoodie.datasource.hive_sync.use_jdbc", "false"),
                        entry("hoodie.datasource.hive_sync.mode", "hms"),
                        entry("hoodie.datasource.meta_sync.condition.sync", "true"),
                        entry("hoodie.datasource.hive_sync.database", "my_kinesis_db"),
                        entry("hoodie.datasource.hive_sync.table", "hudi_table"),
                        entry(
                                "hoodie.datasource.hive_sync.partition_extractor_class",
                                "org.apache.hudi.hive.NonPartitionedExtractor"),
                        entry("hoodie.parquet.compression.codec", "snappy"),
                        entry("hoodie.write.tagged.record.storage.level", "MEMORY_AND_DISK"),
                        entry("hoodie.metadata.enable", "false"),
                        entry("hoodie.table.timeline.timezone", "UTC"),
                        entry("hoodie.write.table.version", "6"),
                        entry("hoodie.write.auto.upgrade", "false"),
                        entry("hoodie.index.type", "BUCKET"),
                        entry("hoodie.index.bucket.engine", "SIMPLE"),
                        entry("hoodie.bucket.index.num.buckets", "4"),
                        entry("hoodie.index.bloom.fpp", "0.5"),
                        entry("_streaming_join.buckets", "4"),
                        entry("_streaming_join.key_encoding", "text"),
                        entry("_streaming_join.record_key", "uuid"),
                        entry("_streaming_join.hudi_version", "0.14.0"),
                        entry("_streaming_join.event_order", "orderdate as a point in time"));
    }

    @Test
    void notesWhatTheJoinKeyIsMadeOf() {
        assertThat(options("reenrich", "true", "join_comparison", "trimmed"))
                .contains(
                        entry("_streaming_join.event_order", "orderdate as a point in time"),
                        entry("_streaming_join.join_key", "country STRING, trimmed"))
                .hasSize(options().size() + 1);
    }

    @Test
    void refusesSeveralWritersOfReenrichedRows() {
        assertThatThrownBy(() -> options(
                        "reenrich", "true",
                        "hudi_options", "hoodie.write.concurrency.mode=optimistic_concurrency_control"))
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly(
                                "--reenrich is true, and --hudi_options lets several jobs write the table: none "
                                        + "could know what the others have joined"));
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "600000, 2", "600001, 3", "1000000, 4", "2000000000, 6667"})
    void makesABucketForEvery300000RowsThatAreExpectedAndTwoAtLeast(String rows, String buckets) {
        assertThat(options("expected_table_rows", rows))
                .contains(entry("hoodie.bucket.index.num.buckets", buckets), entry("_streaming_join.buckets", buckets));
    }

    @Test
    void leavesFormerFilesAloneWhenMostRecordsAreInserts() {
        assertThat(options("write_profile", "inserts"))
                .contains(
                        entry("hoodie.index.type", "BLOOM"),
                        entry("hoodie.bloom.index.bucketized.checking", "false"),
                        entry("hoodie.bloom.index.input.storage.level", "MEMORY_AND_DISK"),
                        entry("hoodie.parquet.small.file.limit", "4194304"),
                        entry("hoodie.copyonwrite.insert.auto.split", "false"),
                        entry("hoodie.copyonwrite.insert.split.size", "120000"),
                        entry("hoodie.clustering.inline", "true"),
                        entry("hoodie.clustering.inline.max.commits", "10"),
                        entry("hoodie.clustering.plan.strategy.max.bytes.per.group", "67108864"),
                        entry("hoodie.clustering.plan.strategy.small.file.limit", "67108864"),
                        entry("hoodie.clustering.plan.strategy.target.file.max.bytes", "125829120"),
                        entry("hoodie.parquet.compression.codec", "snappy"),
                        entry("hoodie.metadata.enable", "false"),
                        entry("hoodie.table.timeline.timezone", "UTC"),
                        entry("hoodie.write.table.version", "6"),
                        entry("hoodie.write.auto.upgrade", "false"),
                        entry("_streaming_join.buckets", "0"))
                .doesNotContainKeys(
                        "hoodie.index.bucket.engine", "hoodie.bucket.index.num.buckets", "hoodie.index.bloom.fpp");
    }

    @Test
    void makesPartitionsAndTellsTheCatalogOfThem() {
        assertThat(options("partition_fields", "region,day(orderdate)"))
                .contains(
                        entry(
                                "hoodie.datasource.write.keygenerator.class",
                                "org.apache.hudi.keygen.ComplexKeyGenerator"),
                        entry("hoodie.datasource.write.recordkey.field", "_record_key,orderdate_day"),
                        entry("hoodie.datasource.write.partitionpath.field", "region,orderdate_day"),
                        entry("hoodie.datasource.write.hive_style_partitioning", "true"),
                        entry("hoodie.datasource.write.partitionpath.urlencode", "true"),
                        entry("hoodie.datasource.write.drop.partition.columns", "false"),
                        entry("hoodie.datasource.hive_sync.partition_fields", "region,orderdate_day"),
                        entry(
                                "hoodie.datasource.hive_sync.partition_extractor_class",
                                "io.streamlab.join.hudi.PartitionPathValues"),
                        entry("hoodie.metadata.enable", "false"),
                        entry("hoodie.index.type", "BUCKET"),
                        entry("hoodie.bucket.index.num.buckets", "1"),
                        entry("_streaming_join.buckets", "1"),
                        entry("_streaming_join.unique_keys", "table"))
                .hasSize(options().size() + 6);
        assertThat(options("partition_fields", "region", "unique_keys", "partition"))
                .contains(entry("_streaming_join.unique_keys", "partition"));
    }

    @ParameterizedTest
    @CsvSource({
        "uuid, region, _record_key, Simple",
        "uuid, day(orderdate), _record_key, Simple",
        "uuid, 'region,month(orderdate)', '_record_key,orderdate_month', Complex",
        "'uuid,line', region, _record_key, Simple",
        "'uuid,line', 'region,day(orderdate)', '_record_key,orderdate_day', Complex",
        "'uuid,line', 'region,store', '_record_key,_record_key_length', Complex",
        "number, region, number, Simple",
        "number, 'region,month(orderdate)', 'number,orderdate_month', Complex",
        "'number,uuid', region, _record_key, Simple",
    })
    void writesKeysThatEveryVersionOfHudiWritesAlike(
            String recordKey, String fields, String hudiKey, String generator) {
        assertThat(options("record_key", recordKey, "partition_fields", fields))
                .contains(
                        entry("hoodie.datasource.write.recordkey.field", hudiKey),
                        entry(
                                "hoodie.datasource.write.keygenerator.class",
                                "org.apache.hudi.keygen." + generator + "KeyGenerator"));
    }

    @ParameterizedTest
    @CsvSource({
        "tinyint, number",
        "smallint, number",
        "int, number",
        "bigint, number",
        "'decimal(9,0)', text",
        "double, text",
        "boolean, text",
        "date, text",
        "timestamp, text",
        "string, text"
    })
    void notesTheFormOfTheKey(String type, String form) {
        StructType rows = new StructType().add("uuid", type);
        TablePlan plan = TablePlan.of(ExampleConfig.with().target(), rows, Map.of());

        assertThat(plan.options()).contains(entry("_streaming_join.key_encoding", form));
        assertThat(plan.columns().fieldNames()).hasSize(form.equals("text") ? 2 : 1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "300000, 1", "300001, 2", "3000000, 10"})
    void makesABucketInEachPartitionForEvery300000RowsThatAreExpectedThere(String rows, String buckets) {
        assertThat(options("partition_fields", "region", "expected_partition_rows", rows))
                .contains(entry("hoodie.bucket.index.num.buckets", buckets), entry("_streaming_join.buckets", buckets));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GLOBAL_BLOOM", "global_simple", "RECORD_INDEX", "HBASE", "INMEMORY"})
    void refusesAnIndexThatFindsKeysInOtherPartitions(String index) {
        assertThatThrownBy(() -> options("partition_fields", "region", "hudi_options", "hoodie.index.type=" + index))
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly("--hudi_options sets hoodie.index.type to " + index.toUpperCase()
                                + ", which finds a key in any partition: that is what --unique_keys decides"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BLOOM", "SIMPLE"})
    void keepsExactBloomFiltersForAnIndexThatIsNotTheProfiles(String index) {
        assertThat(options("hudi_options", "hoodie.index.type=" + index)).doesNotContainKey("hoodie.index.bloom.fpp");
    }

    @Test
    void refusesSeveralWritersWhereRowsMove() {
        String[] several = {
            "hudi_options",
            "hoodie.write.concurrency.mode=optimistic_concurrency_control",
            "partition_fields",
            "region",
            "unique_keys",
            "table"
        };

        assertThatThrownBy(() -> options(several)).isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(
                        e.problems())
                .containsExactly("--hudi_options lets several jobs write the table, which could put a key into two "
                        + "partitions at the same time: that needs --unique_keys partition"));
        several[5] = "partition";
        assertThat(options(several)).containsKey("hoodie.write.concurrency.mode");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hoodie.datasource.write.partitionpath.field",
                "hoodie.datasource.write.hive_style_partitioning",
                "hoodie.datasource.write.partitionpath.urlencode",
                "hoodie.datasource.write.drop.partition.columns",
                "hoodie.datasource.hive_sync.partition_fields"
            })
    void refusesOtherPartitionsThanThoseOfItsArgument(String option) {
        assertThatThrownBy(() -> options("partition_fields", "region", "hudi_options", option + "=x"))
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly(
                                "--hudi_options may not set " + option + ": the job's other arguments decide it"));
    }

    @Test
    void notesTheBucketsThatTheUserHasSet() {
        assertThat(options("hudi_options", "hoodie.bucket.index.num.buckets=8"))
                .contains(entry("_streaming_join.buckets", "8"));
        assertThat(options("hudi_options", "hoodie.index.type=SIMPLE")).contains(entry("_streaming_join.buckets", "0"));
        assertThat(options(
                        "write_profile", "inserts",
                        "hudi_options", "hoodie.index.type=BUCKET,hoodie.bucket.index.num.buckets=16"))
                .contains(entry("_streaming_join.buckets", "16"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",hoodie.bucket.index.num.buckets=0", ",hoodie.bucket.index.num.buckets=some"})
    void refusesBucketsWithoutTheirNumber(String buckets) {
        assertThatThrownBy(
                        () -> options("write_profile", "inserts", "hudi_options", "hoodie.index.type=BUCKET" + buckets))
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly("--hudi_options sets hoodie.index.type to BUCKET: it must set "
                                + "hoodie.bucket.index.num.buckets to a number from 1 to 99999 as well"));
    }

    @Test
    void givesEveryShuffleAsManyTasksAsThereAreCores() {
        assertThat(HudiWriteOptions.parallelism(12))
                .containsOnly(
                        entry("hoodie.upsert.shuffle.parallelism", "12"),
                        entry("hoodie.simple.index.parallelism", "12"),
                        entry("hoodie.bloom.index.parallelism", "12"),
                        entry("hoodie.finalize.write.parallelism", "12"),
                        entry("hoodie.markers.delete.parallelism", "12"),
                        entry("hoodie.rollback.parallelism", "12"),
                        entry("hoodie.cleaner.parallelism", "12"));
    }

    @Test
    void followsTheOtherArguments() {
        assertThat(options(
                        "record_key", "uuid,region",
                        "target_database", "lake",
                        "target_table", "orders"))
                .contains(
                        entry("hoodie.datasource.write.recordkey.field", "_record_key"),
                        entry("_streaming_join.record_key", "uuid,region"),
                        entry("hoodie.datasource.hive_sync.database", "lake"),
                        entry("hoodie.datasource.hive_sync.table", "orders"),
                        entry("hoodie.table.name", "orders"));
    }

    @Test
    void passesOnTheUsersOptionsAndPrefersThemToItsDefaults() {
        assertThat(options(
                        "hudi_options",
                        "hoodie.metadata.enable=true,hoodie.parquet.compression.codec=zstd,"
                                + "hoodie.datasource.hive_sync.enable=false"))
                .contains(
                        entry("hoodie.metadata.enable", "true"),
                        entry("hoodie.parquet.compression.codec", "zstd"),
                        entry("hoodie.datasource.hive_sync.enable", "false"))
                .hasSize(options().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hoodie.table.name",
                "hoodie.datasource.write.table.type",
                "hoodie.datasource.write.operation",
                "hoodie.datasource.write.recordkey.field",
                "hoodie.datasource.write.precombine.field",
                "hoodie.datasource.write.payload.class",
                "hoodie.payload.ordering.field",
                "hoodie.datasource.write.keygenerator.class",
                "hoodie.datasource.write.commitmeta.key.prefix",
                "hoodie.datasource.hive_sync.database",
                "hoodie.datasource.hive_sync.table",
                "hoodie.datasource.hive_sync.partition_extractor_class"
            })
    void refusesWhatTheJobDecides(String option) {
        assertThatThrownBy(() -> options("hudi_options", option + "=x"))
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly(
                                "--hudi_options may not set " + option + ": the job's other arguments decide it"));
    }

    @Test
    void refusesWhatIsNoOptionOfHudi() {
        assertThatThrownBy(() -> options("hudi_options", "spark.sql.shuffle.partitions=4,hoodie.table.name=x,hoodie=y"))
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly(
                                "--hudi_options names spark.sql.shuffle.partitions, but only hoodie.* options are "
                                        + "Hudi's",
                                "--hudi_options may not set hoodie.table.name: the job's other arguments decide it",
                                "--hudi_options names hoodie, but only hoodie.* options are Hudi's"));
    }

    private static Map<String, String> options(String... keysAndValues) {
        JobConfig config = ExampleConfig.with(keysAndValues);
        return TablePlan.of(config.target(), TableColumns.of(ORDERS, config)).options();
    }
}
