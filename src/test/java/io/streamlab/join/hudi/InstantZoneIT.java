package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Drivers in several time zones write one table. From one zone to the next the JVM's clock goes back by more than in any autumn. */
class InstantZoneIT {
    private static final StructType SCHEMA = StructType.fromDDL("_event_order string, uuid string, value string");
    private static final TimeZone ZONE_OF_THE_TESTS = TimeZone.getDefault();

    @TempDir
    private Path folder;

    private int batches;

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(ZONE_OF_THE_TESTS);
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void driverOfAnyZoneGoesOnWithATableOfAnother() throws IOException {
        for (String zone : List.of("Pacific/Kiritimati", "UTC", "America/New_York", "Pacific/Pago_Pago", "UTC")) {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            upsert();
            assertThat(values()).as(zone).containsExactly("value " + batches);
        }

        assertThat(properties()).contains("hoodie.table.timeline.timezone=UTC");
    }

    @Test
    void tableThatHasTheZoneOfTheJvmKeepsIt() throws IOException {
        upsert();
        nameCommitsByTheZoneOfTheJvm();

        upsert();

        assertThat(properties()).contains("hoodie.table.timeline.timezone=LOCAL");
        assertThat(values()).containsExactly("value 2");
    }

    @Test
    void tableWhoseNewestCommitIsStillToComeIsRefused() throws IOException {
        upsert();
        nameCommitsByTheZoneOfTheJvm();
        try (Stream<Path> files = Files.list(folder.resolve("table/.hoodie"))) {
            Path commit = files.filter(file -> file.toString().endsWith(".commit"))
                    .findFirst()
                    .orElseThrow();
            Files.move(commit, commit.resolveSibling("29990101000000000.commit"));
        }

        assertThatThrownBy(this::upsert)
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .singleElement()
                        .asString()
                        .contains("the newest commit of the table in ", " is of 29990101000000000", "-Duser.timezone"));
    }

    /** As in a table that an earlier version of the job made. */
    private void nameCommitsByTheZoneOfTheJvm() throws IOException {
        Path properties = folder.resolve("table/.hoodie/hoodie.properties");
        Files.writeString(properties, properties().replace("timezone=UTC", "timezone=LOCAL"));
        // Hadoop's checksum of the file before.
        Files.deleteIfExists(properties.resolveSibling(".hoodie.properties.crc"));
    }

    private void upsert() {
        TablePlan plan = TablePlan.of(
                ExampleConfig.with(
                                "target_path",
                                folder.resolve("table").toUri().toString(),
                                "hudi_options",
                                "hoodie.datasource.hive_sync.enable=false")
                        .target(),
                SCHEMA,
                Map.of());
        try (HudiTable table = HudiTable.open(LocalSpark.session(), plan)) {
            batches++;
            table.upsert(
                    LocalSpark.session()
                            .createDataFrame(
                                    List.of(RowFactory.create("order " + batches, "a", "value " + batches)), SCHEMA),
                    Optional.empty(),
                    BatchProvenance.ofBatch("query", batches),
                    false);
        }
    }

    private List<String> values() {
        return LocalSpark.session()
                .read()
                .format("hudi")
                .load(folder.resolve("table").toString())
                .select("value")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private String properties() throws IOException {
        return Files.readString(folder.resolve("table/.hoodie/hoodie.properties"));
    }
}
