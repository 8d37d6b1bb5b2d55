package io.streamlab.join.preflight;

import io.streamlab.join.metrics.CloudWatchNamespace;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** Checks that CloudWatch takes metrics of the job's namespace. */
final class CloudWatchCheck implements Check {
    /** No alarm watches this metric. It shows that somebody has validated a job. */
    private static final String METRIC = "Validation";

    private final Supplier<CloudWatchClient> client;

    CloudWatchCheck(Supplier<CloudWatchClient> client) {
        this.client = client;
    }

    @Override
    public List<Finding> run() {
        Attempts attempts = new Attempts("namespace " + CloudWatchNamespace.NAME);
        MetricDatum datum = MetricDatum.builder().metricName(METRIC).value(1.0).build();
        try (CloudWatchClient cloudWatch = client.get()) {
            attempts.attempt(
                    "cloudwatch:PutMetricData",
                    () -> cloudWatch.putMetricData(request ->
                            request.namespace(CloudWatchNamespace.NAME).metricData(datum)));
        }
        return attempts.findings();
    }
}
