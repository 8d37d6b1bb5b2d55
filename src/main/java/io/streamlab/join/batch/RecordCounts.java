package io.streamlab.join.batch;

import io.streamlab.join.hudi.HudiCommit;
import io.streamlab.join.hudi.ImpossibleCountsException;
import io.streamlab.join.metrics.BatchReport;
import io.streamlab.join.metrics.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What became of the accepted records of a batch: accepted = written + deleted + superseded.
 *
 * <p>A record is superseded by a later event of its key, which is in the same batch or in the table. Rows that the commit
 * re-enriches do not count.
 */
final class RecordCounts {
    private final long accepted;
    private final HudiCommit commit;

    /**
     * @param accepted the records of the batch that can become rows
     * @param commit the commit that brought the batch into the table
     */
    RecordCounts(long accepted, HudiCommit commit) {
        this.accepted = accepted;
        this.commit = commit;
    }

    private long written() {
        return commit.written() - commit.reenriched();
    }

    private long superseded() {
        long remaining = accepted - written() - commit.deleted();
        boolean mayBeCountedTwice =
                !commit.olderThanTable().isPresent() && -remaining <= commit.deletesThatMayCountTwice();
        return mayBeCountedTwice ? Math.max(0, remaining) : remaining;
    }

    /** Returns how many records the batch has a later event of, or a row that is re-enriched has; empty if nothing says so. */
    private OptionalLong supersededInBatch() {
        OptionalLong byTable = commit.olderThanTable();
        return byTable.isPresent()
                ? OptionalLong.of(superseded()
                        - byTable.getAsLong()
                        - commit.supersededByDelete().orElse(0))
                : byTable;
    }

    /**
     * Fails if a count cannot be.
     *
     * @param batchId for the message
     * @throws ImpossibleCountsException when a count is negative
     */
    void requirePossible(long batchId) {
        List<String> problems = new ArrayList<>();
        require(Figure.ROWS_WRITTEN, OptionalLong.of(written()), problems);
        require(Figure.ROWS_DELETED, OptionalLong.of(commit.deleted()), problems);
        require(Figure.RECORDS_SUPERSEDED, OptionalLong.of(superseded()), problems);
        require(Figure.RECORDS_SUPERSEDED_IN_BATCH, supersededInBatch(), problems);
        require(Figure.RECORDS_SUPERSEDED_BY_TABLE, commit.olderThanTable(), problems);
        if (!problems.isEmpty()) {
            throw new ImpossibleCountsException(
                    "batch " + batchId, problems, accepted + " accepted records and of " + commit.countsInWords());
        }
    }

    private static void require(Figure figure, OptionalLong value, List<String> problems) {
        if (value.isPresent() && value.getAsLong() < 0) {
            problems.add(figure.key() + " is " + value.getAsLong());
        }
    }

    void addTo(BatchReport report) {
        report.count(Figure.ROWS_WRITTEN, written())
                .count(Figure.ROWS_DELETED, commit.deleted())
                .count(Figure.RECORDS_SUPERSEDED, superseded());
        supersededInBatch().ifPresent(count -> report.count(Figure.RECORDS_SUPERSEDED_IN_BATCH, count));
        commit.olderThanTable().ifPresent(count -> report.count(Figure.RECORDS_SUPERSEDED_BY_TABLE, count));
        commit.supersededByDelete().ifPresent(count -> report.count(Figure.RECORDS_SUPERSEDED_BY_DELETE, count));
    }
}
