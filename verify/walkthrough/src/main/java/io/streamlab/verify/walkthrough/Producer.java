package io.streamlab.verify.walkthrough;

import io.streamlab.local.example.ExampleResources;
import io.streamlab.local.example.GeneratedRecord;
import io.streamlab.local.example.OrderGenerator;
import io.streamlab.local.example.StreamWriter;
import io.streamlab.local.example.Tally;
import io.streamlab.verify.walkthrough.RunLocal.Orders;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Sends the orders in two parts, and remembers what was sent. */
final class Producer {
    private static final Duration RETRY_TIME = Duration.ofSeconds(60);

    private final Orders orders;
    private final OrderGenerator generator;
    private final StreamWriter writer;
    private final Tally tally = new Tally();

    Producer(KinesisClient kinesis, Orders orders) {
        this.orders = orders;
        this.generator = new OrderGenerator(orders.seed(), orders.malformedPercent());
        this.writer = new StreamWriter(kinesis, ExampleResources.STREAM, orders.perSecond(), RETRY_TIME);
    }

    /** Begins to send the first half; done when it is sent. */
    CompletableFuture<Void> sendFirstHalf() {
        return send(orders.count() / 2);
    }

    /** Begins to send the rest. */
    CompletableFuture<Void> sendSecondHalf() {
        return send(orders.count() - orders.count() / 2);
    }

    /** Returns what is on the stream; asked only while nothing is being sent. */
    Tally sent() {
        return tally;
    }

    private CompletableFuture<Void> send(int count) {
        Iterator<GeneratedRecord> records = generator.take(count);
        return CompletableFuture.runAsync(() -> {
            try {
                writer.write(records, tally::add);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CompletionException(e);
            }
        });
    }
}
