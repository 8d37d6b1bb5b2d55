package io.streamlab.local.replicator;

import io.streamlab.local.replicator.ReplicationStatus.Phase;
import io.streamlab.local.replicator.apply.ChangeApplier;
import io.streamlab.local.replicator.apply.RowChange;
import io.streamlab.local.replicator.source.BinlogPosition;
import io.streamlab.local.replicator.source.SourceListener;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the rows of a source transaction, applies them together, and reports the progress. */
final class Replication implements SourceListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(Replication.class);

    private final StateDirectory state;
    private ChangeApplier applier;
    private long rejectedBefore;

    private final List<RowChange> loadedRows = new ArrayList<>();
    private final List<RowChange> transaction = new ArrayList<>();
    private boolean inTransaction;

    private Phase phase = Phase.FULL_LOAD;
    private long loadedCount;
    private long appliedCount;
    private BinlogPosition position;

    Replication(ChangeApplier applier, StateDirectory state) {
        this.applier = applier;
        this.state = state;
        report();
    }

    /** Begins with a full load once more. What was received and not applied is dropped: the load reads it again. */
    void loadAgain(ChangeApplier nextApplier) {
        rejectedBefore = rejectedRows();
        applier = nextApplier;
        loadedRows.clear();
        transaction.clear();
        inTransaction = false;
        phase = Phase.FULL_LOAD;
        report();
    }

    @Override
    public boolean isLoaded() {
        return phase == Phase.REPLICATING;
    }

    @Override
    public void rowLoaded(RowChange row) {
        loadedRows.add(row);
    }

    @Override
    public void fullLoadEnded() {
        applyLoadedRows();
        applier.finishFullLoad();
        LOGGER.info("Full load done: {} rows, {} rejected", loadedCount, rejectedRows());
        announceReady();
    }

    @Override
    public void resumed() {
        LOGGER.info("Going on after the last change applied");
        announceReady();
    }

    @Override
    public void transactionBegun() {
        applyTransaction();
        inTransaction = true;
    }

    @Override
    public void rowChanged(RowChange change) {
        transaction.add(change);
    }

    @Override
    public void transactionEnded() {
        applyTransaction();
        inTransaction = false;
    }

    @Override
    public void tableTruncated(String table) {
        applyTransaction();
        inTransaction = false;
        applier.truncate(table);
        appliedCount++;
    }

    @Override
    public void batchEnded(BinlogPosition position) {
        applyLoadedRows();
        if (!inTransaction) {
            applyTransaction();
        }
        this.position = position;
        report();
    }

    @Override
    public boolean isDone() {
        // No offset is stored before the full load has ended: an interrupted full load begins again.
        return phase == Phase.REPLICATING && transaction.isEmpty();
    }

    private void applyLoadedRows() {
        applier.load(loadedRows);
        loadedCount += loadedRows.size();
        loadedRows.clear();
    }

    private void applyTransaction() {
        applier.apply(transaction);
        appliedCount += transaction.size();
        transaction.clear();
    }

    private void announceReady() {
        phase = Phase.REPLICATING;
        report();
        System.out.println("ready rows=" + loadedCount + " rejected=" + rejectedRows());
    }

    private long rejectedRows() {
        return rejectedBefore + applier.rejectedRows();
    }

    private void report() {
        state.write(new ReplicationStatus(
                ProcessHandle.current().pid(), phase, loadedCount, appliedCount, rejectedRows(), position, null));
    }
}
