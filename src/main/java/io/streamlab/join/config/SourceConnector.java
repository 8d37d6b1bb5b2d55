package io.streamlab.join.config;

/** The Spark source that reads the stream. */
public enum SourceConnector {
    /** The one in this job's jar. */
    EXACT_KINESIS("exact-kinesis"),
    /** The one that awslabs publishes, in a jar of its own. */
    AWS_KINESIS("aws-kinesis");

    private final String format;

    SourceConnector(String format) {
        this.format = format;
    }

    /** The name that Spark knows the source by, which is also the argument's. */
    public String format() {
        return format;
    }

    @Override
    public String toString() {
        return format;
    }
}
