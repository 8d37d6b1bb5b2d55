package io.streamlab.verify.chaos;

import io.streamlab.local.example.ExampleResources;
import java.time.Duration;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** Puts orders on the stream all the time, or with rests in which the job becomes idle. */
final class OrderSender implements Runnable {
    private static final int ORDERS_PER_REQUEST = 20;
    private static final Duration INTERVAL = Duration.ofMillis(400);

    /** Ten seconds, and then fifteen of rest: batches take a few seconds, and so does what is done between them. */
    private static final int INTERVALS_OF_SENDING = 25;

    private static final int INTERVALS_UNTIL_THE_NEXT = 62;

    private final KinesisClient kinesis;
    private final SentOrders orders;
    private final boolean rests;
    private volatile boolean stopped;

    OrderSender(KinesisClient kinesis, SentOrders orders, boolean rests) {
        this.kinesis = kinesis;
        this.orders = orders;
        this.rests = rests;
    }

    @Override
    public void run() {
        try {
            for (int interval = 0; !stopped; interval++) {
                if (!rests || interval % INTERVALS_UNTIL_THE_NEXT < INTERVALS_OF_SENDING) {
                    put();
                }
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
