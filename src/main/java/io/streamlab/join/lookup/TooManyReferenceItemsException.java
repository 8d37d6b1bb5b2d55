package io.streamlab.join.lookup;

/** Thrown when the reference table has more items than {@code max_lookup_rows} allows. */
final class TooManyReferenceItemsException extends RuntimeException {
    TooManyReferenceItemsException(int maxRows) {
        super("it has more than the " + maxRows
                + " items that --max_lookup_rows allows. Every batch reads all of them into "
                + "the driver and sends them to every executor: if they are meant to be so many, raise --max_lookup_rows "
                + "and give the workers memory for them");
    }
}
