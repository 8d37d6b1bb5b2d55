package io.streamlab.join.hudi;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The time zone of the instants by which Hudi names commits, and orders them. Hudi's default is the zone of the JVM, which fails in
 * two ways:
 *
 * <ol>
 *   <li>An hour comes twice each autumn.
 *   <li>A driver in another zone has a clock that is hours behind the newest commit.
 *   <li>In both, a new commit would be older than the newest one: {@link CommitTimes} waits, or the start is refused.
 * </ol>
 *
 * <p>So new tables have UTC. A table keeps its zone: Hudi notes the zone in the table's properties, and refuses another one.
 */
final class InstantZone {
    static final String OPTION = "hoodie.table.timeline.timezone";
    static final String UTC = "UTC";
    static final String LOCAL = "LOCAL";

    /** Behind {@link #inWords}. */
    static final String WAYS_OUT = ": Hudi orders commits by these times, and a new one "
            + "would be the older one. Start the job in the time zone in which the table was written, for example with "
            + "-Duser.timezone=UTC, or wait";

    private InstantZone() {}

    /**
     * Returns a sentence if a new commit would be older than the newest one, and would be for longer than the job waits.
     *
     * @param zone the value of {@link #OPTION}
     */
    static Optional<String> problem(String zone, HudiCommit newest, String path) {
        ZoneId clock = CommitTimes.zoneOf(zone);
        Duration ahead = CommitTimes.ahead(newest.instant(), clock, Clock.systemUTC());
        return ahead.compareTo(CommitTimes.LONGEST_WAIT) > 0
                ? Optional.of(inWords(newest.instant(), path, clock) + WAYS_OUT)
                : Optional.empty();
    }

    /** Says that an instant of the table is still to come. */
    static String inWords(String newest, String path, ZoneId clock) {
        return "the newest commit of the table in " + path + " is of " + newest + ", and in the time zone " + clock
                + " that is still to come";
    }
}
