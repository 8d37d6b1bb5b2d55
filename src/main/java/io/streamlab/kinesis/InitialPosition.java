package io.streamlab.kinesis;

/** Where a query without a checkpoint starts; the names are those of Kinesis itself. */
public enum InitialPosition {
    /** The oldest record that the stream still holds. */
    TRIM_HORIZON,
    /** What is put after the first plan. */
    LATEST,
    /** What arrived at or after a given time. */
    AT_TIMESTAMP
}
