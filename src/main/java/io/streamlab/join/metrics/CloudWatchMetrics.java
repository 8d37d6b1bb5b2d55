package io.streamlab.join.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * Sends figures of batch reports to CloudWatch: those that have a name there ({@link Figure#cloudWatchName}), with the
 * dimensions {@code JobName} and {@code TableName}.
 *
 * <p>A thread of its own sends them. A report that cannot be sent is given up; the log names each kind of failure once.
 */
final class CloudWatchMetrics implements MetricsSink {
    static final String JOB_DIMENSION = "JobName";
    static final String TABLE_DIMENSION = "TableName";

    private static final Logger LOG = LoggerFactory.getLogger(CloudWatchMetrics.class);

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);

    /** The time to send one report, retries included. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration CLOSING_TIME = Duration.ofSeconds(5);

    /** How many reports may wait to be sent: more than there are in the ten seconds that one report may take. */
    private static final int LONGEST_QUEUE = 20;

    private final CloudWatchClient cloudWatch;
    private final List<Dimension> dimensions;
    private final ThreadPoolExecutor sender;
    private final Set<String> failuresLogged = ConcurrentHashMap.newKeySet();

    CloudWatchMetrics(CloudWatchClient cloudWatch, String jobName, String table) {
        this.cloudWatch = cloudWatch;
        this.dimensions = Collections.unmodifiableList(
                Arrays.asList(dimension(JOB_DIMENSION, jobName), dimension(TABLE_DIMENSION, table)));
        this.sender = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(LONGEST_QUEUE), CloudWatchMetrics::senderThread);
    }

    /** Opens CloudWatch with the SDK's default credentials, region and endpoint. */
    static CloudWatchMetrics open(String jobName, String table) {
        CloudWatchClient cloudWatch = CloudWatchClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECTION_TIMEOUT)
                        .socketTimeout(CALL_TIMEOUT))
                .overrideConfiguration(override -> override.apiCallTimeout(CALL_TIMEOUT))
                .build();
        return new CloudWatchMetrics(cloudWatch, jobName, table);
    }

    @Override
    public void publish(BatchReport report, Instant endedAt) {
        List<MetricDatum> data = data(report, endedAt);
        try {
            sender.execute(() -> send(data));
        } catch (RejectedExecutionException e) {
            logOnce("queue", "CloudWatch takes the metrics of batches too slowly: some are left out", e);
        }
    }

    @Override
    public void close() {
        sender.shutdown();
        try {
            if (!sender.awaitTermination(CLOSING_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("CloudWatch has not taken the metrics of the last batches in time; they are left out");
                sender.shutdownNow();
            }
        } catch (InterruptedException e) {
            sender.shutdownNow();
            Thread.currentThread().interrupt();
        }
        cloudWatch.close();
    }

    private List<MetricDatum> data(BatchReport report, Instant endedAt) {
        List<MetricDatum> data = new ArrayList<>();
        for (Figure figure : Figure.values()) {
            report.figure(figure).ifPresent(value -> add(figure, value, dimensions, endedAt, data));
        }
        for (String table : report.referenceTables()) {
            List<Dimension> ofTable = new ArrayList<>(dimensions);
            ofTable.add(dimension("ReferenceTable", table));
            for (Figure figure : Figure.values()) {
                report.figure(table, figure).ifPresent(value -> add(figure, value, ofTable, endedAt, data));
            }
        }
        return data;
    }

    private static void add(
            Figure figure, Number value, List<Dimension> dimensions, Instant endedAt, List<MetricDatum> data) {
        figure.cloudWatchName()
                .ifPresent(name -> data.add(MetricDatum.builder()
                        .metricName(name)
                        .dimensions(dimensions)
                        .timestamp(endedAt)
                        .unit(figure.cloudWatchUnit())
                        .value(value.doubleValue())
                        .build()));
    }

    private void send(List<MetricDatum> data) {
        try {
            cloudWatch.putMetricData(
                    request -> request.namespace(CloudWatchNamespace.NAME).metricData(data));
        } catch (AwsServiceException e) {
            String code = errorCode(e);
            logOnce(
                    code,
                    "CloudWatch refuses the metrics of batches (" + code + "); the job's role needs "
                            + "cloudwatch:PutMetricData for the namespace " + CloudWatchNamespace.NAME,
                    e);
        } catch (RuntimeException e) {
            logOnce(e.getClass().getName(), "CloudWatch cannot be given the metrics of batches", e);
        }
    }

    /** Returns the answer's error code, or its status: an answer that a proxy gave has no code. */
    private static String errorCode(AwsServiceException answer) {
        return Optional.ofNullable(answer.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElseGet(() -> "status " + answer.statusCode());
    }

    private void logOnce(String kind, String failure, RuntimeException cause) {
        if (failuresLogged.add(kind)) {
            LOG.warn(
                    "{}. The job goes on without; --cloudwatch_metrics false switches them off. "
                            + "Failures of this kind are not logged again",
                    failure,
                    cause);
        }
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }

    private static Thread senderThread(Runnable work) {
        Thread thread = new Thread(work, "cloudwatch-metrics");
        thread.setDaemon(true);
        return thread;
    }
}
