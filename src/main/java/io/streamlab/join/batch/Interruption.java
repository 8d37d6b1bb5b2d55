package io.streamlab.join.batch;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Tells a batch that was stopped from one that failed. Spark stops a batch by an interrupt, and cancels its jobs. */
final class Interruption {
    /** Spark's words for the jobs of a query that is stopped. */
    private static final String CANCELLED = "cancelled part of cancelled job group";

    private Interruption() {}

    /** Returns whether a batch ended with this failure because its query was stopped. Called in the batch's thread. */
    static boolean isCauseOf(Throwable failure) {
        return Thread.currentThread().isInterrupted()
                || ExceptionUtils.getThrowableList(failure).stream().anyMatch(Interruption::isInterruption);
    }

    private static boolean isInterruption(Throwable cause) {
        return cause instanceof InterruptedException
                || cause instanceof ClosedByInterruptException
                // Not its subclasses: a time-out of a socket is one.
                || cause.getClass() == InterruptedIOException.class
                || cause.getClass().getName().equals("org.apache.spark.SparkException")
                        && String.valueOf(cause.getMessage()).contains(CANCELLED);
    }
}
