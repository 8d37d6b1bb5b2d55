package io.streamlab.kinesis.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What DescribeStreamSummary says of a stream. */
public final class StreamDescription {

    private final String arn;
    private final Instant created;
    private final Duration retention;

    /**
     * @param arn the stream's ARN, null where a stand-in for Kinesis gives none
     * @param created when the stream was created, null where a stand-in for Kinesis gives no time
     * @param retention how long the stream keeps a record
     */
    public StreamDescription(String arn, Instant created, Duration retention) {
        this.arn = arn;
        this.created = created;
        this.retention = Objects.requireNonNull(retention, "retention");
    }

    /** Returns the stream's ARN, which names its region and its account. */
    public Optional<String> arn() {
        return Optional.ofNullable(arn);
    }

    public Optional<Instant> created() {
        return Optional.ofNullable(created);
    }

    /** Returns how long the stream keeps a record, in whole hours. */
    public Duration retention() {
        return retention;
    }
}
