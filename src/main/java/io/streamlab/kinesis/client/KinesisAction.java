package io.streamlab.kinesis.client;

/** The calls that the source makes, by the names of the API. */
public enum KinesisAction {
    DESCRIBE_STREAM_SUMMARY("DescribeStreamSummary"),
    LIST_SHARDS("ListShards"),
    GET_SHARD_ITERATOR("GetShardIterator"),
    GET_RECORDS("GetRecords");

    private final String name;

    KinesisAction(String name) {
        this.name = name;
    }

    /** Returns the action's name in IAM policies. */
    String permission() {
        return "kinesis:" + name;
    }

    @Override
    public String toString() {
        return name;
    }
}
