package io.streamlab.join.hudi;

import io.streamlab.join.config.InvalidConfigException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps commits in order where the clock goes back, by waiting until the clock has caught up. Hudi names a commit by the time, and
 * takes the greatest name for the newest commit:
 *
 * <ol>
 *   <li>The job commits at 12:00. Somebody sets the clock back, to 11:00. The job starts again.
 *   <li>Hudi names the next commit 11:01.
 *   <li>Readers take the rows of 12:00 for newer, and cleaning removes the new files as the older ones.
 * </ol>
 *
 * <p>Costs nothing while the clock goes on: the timeline is read before the first write only.
 */
final class CommitTimes {
    /** More than the hour of summer time. A newest commit that lies further ahead needs a person. */
    static final Duration LONGEST_WAIT = Duration.ofHours(2);

    private static final Logger LOG = LoggerFactory.getLogger(CommitTimes.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_WORDS = Duration.ofMinutes(10);

    private static final int DIGITS = "yyyyMMddHHmmssSSS".length();
    private static final int DIGITS_OF_SECONDS = "yyyyMMddHHmmss".length();
    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final String path;
    private final ZoneId zone;
    private final Clock clock;
    private final Consumer<Duration> pause;

    /** No commit was made later. */
    private String latest = "";

    /** @param zone the value of {@link InstantZone#OPTION} */
    CommitTimes(String path, String zone) {
        this(path, zoneOf(zone), Clock.systemUTC(), CommitTimes::sleep);
    }

    /** For tests: with another clock, and another way to wait. */
    CommitTimes(String path, ZoneId zone, Clock clock, Consumer<Duration> pause) {
        this.path = path;
        this.zone = zone;
        this.clock = clock;
        this.pause = pause;
    }

    /** Returns the zone of the clock by which Hudi names commits. */
    static ZoneId zoneOf(String option) {
        return option.equalsIgnoreCase(InstantZone.UTC) ? ZoneOffset.UTC : ZoneId.systemDefault();
    }

    /**
     * Returns how far an instant lies ahead of the clock; zero or negative if it has passed.
     *
     * @param instant with or without milliseconds
     */
    static Duration ahead(String instant, ZoneId zone, Clock clock) {
        LocalDateTime time = LocalDateTime.parse(instant.substring(0, DIGITS_OF_SECONDS), SECONDS);
        return Duration.between(LocalDateTime.ofInstant(clock.instant(), zone), time);
    }

    /** Notes that everything that is committed by now has its instant. */
    void noteNow() {
        note(now());
    }

    /** Notes the instant of a commit; the empty text for none. */
    void note(String instant) {
        String complete = complete(instant);
        if (complete.compareTo(latest) > 0) {
            latest = complete;
        }
    }

    /**
     * Waits until a new commit gets a later instant than all that are noted, and says so in the log.
     *
     * @throws InvalidConfigException when that would take longer than {@link #LONGEST_WAIT}
     */
    void awaitLater() {
        Duration waited = Duration.ZERO;
        Duration nextWords = Duration.ZERO;
        while (now().compareTo(latest) <= 0) {
            Duration ahead = ahead(latest, zone, clock);
            if (ahead.compareTo(LONGEST_WAIT) > 0) {
                throw new InvalidConfigException(
                        Collections.singletonList(InstantZone.inWords(latest, path, zone) + InstantZone.WAYS_OUT));
            }
            if (waited.compareTo(nextWords) >= 0) {
                LOG.warn(
                        "The clock of this machine went back, or its time zone changed: {}. The job waits for {} s, and then goes "
                                + "on",
                        InstantZone.inWords(latest, path, zone),
                        ahead.getSeconds() + 1);
                nextWords = waited.plus(BETWEEN_WORDS);
            }
            pause.accept(PAUSE);
            waited = waited.plus(PAUSE);
        }
    }

    private String now() {
        return MILLISECONDS.format(LocalDateTime.ofInstant(clock.instant(), zone));
    }

    /** An instant without milliseconds, as former versions of Hudi made them, may be of any millisecond of its second. */
    private static String complete(String instant) {
        StringBuilder complete = new StringBuilder(instant);
        while (!instant.isEmpty() && complete.length() < DIGITS) {
            complete.append('9');
        }
        return complete.toString();
    }

    private static void sleep(Duration duration) {
        try {
            TimeUnit.MILLISECONDS.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the clock", e);
        }
    }
}
