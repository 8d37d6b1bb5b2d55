package io.streamlab.verify.chaos;

import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Console;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Kills processes of the job as often as asked, and starts the job again each time that it has ended. All points and all kinds of processes
 * take turns, in random order.
 */
final class KillSeries {
    /** Far more than a restart and three batches take; on a machine under load these have taken three minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Points that a batch passes several times are not always left at the first. */
    private static final int MOST_PASSES = 3;

    /** Its calls fail, so now and then a job does; one that always does is another matter. */
    private static final int MOST_FAILURES_IN_A_ROW = 5;

    private final List<KillPoint> points;
    private final List<Victim> victims;
    private final JobUnderChaos job;
    private final Killer killer;
    private final Random random;
    private final Console console;
    private final Map<KillPoint, Integer> killed = new EnumMap<>(KillPoint.class);
    private final Map<Victim, Integer> killedVictims = new EnumMap<>(Victim.class);
    private final List<KillPoint> turn = new ArrayList<>();
    private final List<Victim> victimTurn = new ArrayList<>();
    private int failures;

    KillSeries(ChaosSettings settings, JobUnderChaos job, Killer killer, Random random, Console console) {
        this.points = KillPoint.of(settings);
        this.victims = Victim.of(settings);
        this.job = job;
        this.killer = killer;
        this.random = random;
        this.console = console;
    }

    /**
     * Starts the job and leaves it dead.
     *
     * @param goesOn whether there is still any sense in it; when not, this returns early
     * @throws CommandException if the job does not come to a point in time, or fails by itself again and again
     */
    void run(int kills, BooleanSupplier goesOn) throws InterruptedException {
        int failuresInARow = 0;
        while (kills() < kills && goesOn.getAsBoolean()) {
            KillPoint point = next(turn, points);
            Victim victim = next(victimTurn, victims);
            Victim[] hit = {victim};
            if (!job.isRunning()) {
                job.start();
            }
            if (killer.killAt(
                    point,
                    1 + random.nextInt(MOST_PASSES),
                    () -> hit[0] = job.kill(victim),
                    () -> job.isRunning() && goesOn.getAsBoolean(),
                    PATIENCE)) {
                failuresInARow = 0;
                turn.remove(point);
                victimTurn.remove(victim);
                killed.merge(point, 1, Integer::sum);
                killedVictims.merge(hit[0], 1, Integer::sum);
                console.step("Killed the %s at %s: %d of %d", hit[0], point, kills(), kills);
            } else if (!job.isRunning()) {
                failures++;
                failuresInARow++;
                console.step("The job failed by itself; see %s", job.log());
                if (failuresInARow == MOST_FAILURES_IN_A_ROW) {
                    throw new CommandException("the job has failed " + failuresInARow + " times in a row");
                }
            } else if (goesOn.getAsBoolean()) {
                throw new CommandException("the job runs, but has not come to " + point + " within "
                        + PATIENCE.toMinutes() + " minutes; see " + job.log());
            }
        }
    }

    /** Returns what comes next; each one comes once before any comes again. */
    private <T> T next(List<T> turn, List<T> all) {
        if (turn.isEmpty()) {
            turn.addAll(all);
            Collections.shuffle(turn, random);
        }
        return turn.get(0);
    }

    int kills() {
        return killed.values().stream().mapToInt(Integer::intValue).sum();
    }

    Map<KillPoint, Integer> killed() {
        return Collections.unmodifiableMap(killed);
    }

    Map<Victim, Integer> killedVictims() {
        return Collections.unmodifiableMap(killedVictims);
    }

    /** Returns how often the job has ended without having been killed. */
    int failures() {
        return failures;
    }
}
