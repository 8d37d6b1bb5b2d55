package io.streamlab.join.reenrich;

import io.streamlab.join.config.ReenrichConfig;
import io.streamlab.join.hudi.BatchProvenance;
import io.streamlab.join.reenrich.SimulatedStream.Event;
import io.streamlab.join.reenrich.SimulatedTable.Found;
import io.streamlab.join.reenrich.SimulatedTable.StoredRow;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The job, which may be killed between any two of its writes. The protocol under test dies with the process; the ledger,
 * the table and the stream survive.
 */
final class SimulatedJob {
    private static final BatchProvenance ORIGIN = BatchProvenance.betweenBatchesOf("query");

    /** Where the process is killed. */
    enum Kill {
        NOT,
        BEFORE_PENDING_IS_KEPT,
        BEFORE_THE_COMMIT,
        AFTER_THE_COMMIT,
        AFTER_APPLIED_IS_KEPT
    }

    private final SimulatedStream stream;
    private final SimulatedLookup reference;
    private final SimulatedTable table;
    private final ReenrichConfig config;
    private final Clock clock;
    private final LedgerStore ledgers = new LedgerInMemory();

    private ReenrichmentProtocol protocol;
    private Kill kill = Kill.NOT;
    private boolean batchIsInTheTable;

    SimulatedJob(
            SimulatedStream stream,
            SimulatedLookup reference,
            SimulatedTable table,
            ReenrichConfig config,
            Clock clock) {
        this.stream = stream;
        this.reference = reference;
        this.table = table;
        this.config = config;
        this.clock = clock;
        restart();
    }

    /** Kills the process at this point of the next step, if the step comes to it. A killed process is started again. */
    void killNextStepAt(Kill point) {
        kill = point;
    }

    /**
     * Starts the process: its memory is empty. If the last process died within a batch, Spark replays that batch first.
     *
     * <p>The replay commits the batch's rows only if the table does not have them, as HudiTable does. It re-enriches other
     * rows in any case. It is not killed: {@link #dieIfKilledAt} has used up the kill.
     */
    void restart() {
        protocol = new ReenrichmentProtocol(ledgers, config, clock);
        reference.forgetWhatHasChanged();
        if (!stream.unfinished().isEmpty()) {
            write(batchIsInTheTable ? List.of() : stream.unfinished());
            stream.finish();
        }
    }

    /** Runs a batch. */
    void batch(List<Event> events) {
        stream.add(events);
        stream.begin(events);
        batchIsInTheTable = false;
        try {
            write(events);
            stream.finish();
        } catch (Killed e) {
            restart();
        }
    }

    /** Re-enriches between two batches. */
    void idle() {
        try {
            write(List.of());
        } catch (Killed e) {
            restart();
        }
    }

    boolean isPending() {
        return protocol.isPending();
    }

    /** One step of re-enrichment with one commit, as a batch and the idle work do it. */
    private void write(List<Event> events) {
        dieIfKilledAt(Kill.BEFORE_PENDING_IS_KEPT);
        try (ReenrichmentProtocol.Step step = protocol.prepare(table, reference.lookUp(), ORIGIN)) {
            dieIfKilledAt(Kill.BEFORE_THE_COMMIT);
            List<StoredRow> reenriched =
                    step.outdated().map(rows -> ((Found) rows).stored()).orElse(List.of());
            table.commit(events, reenriched, reference.values());
            batchIsInTheTable = true;
            dieIfKilledAt(Kill.AFTER_THE_COMMIT);
            step.committed();
        }
        dieIfKilledAt(Kill.AFTER_APPLIED_IS_KEPT);
    }

    private void dieIfKilledAt(Kill point) {
        if (kill == point) {
            kill = Kill.NOT;
            throw new Killed();
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The ledger's file, which survives the process. */
    private static final class LedgerInMemory implements LedgerStore {
        private Ledger kept;

        @Override
        public Optional<Ledger> load() {
            return Optional.ofNullable(kept);
        }

        @Override
        public void save(Ledger ledger) {
            kept = ledger;
        }
    }
}
