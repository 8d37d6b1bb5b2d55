package io.streamlab.verify.chaos;

import io.streamlab.verify.chaos.faults.Call;
import io.streamlab.verify.chaos.faults.CallListener;
import io.streamlab.verify.chaos.faults.Service;
import java.util.regex.Pattern;

/** Sees by the job's calls when a batch begins, and when the job last wrote something that has to be complete. */
final class WorkWatch implements CallListener {
    /** The table's timeline, what Spark notes in the checkpoint, and the ledger of re-enrichment. */
    private static final Pattern WORK =
            Pattern.compile(".*/(output/hudi_table/\\.hoodie|checkpoint/commits|checkpoint/reenrichment)/.*");

    private int batches;
    private boolean batchIsUnderWay;
    private long lastWork = System.nanoTime();

    @Override
    public boolean before(Call call) {
        return true;
    }

    @Override
    public synchronized void after(Call call) {
        if (KillPoint.PLANNING.matches(call)) {
            batches++;
            batchIsUnderWay = true;
        } else if (KillPoint.CHECKPOINT.matches(call)) {
            batchIsUnderWay = false;
        }
        if (call.service() == Service.S3
                && !call.method().equals("GET")
                && !call.method().equals("HEAD")
                && WORK.matcher(call.path()).matches()) {
            lastWork = System.nanoTime();
        }
    }

    /** Returns how many batches were planned up to now. A batch that is planned again counts again. */
    synchronized int batches() {
        return batches;
    }

    /** Returns whether a batch is planned and not noted as done. */
    synchronized boolean batchIsUnderWay() {
        return batchIsUnderWay;
    }

    /** Returns the time of the last write, by {@link System#nanoTime}. */
    synchronized long lastWork() {
        return lastWork;
    }
}
