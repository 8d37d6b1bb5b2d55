package io.streamlab.kinesis.client;

/** What the source counts where it calls Kinesis, on the driver and in tasks. */
public enum Counter {
    /** Kinesis records that a task took for its ranges. An aggregated record counts once. */
    RECORDS_USED,
    /** Payloads and partition keys of {@link #RECORDS_USED}. */
    BYTES_USED,
    /** Kinesis records in all answers, used or not. */
    RECORDS_FETCHED,
    /** Payloads and partition keys of {@link #RECORDS_FETCHED}. */
    BYTES_FETCHED,
    /** Answers of GetRecords that hold no record. */
    EMPTY_ANSWERS,
    /** Attempts of GetRecords. */
    GET_RECORDS_CALLS,
    /** Attempts of GetShardIterator. */
    GET_SHARD_ITERATOR_CALLS,
    /** Attempts of ListShards. */
    LIST_SHARDS_CALLS,
    /** Attempts of DescribeStreamSummary. */
    DESCRIBE_CALLS,
    /** Attempts that Kinesis refused because of a limit. */
    THROTTLES,
    /** Attempts that failed otherwise and were made again. */
    FAILURES,
    /** Ranges with lost records. */
    DATA_LOSSES,
    /** Records in an aggregated record whose keys do not belong to the shard. */
    MISROUTED_RECORDS;

    /** Returns the counter of an action's attempts. */
    static Counter of(KinesisAction action) {
        switch (action) {
            case GET_RECORDS:
                return GET_RECORDS_CALLS;
            case GET_SHARD_ITERATOR:
                return GET_SHARD_ITERATOR_CALLS;
            case LIST_SHARDS:
                return LIST_SHARDS_CALLS;
            default:
                return DESCRIBE_CALLS;
        }
    }
}
