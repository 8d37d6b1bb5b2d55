package io.streamlab.verify.chaos;

import io.streamlab.verify.chaos.faults.Call;
import io.streamlab.verify.chaos.faults.CallListener;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Kills the job at the moment when it reaches the awaited point. */
final class Killer implements CallListener {
    private static final long POLL_MILLISECONDS = 100;

    private record Order(KillPoint point, int passes, Runnable kill, CountDownLatch done) {}

    private Order order;
    private int passed;
    private boolean batchIsUnderWay;
    private int killsBetweenBatches;

    /**
     * Kills when the job comes to the point for the so many-th time from now.
     *
     * @param alive whether the job can come there at all
     * @return whether it came there in time
     */
    boolean killAt(KillPoint point, int passes, Runnable kill, BooleanSupplier alive, Duration patience)
            throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        synchronized (this) {
            order = new Order(point, passes, kill, done);
            passed = 0;
        }
        long deadline = System.nanoTime() + patience.toNanos();
        boolean killed = false;
        while (!killed && alive.getAsBoolean() && System.nanoTime() < deadline) {
            killed = done.await(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
        }
        synchronized (this) {
            order = null;
            // If the job is dead because it is being killed at this moment, then that is done when the lock is free.
            return done.getCount() == 0;
        }
    }

    /** Returns how many kills have hit a commit while no batch was planned that had not been noted as done. */
    synchronized int killsBetweenBatches() {
        return killsBetweenBatches;
    }

    @Override
    public synchronized boolean before(Call call) {
        return order == null || !order.point().isBefore(call) || !pass();
    }

    @Override
    public synchronized void after(Call call) {
        if (KillPoint.PLANNING.matches(call)) {
            batchIsUnderWay = true;
        } else if (KillPoint.CHECKPOINT.matches(call)) {
            batchIsUnderWay = false;
        }
        if (order != null && order.point().isAfter(call)) {
            pass();
        }
    }

    /** @return whether this was the pass to kill at */
    private boolean pass() {
        passed++;
        if (passed < order.passes()) {
            return false;
        }
        order.kill().run();
        if (order.point().isOfCommit() && !batchIsUnderWay) {
            killsBetweenBatches++;
        }
        order.done().countDown();
        order = null;
        return true;
    }
}
