package io.streamlab.kinesis.plan;

import java.util.Objects;

/** The most records and the most bytes of a batch, or of one shard in a batch. */
public final class Bound {

    private static final long UNLIMITED = Long.MAX_VALUE;

    /** The bound of a batch that takes all there is. */
    public static final Bound NONE = new Bound(UNLIMITED, UNLIMITED);

    private final long records;
    private final long bytes;

    /** @throws IllegalArgumentException unless both are positive */
    public Bound(long records, long bytes) {
        if (records <= 0 || bytes <= 0) {
            throw new IllegalArgumentException(
                    "A bound must be positive: " + records + " records, " + bytes + " bytes");
        }
        this.records = records;
        this.bytes = bytes;
    }

    /** Returns a bound of records that any number of bytes may fill. */
    public static Bound ofRecords(long records) {
        return new Bound(records, UNLIMITED);
    }

    public long records() {
        return records;
    }

    public long bytes() {
        return bytes;
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** Returns whether a batch of so many records and bytes keeps the bound. */
    boolean holds(double someRecords, double someBytes) {
        return someRecords <= records && someBytes <= bytes;
    }

    /** Returns an equal share for each of so many shards, at least one record. */
    Bound sharedBy(int shards) {
        int shares = Math.max(1, shards);
        return new Bound(
                records == UNLIMITED ? UNLIMITED : Math.max(1, records / shares),
                bytes == UNLIMITED ? UNLIMITED : Math.max(1, bytes / shares));
    }

    /** Returns what is left of the bound after so much, at least one record and one byte. */
    Bound less(double someRecords, double someBytes) {
        return new Bound(left(records, someRecords), left(bytes, someBytes));
    }

    private static long left(long bound, double used) {
        return bound == UNLIMITED ? UNLIMITED : (long) Math.max(1, bound - used);
    }

    /** Returns the bound that keeps both. */
    public Bound and(Bound other) {
        return new Bound(Math.min(records, other.records), Math.min(bytes, other.bytes));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bound && records == ((Bound) other).records && bytes == ((Bound) other).bytes;
    }

    @Override
    public int hashCode() {
        return Objects.hash(records, bytes);
    }

    @Override
    public String toString() {
        return (records == UNLIMITED ? "any number of" : Long.toString(records)) + " records, "
                + (bytes == UNLIMITED ? "any number of" : Long.toString(bytes)) + " bytes";
    }
}
