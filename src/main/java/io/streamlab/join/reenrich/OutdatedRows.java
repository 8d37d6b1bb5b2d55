package io.streamlab.join.reenrich;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Outdated rows that one search has found: rows of the table that show other attributes than the reference table has now.
 *
 * <p>They are joined again already, and stay in memory until they are closed.
 */
interface OutdatedRows extends AutoCloseable {
    /** Returns the rows with the columns of the joined rows and their new attributes; none if no row is outdated. */
    Optional<Dataset<Row>> rows();

    /** Returns how many more outdated rows the search has found, which do not fit into the same commit. */
    long backlog();

    /** Returns how many of the pending keys, counted from the first, have no outdated row left once these are committed. */
    int keysDone();

    @Override
    void close();
}
