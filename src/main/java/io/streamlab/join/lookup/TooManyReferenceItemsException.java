package io.streamlab.join.lookup;

/** Thrown when a batch reads more items of the reference table than {@code max_lookup_rows} allows. */
final class TooManyReferenceItemsException extends RuntimeException {
    TooManyReferenceItemsException(int maxRows) {
        super("it has more than the " + maxRows
                + " items that --max_lookup_rows allows. The driver and the executors hold all items that a batch reads: if they "
                + "are meant to be so many, raise --max_lookup_rows and give the workers memory for them. Where the join "
                + "columns are a key of the table, --lookup_mode auto reads only the items that the batch needs");
    }
}
