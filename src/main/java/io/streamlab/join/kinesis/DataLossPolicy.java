package io.streamlab.join.kinesis;

import java.io.Serializable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What to do about records that left the stream unread: fail, or say so, count and go on. */
final class DataLossPolicy implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DataLossPolicy.class);

    private final String streamName;
    private final boolean fail;

    DataLossPolicy(String streamName, boolean fail) {
        this.streamName = streamName;
        this.fail = fail;
    }

    /**
     * @param what the records that were lost, as the end of a sentence that begins with the shard
     * @param lost counts the ranges of records lost
     * @throws DataLossException if the query is to fail
     */
    void lost(String shardId, String what, Runnable lost) {
        String message = "Data loss in shard " + shardId + " of stream " + streamName + ": " + what;
        if (fail) {
            throw new DataLossException(
                    message + ". Set " + KinesisSourceOptions.FAIL_ON_DATA_LOSS
                            + " to false to go on with what is left.",
                    null);
        }
        LOG.warn("{}; going on with what is left", message);
        lost.run();
    }
}
