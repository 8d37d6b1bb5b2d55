package io.streamlab.join.metrics;

import static java.util.stream.Collectors.toCollection;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** What the job puts into CloudWatch, for tests of what refers to it. */
public final class PublishedMetrics {
    public static final String NAMESPACE = CloudWatchNamespace.NAME;
    public static final String JOB_DIMENSION = CloudWatchMetrics.JOB_DIMENSION;
    public static final String TABLE_DIMENSION = CloudWatchMetrics.TABLE_DIMENSION;

    private PublishedMetrics() {}

    /** The names of all metrics. */
    public static Set<String> names() {
        return Arrays.stream(Figure.values())
                .flatMap(figure -> figure.cloudWatchName().stream())
                .collect(toCollection(TreeSet::new));
    }
}
