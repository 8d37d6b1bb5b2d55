package io.streamlab.join.config;

/** Columns of the table that are neither the stream's nor the reference table's. */
public final class JobColumns {
    /** string: the place of the row's record in the order of events; of two such texts the greater is the later. */
    public static final String EVENT_ORDER = "_event_order";

    private JobColumns() {}
}
