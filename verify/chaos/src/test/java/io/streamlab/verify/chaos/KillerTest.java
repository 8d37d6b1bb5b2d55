package io.streamlab.verify.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.verify.chaos.ChaosSettings.Profile;
import io.streamlab.verify.chaos.faults.Call;
import io.streamlab.verify.chaos.faults.Service;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KillerTest {
    private final Killer killer = new Killer();
    private final AtomicInteger kills = new AtomicInteger();

    @ParameterizedTest
    @CsvSource({
        "PLANNING, S3, /streamlab/checkpoint/offsets/.3.tmp, false, true",
        "SCAN, DYNAMODB, /, false, true",
        "WRITE, S3, /streamlab/output/hudi_table/a_0-1-2_3.parquet, true, false",
        "COMMIT, S3, /streamlab/output/hudi_table/.hoodie/20260131120000000.commit, true, false",
        "SYNC, S3, /streamlab/output/hudi_table/.hoodie/20260131120000000.commit, false, true",
        "CHECKPOINT, S3, /streamlab/checkpoint/commits/.3.tmp, true, false",
        "LEDGER, S3, /streamlab/checkpoint/reenrichment/17.json.gz, true, false",
        "LEDGER, S3, /streamlab/checkpoint/reenrichment/_17.json.gz, false, false",
        "COMMIT, S3, /streamlab/output/hudi_table/.hoodie/20260131120000000.commit.requested, false, false",
        "WRITE, S3, /streamlab/output/hudi_table/.hoodie/x.parquet, false, false"
    })
    void pointIsToldByACall(KillPoint point, Service service, String path, boolean before, boolean after) {
        Call call = new Call(service, service == Service.S3 ? "PUT" : "POST", path);

        assertThat(point.isBefore(call)).isEqualTo(before);
        assertThat(point.isAfter(call)).isEqualTo(after);
    }

    @Test
    void killsOnceAtThePassThatItWasToldOf() throws Exception {
        CompletableFuture<Boolean> killed = CompletableFuture.supplyAsync(this::killAtTheSecondScan);
        Call scan = new Call(Service.DYNAMODB, "POST", "/");
        while (!killed.isDone()) {
            killer.before(scan);
            killer.after(scan);
            killer.after(new Call(Service.KINESIS, "POST", "/"));
        }

        assertThat(killed.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kills).hasValue(1);
    }

    @Test
    void pointsAreThoseThatTheJobComesTo() {
        assertThat(pointsOf(true, Profile.INSERTS)).containsExactly(KillPoint.values());
        assertThat(pointsOf(false, Profile.INSERTS))
                .hasSize(KillPoint.values().length - 1)
                .doesNotContain(KillPoint.LEDGER);
        assertThat(pointsOf(true, Profile.UPDATES))
                .hasSize(KillPoint.values().length - 2)
                .doesNotContain(KillPoint.CLUSTERING, KillPoint.CLUSTERING_COMMIT);
    }

    @ParameterizedTest
    @CsvSource({
        "'', COMMIT, 1",
        "offsets, COMMIT, 0",
        "offsets commits, COMMIT, 1",
        "offsets commits offsets, COMMIT, 0",
        "offsets commits, SCAN, 0"
    })
    void countsKillsThatHitACommitOfNoBatch(String folders, KillPoint point, int expected) throws Exception {
        for (String folder : folders.split(" ")) {
            killer.after(new Call(Service.S3, "PUT", "/streamlab/checkpoint/" + folder + "/.3.tmp"));
        }
        CompletableFuture<Boolean> killed = CompletableFuture.supplyAsync(() -> killAt(point, 1));
        while (!killed.isDone()) {
            killer.before(new Call(Service.S3, "PUT", "/streamlab/output/hudi_table/.hoodie/20260131120000000.commit"));
            killer.after(new Call(Service.DYNAMODB, "POST", "/"));
        }

        assertThat(killed.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(killer.killsBetweenBatches()).isEqualTo(expected);
    }

    @Test
    void tellsThatTheJobDidNotComeThereInTime() throws InterruptedException {
        assertThat(killer.killAt(KillPoint.SCAN, 1, kills::incrementAndGet, () -> true, Duration.ofMillis(1)))
                .isFalse();

        killer.after(new Call(Service.DYNAMODB, "POST", "/"));
        assertThat(kills).as("an order that was given up").hasValue(0);
    }

    @Test
    void waitsNoLongerForAJobThatIsDead() throws InterruptedException {
        assertThat(killer.killAt(KillPoint.SCAN, 1, kills::incrementAndGet, () -> false, Duration.ofHours(1)))
                .isFalse();
    }

    @Test
    void keepsTheCallFromTheServerBeforeWhichItKills() throws Exception {
        CompletableFuture<Boolean> killed = CompletableFuture.supplyAsync(() -> killAt(KillPoint.COMMIT, 1));
        Call commit = new Call(Service.S3, "PUT", "/streamlab/output/hudi_table/.hoodie/20260131120000000.commit");
        int kept = 0;
        while (!killed.isDone()) {
            kept += killer.before(commit) ? 0 : 1;
        }

        assertThat(kept).isEqualTo(1);
        assertThat(killed.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(killer.before(commit)).as("afterwards").isTrue();
    }

    private static List<KillPoint> pointsOf(boolean reenrich, Profile profile) {
        return KillPoint.of(new ChaosSettings(1, 0, 5, 1, reenrich, false, profile, "auto", 0));
    }

    private boolean killAtTheSecondScan() {
        return killAt(KillPoint.SCAN, 2);
    }

    private boolean killAt(KillPoint point, int passes) {
        try {
            return killer.killAt(point, passes, kills::incrementAndGet, () -> true, Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
