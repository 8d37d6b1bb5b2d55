package io.streamlab.kinesis.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Measures how long something takes. Nobody sets this clock: it begins with the time of the machine, and then goes on by the
 * seconds that the machine is awake. So a clock that is set, or a machine that sleeps for an hour, ends nobody's patience.
 *
 * <p>Not for times that somebody else sees, such as the arrival of a record.
 */
public final class SteadyClock extends Clock {
    private final Instant begin = Instant.now();
    private final long beginNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return begin.plusNanos(System.nanoTime() - beginNanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock measures durations, and knows UTC only");
    }

    /**
     * Returns whether something that was noted at a time is younger than an age, by the machine's clock. A clock that went back
     * to before that time says nothing about the age, so the answer is no.
     */
    public static boolean isYounger(Instant noted, Duration age, Instant now) {
        return !now.isBefore(noted) && now.isBefore(noted.plus(age));
    }
}
