package io.streamlab.kinesis.record;

import io.streamlab.kinesis.client.KinesisCalls;
import java.util.OptionalLong;

/**
 * Decides how many records to ask for in one call. Kinesis sends at most 2 MB a second of a shard to all readers together.
 * So records that are fetched behind a range's end, and fetched again for the next range, halve the speed of everybody.
 */
final class FetchLimit {

    /** The plan's count may be an estimate: to ask for a little more spares the second call in most cases. */
    private static final int MARGIN_DIVISOR = 50;

    private static final int FIRST_BEYOND_EXPECTED = 100;

    private final OptionalLong expected;
    private long beyondExpected;

    /** @param expected about how many records the range holds; absent if nobody knows */
    FetchLimit(OptionalLong expected) {
        this.expected = expected;
        this.beyondExpected = FIRST_BEYOND_EXPECTED;
    }

    /**
     * Returns the limit of the next call.
     *
     * @param taken how many records of the range were read so far
     */
    int next(long taken) {
        if (!expected.isPresent()) {
            return KinesisCalls.MAX_RECORDS_PER_CALL;
        }
        long left = expected.getAsLong() - taken;
        if (left > 0) {
            return atMostMax(left + 1 + expected.getAsLong() / MARGIN_DIVISOR);
        }
        // The range holds more than expected, and nobody knows how many: from here on twice as many with each call.
        int limit = atMostMax(beyondExpected);
        beyondExpected = limit * 2L;
        return limit;
    }

    private static int atMostMax(long records) {
        return (int) Math.min(records, KinesisCalls.MAX_RECORDS_PER_CALL);
    }
}
