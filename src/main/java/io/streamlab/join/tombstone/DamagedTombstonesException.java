package io.streamlab.join.tombstone;

/** Thrown when tombstones are there and cannot be read. */
public final class DamagedTombstonesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedTombstonesException(String where, Throwable cause) {
        super(
                "The tombstones of deleted rows cannot be read: " + where
                        + ". If the files are damaged for good, delete those files and start the job. An event that is older "
                        + "than one of their deletes can then bring a row back",
                cause);
    }
}
