package io.streamlab.join.reenrich;

/** Rows of the table that show other attributes than the join would give them now: joined anew, and held until closed. */
public interface RevisedRows extends AutoCloseable {
    /** How many they are. */
    long count();

    /** How many more there are, which may not be written with the same commit. */
    long backlog();

    /** How many of the pending keys, from the first on, have no row but these that shows anything else. */
    int keysDone();

    @Override
    void close();
}
