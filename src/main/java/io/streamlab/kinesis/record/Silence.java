package io.streamlab.kinesis.record;

import io.streamlab.kinesis.client.Durations;
import io.streamlab.kinesis.client.RecordPage;
import java.time.Duration;

/**
 * Measures for how long Kinesis has answered without getting on in a shard. Kinesis gets on with an answer that holds
 * records, and with one that lies less behind the newest record than all answers since the last records: that is how
 * Kinesis crosses a stretch of the shard without records.
 *
 * <p>Silence begins with the first answer that does not get on. Only the time of later calls counts:
 *
 * <ul>
 *   <li>not the time between two calls, which belongs to the consumer of the records;
 *   <li>little of the time of a call that Kinesis refused or failed before it answered: the retry timeout bounds that.
 * </ul>
 */
final class Silence {

    /** However long the calls take, a few empty answers prove nothing: Kinesis may give them at any time. */
    static final int FEWEST_ANSWERS = 20;

    /** An answer is an answer, however late: else a reader could wait for ever where Kinesis refuses each call once. */
    private static final Duration MOST_OF_TROUBLED_CALL = Duration.ofMillis(50);

    private long leastMillisBehind = Long.MAX_VALUE;
    private int answers;
    private Duration length = Duration.ZERO;

    /**
     * Notes an answer.
     *
     * @param took how long the call took, the wait for the shard's rate limit included
     * @param troubled whether an attempt of the call was refused or failed
     */
    void answered(RecordPage answer, Duration took, boolean troubled) {
        boolean gotOn = !answer.isEmpty() || answer.millisBehindLatest() < leastMillisBehind;
        leastMillisBehind = answer.isEmpty()
                ? Math.min(leastMillisBehind, answer.millisBehindLatest())
                : answer.millisBehindLatest();
        if (gotOn) {
            answers = 0;
            length = Duration.ZERO;
            return;
        }
        if (answers > 0) {
            length = length.plus(troubled ? Durations.shorter(took, MOST_OF_TROUBLED_CALL) : took);
        }
        answers++;
    }

    boolean isLongerThan(Duration patience) {
        return answers >= FEWEST_ANSWERS && length.compareTo(patience) > 0;
    }

    int answers() {
        return answers;
    }

    Duration length() {
        return length;
    }
}
