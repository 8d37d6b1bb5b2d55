package io.streamlab.join.config;

/** The Spark source that reads the stream. */
public enum SourceConnector {
    /** The source in this job's jar. */
    EXACT_KINESIS("exact-kinesis"),
    /** The source that awslabs publishes in its own jar. */
    AWS_KINESIS("aws-kinesis");

    private final String format;

    SourceConnector(String format) {
        this.format = format;
    }

    /** Returns Spark's name for the source, which is also the word in the argument. */
    public String format() {
        return format;
    }

    @Override
    public String toString() {
        return format;
    }
}
