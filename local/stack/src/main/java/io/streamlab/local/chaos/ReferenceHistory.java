package io.streamlab.local.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which name a country had when, as far as it can be known from outside of MySQL, the replicator and DynamoDB. */
final class ReferenceHistory {
    /**
     * @param mayShowFrom the moment before the update was sent to MySQL
     * @param goneBy the moment after DynamoDB showed the next name, far in the future while there is none
     */
    private record Name(String name, Instant mayShowFrom, Instant goneBy) {}

    private final Map<String, List<Name>> names = new HashMap<>();
    private int changes;

    /** A country has had a name since ever. */
    synchronized void begin(String country, String name) {
        names.put(country, new ArrayList<>(List.of(new Name(name, Instant.MIN, Instant.MAX))));
    }

    /**
     * A country has got another name.
     *
     * @param before when the update began
     * @param after when DynamoDB showed the new name
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

    /** Whether a scan from one moment to another may have found this name; a country that is not known has none. */
    synchronized boolean mayShow(String country, String name, Instant from, Instant to) {
        if (!names.containsKey(country)) {
            return name == null;
        }
        return names.get(country).stream()
                .anyMatch(known -> known.name().equals(name)
                        && !known.mayShowFrom().isAfter(to)
                        && !known.goneBy().isBefore(from));
    }
}
