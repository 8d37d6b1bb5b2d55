package io.streamlab.verify.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which name a country had when, as far as it can be known from outside of MySQL, the replicator and DynamoDB. */
final class ReferenceHistory {
    /**
     * @param name null where there was no reference row
     * @param mayShowFrom the moment before the update was sent to MySQL
     * @param goneBy the moment after DynamoDB showed the next name, far in the future while there is none
     */
    private record Name(String name, Instant mayShowFrom, Instant goneBy) {}

    private final Duration delay;
    private final Map<String, List<Name>> names = new HashMap<>();
    private int changes;

    ReferenceHistory() {
        this(Duration.ZERO);
    }

    /** @param delay for how long after a change a lookup may still find the name before */
    ReferenceHistory(Duration delay) {
        this.delay = delay;
    }

    /** A country has had a name since ever, or none, which is null. */
    synchronized void begin(String country, String name) {
        names.put(country, new ArrayList<>(List.of(new Name(name, Instant.MIN, Instant.MAX))));
    }

    /**
     * A country has got another name, or none, which is null.
     *
     * @param before when the change began
     * @param after when DynamoDB showed it
     */
    synchronized void change(String country, String name, Instant before, Instant after) {
        List<Name> known = names.get(country);
        Name last = known.remove(known.size() - 1);
        known.add(new Name(last.name(), last.mayShowFrom(), after));
        known.add(new Name(name, before, Instant.MAX));
        changes++;
    }

    synchronized int changes() {
        return changes;
    }

    /** Returns whether a scan from one moment to another may have found this name; a country that is not known has none. */
    synchronized boolean mayShow(String country, String name, Instant from, Instant to) {
        if (!names.containsKey(country)) {
            return name == null;
        }
        return names.get(country).stream()
                .anyMatch(known -> Objects.equals(known.name(), name)
                        && !known.mayShowFrom().isAfter(to)
                        && !known.goneBy().isBefore(from.minus(delay)));
    }

    /** Returns the name that a country has had since its last change; a country that is not known has none. */
    synchronized Optional<String> latest(String country) {
        List<Name> known = names.getOrDefault(country, List.of());
        return known.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(known.get(known.size() - 1).name());
    }
}
