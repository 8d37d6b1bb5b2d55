package io.streamlab.local.chaos;

import io.streamlab.local.stack.ExampleResources;
import java.time.Duration;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** Puts orders on the stream all the time. */
final class OrderSender implements Runnable {
    private static final int ORDERS_PER_REQUEST = 20;
    private static final Duration INTERVAL = Duration.ofMillis(400);

    private final KinesisClient kinesis;
    private final SentOrders orders;
    private volatile boolean stopped;

    OrderSender(KinesisClient kinesis, SentOrders orders) {
        this.kinesis = kinesis;
        this.orders = orders;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                put();
                Thread.sleep(INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        stopped = true;
    }

    private void put() {
        PutRecordsResponse response = kinesis.putRecords(request -> request.streamName(ExampleResources.STREAM)
                .records(IntStream.range(0, ORDERS_PER_REQUEST)
                        .mapToObj(i -> entry(orders.next()))
                        .toList()));
        if (response.failedRecordCount() > 0) {
            throw new IllegalStateException("the stand-in has refused " + response.failedRecordCount() + " records");
        }
    }

    private static PutRecordsRequestEntry entry(String order) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(Integer.toString(order.hashCode()))
                .data(SdkBytes.fromUtf8String(order))
                .build();
    }
}
