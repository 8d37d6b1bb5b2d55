package io.streamlab.verify.benchmark.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.verify.benchmark.upsert.Workload.Change;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final UpsertSettings SETTINGS =
            new UpsertSettings(10_000, 1_000, 3, List.of(Workload.values()), List.of(ArmType.values()), "");

    @Test
    void updatesHitKeysAllOverTheTableAndSomeAreLate() {
        List<Change> batch = Workload.UPDATES.batch(2, SETTINGS, new Random(1));

        assertThat(batch).hasSize(1_000).allMatch(change -> change.key() >= 0 && change.key() < 10_000);
        assertThat(batch.stream().map(change -> change.key() / 1_000).distinct())
                .hasSize(10);
        assertThat(batch)
                .filteredOn(change -> change.version() < Workload.FIRST_VERSION)
                .hasSize(20);
    }

    @Test
    void insertsAreNewKeysButForAHundredthOfTheBatchBefore() {
        List<Change> batch = Workload.INSERTS.batch(2, SETTINGS, new Random(1));

        assertThat(batch).hasSize(1_000).extracting(Change::key).doesNotHaveDuplicates();
        assertThat(batch).filteredOn(change -> change.key() >= 12_000).hasSize(990);
        assertThat(batch)
                .filteredOn(change -> change.key() >= 11_000 && change.key() < 12_000)
                .hasSize(10);
    }

    @Test
    void everyBatchIsNewerThanTheOneBefore() {
        for (Workload workload : Workload.values()) {
            long newestBefore = workload.batch(1, SETTINGS, new Random(1)).stream()
                    .mapToLong(Change::version)
                    .max()
                    .orElseThrow();

            assertThat(workload.batch(2, SETTINGS, new Random(1)))
                    .filteredOn(change -> change.version() >= Workload.FIRST_VERSION)
                    .allMatch(change -> change.version() > newestBefore);
        }
    }

    @Test
    void aLimitIsMeasuredForItsOwnWorkloadOnly() {
        assertThat(SETTINGS.armsOf(Workload.UPDATES)).containsExactly(ArmType.PUBLISHED, ArmType.JOB, ArmType.REWRITE);
        assertThat(SETTINGS.armsOf(Workload.INSERTS)).containsExactly(ArmType.PUBLISHED, ArmType.JOB, ArmType.APPEND);
    }
}
