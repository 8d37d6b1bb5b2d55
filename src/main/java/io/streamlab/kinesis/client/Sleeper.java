package io.streamlab.kinesis.client;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Waits. A test's waits by moving its clock. */
public interface Sleeper {

    Sleeper SLEEP = duration -> {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interruption(e);
        }
    };

    void of(Duration duration);

    /** The form in which Spark recognises that a query is being stopped, and takes it for no failure. */
    static UncheckedIOException interruption(Exception cause) {
        InterruptedIOException interruption = new InterruptedIOException("interrupted while calling Kinesis");
        interruption.initCause(cause);
        return new UncheckedIOException(interruption);
    }
}
