package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.InvalidConfigException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Drivers in several time zones write one table. From one zone to the next the JVM's clock goes back by more than in any autumn. */
class InstantZoneIT {
    private static final StructType SCHEMA = StructType.fromDDL("_event_order string, uuid string, value string");
    private static final int SECONDS_AHEAD = 8;

    private static final StructType TIMES =
            StructType.fromDDL("_event_order string, uuid string, at timestamp, day date, at_text string, zone string");
    private static final String SESSION_ZONE = "spark.sql.session.timeZone";

    private static final TimeZone ZONE_OF_THE_TESTS = TimeZone.getDefault();

    @TempDir
    private Path folder;

    private String options = "hoodie.datasource.hive_sync.enable=false";
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

    /**
     * Another process has written the table, by a clock that was ahead, or before the clock was set back. Hudi itself remembers
     * the newest instant of this process only.
     */
    @Test
    void tableWhoseNewestCommitIsAMomentAheadIsWaitedForAndKeepsItsOrder() throws Exception {
        options = options + ",hoodie.metadata.enable=false";
        upsert();
        upsert();
        String ahead = moveNewestCommitAhead();
        assertThat(values()).containsExactly("value 2");
        forgetTheNewestInstantAsANewProcessDoes();
        long start = System.nanoTime();

        upsert();
        upsert();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(SECONDS_AHEAD - 1));
        assertThat(values()).containsExactly("value 4");
        assertThat(commits()).hasSize(4).isSorted();
        assertThat(commits().get(1)).isEqualTo(ahead + ".commit");
    }

    /** Hours that do not exist in the zone, and hours that come twice, in the JVM and in Spark's session. */
    @Test
    void timesAndDatesOfTheChangeOfClocksAreKept() {
        SparkSession spark = LocalSpark.session();
        String sessionZone = spark.conf().get(SESSION_ZONE);
        List<Row> rows = new ArrayList<>();
        for (String zone : List.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")) {
            for (String day :
                    List.of("2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01")) {
                for (int half = 0; half < 48; half += 1) {
                    Instant at = Instant.parse(day + "T00:00:00Z").plus(Duration.ofMinutes(30L * half));
                    rows.add(RowFactory.create("order", zone + at, at, LocalDate.parse(day), at.toString(), zone));
                }
            }
        }
        try {
            for (String zone : List.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                spark.conf().set(SESSION_ZONE, zone);
                upsert(
                        spark.createDataFrame(
                                rows.stream()
                                        .filter(row -> row.get(5).equals(zone))
                                        .toList(),
                                TIMES),
                        TIMES);
            }
            spark.conf().set(SESSION_ZONE, "UTC");
            Dataset<Row> table =
                    spark.read().format("hudi").load(folder.resolve("table").toString());

            assertThat(table.count()).isEqualTo(rows.size());
            assertThat(table.where(
                                    "date_format(at, \"yyyy-MM-dd'T'HH:mm:ss'Z'\") <> at_text or string(day) <> left(at_text, 10)")
                            .select("zone", "at_text", "at", "day")
                            .collectAsList())
                    .isEmpty();
        } finally {
            spark.conf().set(SESSION_ZONE, sessionZone);
        }
    }

    private List<String> commits() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("table/.hoodie"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".commit"))
                    .sorted()
                    .toList();
        }
    }

    /** Gives the newest commit, in all that it has left, an instant that is still to come, and returns the instant. */
    private String moveNewestCommitAhead() throws IOException {
        String commit = commits().get(commits().size() - 1).replace(".commit", "");
        DateTimeFormatter seconds = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
        String ahead = seconds.format(LocalDateTime.now(ZoneOffset.UTC).plusSeconds(SECONDS_AHEAD + 1)) + "000";
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder.resolve("table"))) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(".crc")) {
                Files.delete(file);
            } else if (name.contains(commit)) {
                if (!name.endsWith(".parquet")) {
                    Files.writeString(file, Files.readString(file).replace(commit, ahead));
                }
                Files.move(file, file.resolveSibling(name.replace(commit, ahead)));
            }
        }
        return ahead;
    }

    @SuppressWarnings("unchecked")
    private static void forgetTheNewestInstantAsANewProcessDoes() throws ReflectiveOperationException {
        Field newest = Class.forName("org.apache.hudi.common.table.timeline.HoodieInstantTimeGenerator")
                .getDeclaredField("lastInstantTime");
        newest.setAccessible(true);
        ((AtomicReference<String>) newest.get(null)).set(String.valueOf(Integer.MIN_VALUE));
    }

    /** As in a table that an earlier version of the job made. */
    private void nameCommitsByTheZoneOfTheJvm() throws IOException {
        Path properties = folder.resolve("table/.hoodie/hoodie.properties");
        Files.writeString(properties, properties().replace("timezone=UTC", "timezone=LOCAL"));
        // Hadoop's checksum of the file before.
        Files.deleteIfExists(properties.resolveSibling(".hoodie.properties.crc"));
    }

    private void upsert() {
        batches++;
        upsert(
                LocalSpark.session()
                        .createDataFrame(
                                List.of(RowFactory.create("order " + batches, "a", "value " + batches)), SCHEMA),
                SCHEMA);
    }

    private void upsert(Dataset<Row> rows, StructType schema) {
        TablePlan plan = TablePlan.of(
                ExampleConfig.with(
                                "target_path", folder.resolve("table").toUri().toString(), "hudi_options", options)
                        .target(),
                schema,
                Map.of());
        try (HudiTable table = HudiTable.open(LocalSpark.session(), plan)) {
            table.upsert(rows, Optional.empty(), BatchProvenance.ofBatch("query", batches), false);
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
