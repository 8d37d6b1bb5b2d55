package io.streamlab.verify.benchmark.reenrich;

/**
 * What the job has reported of one change, or of rewriting the table.
 *
 * @param changes items that were changed; 0 for the table that was rewritten
 * @param round from 0, which warms up
 * @param rows re-enriched, or written
 * @param secondsToFind until the rows were found; 0 for the table
 * @param secondsToWrite the commit
 * @param seconds all of it, the scan of the reference table included
 * @param wrongRows rows of the table that do not show the item's version of now
 */
record ReenrichResult(
        int changes,
        int round,
        long rows,
        double secondsToFind,
        double secondsToWrite,
        double seconds,
        long wrongRows) {
    static final int REBUILD = 0;
}
