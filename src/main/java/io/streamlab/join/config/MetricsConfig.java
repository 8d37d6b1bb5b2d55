package io.streamlab.join.config;

/** Where the job's figures go, besides its log. */
public final class MetricsConfig {
    private final String jobName;
    private final boolean cloudWatch;

    MetricsConfig(OptionValues values) {
        this.jobName = values.get(JobOptions.JOB_NAME);
        this.cloudWatch = values.get(JobOptions.CLOUDWATCH_METRICS);
    }

    /** Returns Glue's name of the job; outside of Glue, {@code glue-streaming-join}. */
    public String jobName() {
        return jobName;
    }

    /** Returns whether CloudWatch gets the figures of each batch. */
    public boolean cloudWatch() {
        return cloudWatch;
    }
}
