package io.streamlab.local.replicator.apply;

import io.streamlab.local.replicator.mapping.Row;
import java.util.Optional;

/**
 * A change of one source row, with the whole row before and after.
 *
 * @param table schema and name of the source table, {@code mydev.country_lookup_table}
 * @param before the row as it was; empty for an insert
 * @param after the row as it is; empty for a delete
 */
public record RowChange(String table, Optional<Row> before, Optional<Row> after) {}
