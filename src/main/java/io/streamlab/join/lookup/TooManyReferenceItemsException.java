package io.streamlab.join.lookup;

/** The reference table is larger than the job has been told to expect. */
final class TooManyReferenceItemsException extends RuntimeException {
    TooManyReferenceItemsException(int maxRows) {
        super("it has more than the " + maxRows
                + " items that --max_lookup_rows allows. Every batch reads all of them into "
                + "the driver and sends them to every executor: if they are meant to be so many, raise --max_lookup_rows "
                + "and give the workers memory for them");
    }
}
