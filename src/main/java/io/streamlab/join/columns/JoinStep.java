package io.streamlab.join.columns;

import io.streamlab.join.config.LookupConfig;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/** The join with one reference table: which columns the rows have afterwards. */
public final class JoinStep {
    private final int number;
    private final LookupConfig lookup;
    private final List<String> carried;
    private final StructType attributes;
    private final boolean isLast;

    /** @param number of the reference table, from 1 */
    JoinStep(int number, LookupConfig lookup, List<String> carried, StructType attributes, boolean isLast) {
        this.number = number;
        this.lookup = lookup;
        this.carried = Collections.unmodifiableList(carried);
        this.attributes = attributes;
        this.isLast = isLast;
    }

    /** Returns the number of the reference table, from 1. */
    public int number() {
        return number;
    }

    /** Returns the reference table. */
    public LookupConfig lookup() {
        return lookup;
    }

    /**
     * Returns the columns that the rows had before and keep: those of the table, and those that a later step joins on. They come
     * before {@link #attributes}.
     */
    public List<String> carried() {
        return carried;
    }

    /** Returns the attributes that the step adds to the rows: those of the table, and those that a later step joins on. */
    public StructType attributes() {
        return attributes;
    }

    /** Returns whether the rows are those of the table afterwards. */
    public boolean isLast() {
        return isLast;
    }
}
