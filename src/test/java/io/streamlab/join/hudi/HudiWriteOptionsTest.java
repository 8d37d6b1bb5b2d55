package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.InvalidConfigException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HudiWriteOptionsTest {
    @Test
    void pinsEveryOptionOfTheExample() {
        assertThat(options())
                .containsOnly(
                        entry("hoodie.table.name", "hudi_table"),
                        entry("hoodie.datasource.write.table.type", "COPY_ON_WRITE"),
                        entry("hoodie.datasource.write.operation", "upsert"),
                        entry("hoodie.datasource.write.recordkey.field", "uuid"),
                        entry("hoodie.datasource.write.precombine.field", "orderdate"),
                        entry(
                                "hoodie.datasource.write.payload.class",
                                "org.apache.hudi.common.model.DefaultHoodieRecordPayload"),
                        entry("hoodie.payload.ordering.field", "orderdate"),
                        entry(
                                "hoodie.datasource.write.keygenerator.class",
                                "org.apache.hudi.keygen.NonpartitionedKeyGenerator"),
                        entry("hoodie.datasource.hive_sync.enable", "true"),
                        entry("hoodie.datasource.hive_sync.use_jdbc", "false"),
                        entry("hoodie.datasource.hive_sync.mode", "hms"),
                        entry("hoodie.datasource.hive_sync.database", "my_kinesis_db"),
                        entry("hoodie.datasource.hive_sync.table", "hudi_table"),
                        entry(
                                "hoodie.datasource.hive_sync.partition_extractor_class",
                                "org.apache.hudi.hive.NonPartitionedExtractor"),
                        entry("hoodie.parquet.compression.codec", "snappy"),
                        entry("hoodie.metadata.enable", "false"));
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
                        "ordering_field", "shipdate",
                        "target_database", "lake",
                        "target_table", "orders"))
                .contains(
                        entry("hoodie.datasource.write.recordkey.field", "uuid,region"),
                        entry("hoodie.datasource.write.precombine.field", "shipdate"),
                        entry("hoodie.payload.ordering.field", "shipdate"),
                        entry("hoodie.datasource.hive_sync.database", "lake"),
                        entry("hoodie.datasource.hive_sync.table", "orders"),
                        entry("hoodie.table.name", "orders"));
    }

    @Test
    void passesOnTheUsersOptionsAndPrefersThemToItsDefaults() {
        assertThat(options(
                        "hudi_options",
                        "hoodie.index.type=BUCKET,hoodie.parquet.compression.codec=zstd,"
                                + "hoodie.datasource.hive_sync.enable=false"))
                .contains(
                        entry("hoodie.index.type", "BUCKET"),
                        entry("hoodie.parquet.compression.codec", "zstd"),
                        entry("hoodie.datasource.hive_sync.enable", "false"))
                .hasSize(options().size() + 1);
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
        return HudiWriteOptions.of(ExampleConfig.with(keysAndValues).target());
    }
}
