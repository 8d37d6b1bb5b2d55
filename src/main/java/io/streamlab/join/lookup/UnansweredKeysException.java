package io.streamlab.join.lookup;

import java.time.Duration;

/** Thrown when DynamoDB returns no item for keys of a request, however often they are asked for. */
final class UnansweredKeysException extends RuntimeException {
    UnansweredKeysException(int keys, Duration patience) {
        super(keys + " keys were left unprocessed for " + patience.getSeconds()
                + " s, however often they were asked for. If "
                + "DynamoDB throttles the reads (metric ReadThrottleEvents), raise the table's read capacity or make it "
                + "on-demand");
    }
}
