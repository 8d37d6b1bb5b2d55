package io.streamlab.join.columns;

import io.streamlab.join.config.LookupConfig;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/** The join with one reference table: which columns the rows have afterwards. */
public final class JoinStep {
    private final LookupConfig lookup;
    private final List<String> carried;
    private final StructType attributes;
    private final boolean isLast;

    JoinStep(LookupConfig lookup, List<String> carried, StructType attributes, boolean isLast) {
        this.lookup = lookup;
        this.carried = Collections.unmodifiableList(carried);
        this.attributes = attributes;
        this.isLast = isLast;
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

    /** Returns the attributes that the step adds to the rows. */
    public StructType attributes() {
        return attributes;
    }

    /** Returns whether the rows are those of the table afterwards. */
    public boolean isLast() {
        return isLast;
    }
}
