package io.streamlab.join.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectedRetentionTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock();
    private final RecordingCatalog catalog = new RecordingCatalog();

    private RejectedTable table;

    @BeforeEach
    void register() {
        catalog.has("shop", "shop.orders_rejected");
        table = new RejectedTable("shop", "orders", folder.toUri(), () -> catalog);
        table.register(List.of());
    }

    @Test
    void removesTheDaysThatAreOlderOneAtATime() throws IOException {
        file("arrived_on=2026-01-21/a-1.parquet", "2026-01-21T23:00:00Z");
        file("arrived_on=2026-01-20/a-0.parquet", "2026-01-20T23:00:00Z");
        file("arrived_on=2026-01-22/a-2.parquet", "2026-01-22T23:00:00Z");
        RejectedRetention tenDays = retention(Duration.ofDays(10).minusHours(12));

        assertThat(tenDays.removeOldest()).isTrue();
        assertThat(names()).containsExactly("arrived_on=2026-01-21", "arrived_on=2026-01-22");
        assertThat(tenDays.removeOldest()).isTrue();
        assertThat(names()).containsExactly("arrived_on=2026-01-22");
        assertThat(tenDays.removeOldest()).isFalse();

        assertThat(names()).containsExactly("arrived_on=2026-01-22");
        assertThat(catalog.changes)
                .containsExactly(
                        "no partition of shop.orders_rejected: arrived_on 2026-01-20",
                        "no partition of shop.orders_rejected: arrived_on 2026-01-21");
    }

    /** A job that replays the stream rejects records that arrived long ago. */
    @Test
    void keepsADayThatGotARecordSince() throws IOException {
        file("arrived_on=2025-01-31/a-0.parquet", "2025-01-31T12:00:00Z");
        file("arrived_on=2025-01-31/replay-0.parquet", "2026-01-30T12:00:00Z");

        assertThat(retention(Duration.ofDays(10)).removeOldest()).isFalse();

        assertThat(names()).containsExactly("arrived_on=2025-01-31");
    }

    @Test
    void keepsTheDayInWhichTheRetentionEnds() throws IOException {
        file("arrived_on=2026-01-21/a-0.parquet", "2026-01-21T11:00:00Z");

        assertThat(retention(Duration.ofDays(10)).removeOldest()).isFalse();

        assertThat(names()).containsExactly("arrived_on=2026-01-21");
    }

    @Test
    void zeroKeepsEverything() throws IOException {
        file("arrived_on=1999-01-21/a-0.parquet", "1999-01-21T11:00:00Z");

        assertThat(retention(Duration.ZERO).removeOldest()).isFalse();

        assertThat(names()).containsExactly("arrived_on=1999-01-21");
    }

    @Test
    void leavesAloneWhatIsNoDay() throws IOException {
        file("arrived_on=__HIVE_DEFAULT_PARTITION__/a-0.parquet", "1999-01-21T11:00:00Z");
        file("notes/a-0.parquet", "1999-01-21T11:00:00Z");

        assertThat(retention(Duration.ofDays(1)).removeOldest()).isFalse();

        assertThat(names()).hasSize(2);
    }

    /** Without its note, a record that is still there would be put on the stream a second time. */
    @Test
    void aNoteOfARedriveOutlivesTheRecordsThatItNames() throws IOException {
        file("arrived_on=2025-01-31/a-0.parquet", "2025-01-31T12:00:00Z");
        file("arrived_on=2025-01-31/replay-0.parquet", "2026-01-30T12:00:00Z");
        file("_redriven/old.txt", "2025-02-01T12:00:00Z");
        file("_redriven/new.txt", "2026-02-05T12:00:00Z");
        RejectedRetention tenDays = retention(Duration.ofDays(10));

        tenDays.removeOldest();
        assertThat(folder.resolve("_redriven/old.txt")).exists();

        clock.now = NOON.plus(Duration.ofDays(10));
        assertThat(tenDays.removeOldest()).isTrue();
        assertThat(tenDays.removeOldest()).isFalse();

        assertThat(names()).containsExactly("_redriven");
        assertThat(folder.resolve("_redriven/old.txt")).doesNotExist();
        assertThat(folder.resolve("_redriven/new.txt")).exists();
    }

    @Test
    void looksOnceAnHour() throws IOException {
        RejectedRetention oneDay = retention(Duration.ofDays(1));
        assertThat(oneDay.removeOldest()).isFalse();
        file("arrived_on=2025-01-31/a-0.parquet", "2025-01-31T12:00:00Z");

        clock.now = NOON.plus(Duration.ofMinutes(59));
        assertThat(oneDay.removeOldest()).isFalse();
        clock.now = NOON.plus(Duration.ofMinutes(60));
        assertThat(oneDay.removeOldest()).isTrue();
    }

    @Test
    void aCatalogThatRefusesFailsNothingAndKeepsTheFiles() throws IOException {
        file("arrived_on=2025-01-31/a-0.parquet", "2025-01-31T12:00:00Z");
        catalog.refusesPartitions = true;
        RejectedRetention oneDay = retention(Duration.ofDays(1));

        assertThat(oneDay.removeOldest()).isFalse();
        assertThat(names()).containsExactly("arrived_on=2025-01-31");

        catalog.refusesPartitions = false;
        clock.now = NOON.plus(Duration.ofHours(1));
        assertThat(oneDay.removeOldest()).isTrue();
        assertThat(names()).isEmpty();
    }

    private RejectedRetention retention(Duration retention) {
        return new RejectedRetention(
                new org.apache.hadoop.fs.Path(folder.toUri()), table, retention, new Configuration(), clock);
    }

    private void file(String name, String written) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(written)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static final class SettableClock extends Clock {
        private Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
