package io.streamlab.join.metrics;

/** The namespace of the job's metrics. The job's role may write to no other one; the CloudFormation templates name it, too. */
public final class CloudWatchNamespace {
    public static final String NAME = "GlueStreamingJoin";

    private CloudWatchNamespace() {}
}
