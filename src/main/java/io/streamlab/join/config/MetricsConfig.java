package io.streamlab.join.config;

/** What the job tells of itself besides its log. */
public final class MetricsConfig {
    private final String jobName;
    private final boolean cloudWatch;

    MetricsConfig(OptionValues values) {
        this.jobName = values.get(JobOptions.JOB_NAME);
        this.cloudWatch = values.get(JobOptions.CLOUDWATCH_METRICS);
    }

    /** Glue's name of the job; where nothing but Glue would give one, {@code glue-streaming-join}. */
    public String jobName() {
        return jobName;
    }

    /** Whether CloudWatch gets the figures of each batch. */
    public boolean cloudWatch() {
        return cloudWatch;
    }
}
