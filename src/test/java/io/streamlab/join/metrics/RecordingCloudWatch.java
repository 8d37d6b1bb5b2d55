package io.streamlab.join.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/** Remembers what it is given, or fails, or keeps its callers waiting. */
final class RecordingCloudWatch implements CloudWatchClient {
    private final List<PutMetricDataRequest> requests = new ArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private volatile RuntimeException failure;
    private volatile boolean closed;

    /** Answers at once. */
    static RecordingCloudWatch answering() {
        RecordingCloudWatch cloudWatch = new RecordingCloudWatch();
        cloudWatch.answer();
        return cloudWatch;
    }

    /** Answers nobody until {@link #answer} is called. */
    static RecordingCloudWatch silent() {
        return new RecordingCloudWatch();
    }

    void answer() {
        open.countDown();
    }

    void failWith(RuntimeException newFailure) {
        failure = newFailure;
    }

    synchronized List<PutMetricDataRequest> requests() {
        return List.copyOf(requests);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        synchronized (this) {
            requests.add(request);
        }
        if (failure != null) {
            throw failure;
        }
        return PutMetricDataResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        closed = true;
    }
}
