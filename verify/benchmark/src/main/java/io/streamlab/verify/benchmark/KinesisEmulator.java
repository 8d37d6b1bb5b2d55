package io.streamlab.verify.benchmark;

import java.net.URI;

/**
 * The Kinesis that is read: {@link KinesisInMemory}, or one that runs already.
 *
 * @param name for the report
 */
public record KinesisEmulator(String name, URI endpoint, Runnable stop) implements AutoCloseable {
    /** One that runs already. */
    public static KinesisEmulator at(URI endpoint) {
        return new KinesisEmulator(endpoint.toString(), endpoint, () -> {});
    }

    /** One of the benchmark's own, in this process. */
    public static KinesisEmulator start() {
        KinesisInMemory kinesis = KinesisInMemory.start();
        return new KinesisEmulator("in memory", kinesis.endpoint(), kinesis::close);
    }

    @Override
    public void close() {
        stop.run();
    }
}
