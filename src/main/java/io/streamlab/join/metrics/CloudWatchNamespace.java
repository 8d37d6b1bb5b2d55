package io.streamlab.join.metrics;

/** The one namespace of CloudWatch that the job's role may write to; the templates name it, too. */
public final class CloudWatchNamespace {
    public static final String NAME = "GlueStreamingJoin";

    private CloudWatchNamespace() {}
}
