package io.streamlab.kinesis;

/**
 * What becomes of the user records of an aggregated record whose keys do not belong to the shard that holds it. After a
 * split, the Kinesis Producer Library sends such an aggregated record a second time, to the right shard.
 */
public enum MisroutedAggregates {
    /** Delivers them, so both copies arrive, with different sequence numbers. */
    KEEP,
    /** Leaves them out and counts them, as the Kinesis Client Library does. */
    DROP
}
