package io.streamlab.join.tombstone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpkeepTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void filesGoWhenTheirNewestTombstoneIsOlderThanTheRetention() {
        TombstoneFile old = file("2026-01-29T11:59:59.999Z", 1);
        TombstoneFile young = file("2026-01-29T12:00:00Z", 1);

        assertThat(Upkeep.expired(List.of(old, young), NOW, Duration.ofDays(2))).containsExactly(old);
    }

    @Test
    void smallFilesOfADayThatIsOverBecomeOne() {
        List<TombstoneFile> thursday = List.of(file("2026-01-29T00:00:00Z", 1), file("2026-01-29T23:59:59Z", 1));
        List<TombstoneFile> friday = List.of(file("2026-01-30T10:00:00Z", 1), file("2026-01-30T10:00:00Z", 1));
        TombstoneFile alone = file("2026-01-28T10:00:00Z", 1);
        TombstoneFile large = file("2026-01-29T10:00:00Z", Upkeep.SMALL_BYTES);
        List<TombstoneFile> files = new ArrayList<>(thursday);
        files.addAll(friday);
        files.add(alone);
        files.add(large);

        assertThat(Upkeep.toMerge(files, NOW)).containsExactly(thursday, friday);
    }

    @Test
    void smallFilesOfTodayBecomeOneWhenTheyAreMany() {
        List<TombstoneFile> today = new ArrayList<>();
        for (int i = 0; i < Upkeep.MOST_SMALL_FILES; i++) {
            today.add(file("2026-01-31T11:00:00Z", 1));
        }
        assertThat(Upkeep.toMerge(today, NOW)).isEmpty();

        today.add(file("2026-01-31T11:00:00Z", 1));

        assertThat(Upkeep.toMerge(today, NOW)).containsExactly(today);
    }

    @Test
    void readsFromItsNameWhenAFileWasWritten() {
        assertThat(TombstoneFile.of("1769860800123-0123456789ab.deletes", 7)).hasValueSatisfying(file -> {
            assertThat(file.written()).isEqualTo(Instant.ofEpochMilli(1_769_860_800_123L));
            assertThat(file.bytes()).isEqualTo(7);
        });
    }

    @Test
    void otherFilesAreNoTombstones() {
        for (String name : List.of(
                "_1769860800123-0123456789ab.deletes",
                "1769860800123-0123456789ab.parquet",
                ".1769860800123-0123456789ab.deletes.crc",
                "1769860800123.deletes",
                "-1-0123456789ab.deletes",
                "part-0.parquet")) {
            assertThat(TombstoneFile.of(name, 1)).as(name).isEmpty();
        }
    }

    private static TombstoneFile file(String written, long bytes) {
        return TombstoneFile.of(TombstoneFile.newName(Instant.parse(written)), bytes)
                .orElseThrow();
    }
}
