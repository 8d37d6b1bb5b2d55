package io.streamlab.verify.walkthrough;

import io.streamlab.local.example.Counts;
import io.streamlab.local.example.Tally;
import io.streamlab.verify.pipeline.LoggedBatches;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds what was sent against what the job says of itself and what is in the table.
 *
 * @param sent records put on the stream
 * @param malformed those of them that have to be rejected
 * @param distinctKeys different record keys among the others: the rows that there have to be
 * @param read records that the job's batches have read
 * @param rejected records that they have rejected
 * @param kept records in the table of rejected ones
 * @param written rows that they have inserted or replaced
 * @param superseded records that became no row, since another one with their key was newer
 * @param rows rows in the table
 * @param missing keys that were sent and are not in the table
 * @param foreign keys in the table that were never sent
 * @param outdated keys whose row in the table is not of the newest order date that was sent with them
 * @param stale rows that should have followed the reference rows and show a former name
 */
record Reconciliation(
        long sent,
        long malformed,
        long distinctKeys,
        long read,
        long rejected,
        long kept,
        long written,
        long superseded,
        long rows,
        long missing,
        long foreign,
        long outdated,
        long stale) {

    static Reconciliation of(Tally sent, LoggedBatches reports, TableView table, long stale) {
        Counts counts = sent.counts();
        return new Reconciliation(
                counts.sent(),
                counts.malformed(),
                counts.distinctKeys(),
                reports.sum("records_read"),
                reports.sum("records_rejected"),
                table.rejected(),
                reports.sum("rows_written"),
                reports.sum("records_superseded"),
                table.rows(),
                sent.newestOrders().keysMissingIn(table.orders()),
                table.orders().keysMissingIn(sent.newestOrders()),
                sent.newestOrders().keysOfAnotherDateIn(table.orders()),
                stale);
    }

    /** Returns every way in which they differ, as sentences; none if every record is accounted for. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        expect(read, sent, "the job has read %d records, but %d were sent", differences);
        expect(rejected, malformed, "the job has rejected %d records, but %d were malformed", differences);
        expect(kept, rejected, "%d records are in the table of rejected ones, but %d were rejected", differences);
        expect(
                written + superseded + rejected,
                sent,
                "written, superseded and rejected make %d records, but %d were sent",
                differences);
        expect(rows, distinctKeys, "the table has %d rows, but %d different keys were sent", differences);
        expect(missing, 0, "%d keys that were sent are not in the table; %d may be missing", differences);
        expect(foreign, 0, "%d keys in the table were never sent; %d may be there", differences);
        expect(outdated, 0, "%d keys in the table are not of their newest order; %d may be older", differences);
        expect(stale, 0, "%d rows show a former name of their reference row; %d may", differences);
        return differences;
    }

    private static void expect(long actual, long expected, String difference, List<String> differences) {
        if (actual != expected) {
            differences.add(String.format(difference, actual, expected));
        }
    }
}
