package io.streamlab.kinesis;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what happens when records left the stream unread: the query fails, or the loss is logged and counted. */
public final class DataLossPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(DataLossPolicy.class);

    private final String streamName;
    private final boolean fail;
    private final Consumer<String> report;
    private final AtomicLong losses = new AtomicLong();

    public DataLossPolicy(KinesisSourceOptions options) {
        this(options.stream().name(), options.failOnDataLoss());
    }

    public DataLossPolicy(String streamName, boolean fail) {
        this(streamName, fail, loss -> LOG.warn("{}; the query goes on with the records that are left", loss));
    }

    /** @param report takes each loss that does not fail the query, as a sentence without its full stop */
    DataLossPolicy(String streamName, boolean fail, Consumer<String> report) {
        this.streamName = streamName;
        this.fail = fail;
        this.report = report;
    }

    /**
     * Reports a loss.
     *
     * @param what the records that were lost, as the rest of a sentence that begins with the shard
     * @throws DataLossException if the query is to fail
     */
    public void lost(String shardId, String what) {
        String message = "Data loss in shard " + shardId + " of stream " + streamName + ": " + what;
        if (fail) {
            throw new DataLossException(message + ". Set " + KinesisSourceOptions.FAIL_ON_DATA_LOSS
                    + " to false to skip the lost records.");
        }
        report.accept(message);
        losses.incrementAndGet();
    }

    /** Returns how many ranges of records were lost so far. */
    public long losses() {
        return losses.get();
    }
}
