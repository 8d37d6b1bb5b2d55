package io.streamlab.join.hudi;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The time zone of the instants by which Hudi names commits, and orders them. Hudi's default is the zone of the JVM, which fails in
 * two ways:
 *
 * <ol>
 *   <li>An hour comes twice each autumn.
 *   <li>A driver in another zone has a clock that is hours behind the newest commit.
 *   <li>In both, a new commit is older than the newest one, or Hudi waits for hours.
 * </ol>
 *
 * <p>So new tables have UTC. A table keeps its zone: Hudi notes the zone in the table's properties, and refuses another one.
 */
final class InstantZone {
    static final String OPTION = "hoodie.table.timeline.timezone";
    static final String UTC = "UTC";
    static final String LOCAL = "LOCAL";

    /** Clocks of two drivers differ a little. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private InstantZone() {}

    /**
     * Returns a sentence if a new commit would be older than the newest one.
     *
     * @param zone the value of {@link #OPTION}
     */
    static Optional<String> problem(String zone, HudiCommit newest, String path) {
        ZoneId clock = zone.equals(UTC) ? ZoneOffset.UTC : ZoneId.systemDefault();
        String now = SECONDS.format(ZonedDateTime.now(clock).plus(TOLERANCE));
        if (newest.instant().compareTo(now) <= 0) {
            return Optional.empty();
        }
        return Optional.of("the newest commit of the table in " + path + " is of " + newest.instant()
                + ", and in the time zone " + clock
                + " that is still to come: Hudi orders commits by these times, and a new one "
                + "would be the older one. Start the job in the time zone in which the table was written, for example with "
                + "-Duser.timezone=UTC, or wait");
    }
}
