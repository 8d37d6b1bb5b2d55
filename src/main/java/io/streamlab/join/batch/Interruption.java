package io.streamlab.join.batch;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;

/** Tells a batch that was stopped from one that failed. Spark stops a batch by an interrupt, and cancels its jobs. */
final class Interruption {
    /** Causes may name each other in a circle. */
    private static final int DEEPEST_CAUSE = 50;

    /** Spark's words for the jobs of a query that is stopped. */
    private static final String CANCELLED = "cancelled part of cancelled job group";

    private Interruption() {}

    /** Returns whether a batch ended so because its query was stopped. Called in the batch's thread. */
    static boolean isCauseOf(Throwable failure) {
        if (Thread.currentThread().isInterrupted()) {
            return true;
        }
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (isInterruption(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
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
