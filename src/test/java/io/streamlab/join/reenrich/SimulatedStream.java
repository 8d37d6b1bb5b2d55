package io.streamlab.join.reenrich;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stream with Spark's checkpoint. It knows two things that a crash must not change: the latest event of each key, which
 * the table must show in the end, and the batch that has to be replayed.
 */
final class SimulatedStream {
    record Event(int key, long order, String country) {
        /** Returns three events of neighbouring keys, so that keys of the stream meet in one batch. */
        static List<Event> ofNeighbours(int key, int keys, String country, long order, List<String> countries) {
            return List.of(
                    new Event(key, order, country),
                    new Event((key + 1) % keys, order + 1, country),
                    new Event((key + 2) % keys, order + 2, countries.get((int) (order % countries.size()))));
        }
    }

    private final Map<Integer, Event> latest = new HashMap<>();
    private List<Event> unfinished = List.of();

    /** Adds events. Of two events with one key and one order the last one added is the latest. */
    void add(List<Event> events) {
        events.forEach(event -> latest.merge(event.key(), event, (a, b) -> b.order() >= a.order() ? b : a));
    }

    /** Notes a batch as begun, as Spark does in its offset log. */
    void begin(List<Event> batch) {
        unfinished = batch;
    }

    /** Notes the batch as done, as Spark does in its commit log. */
    void finish() {
        unfinished = List.of();
    }

    /** Returns the batch that was begun and not finished; empty if there is none. */
    List<Event> unfinished() {
        return unfinished;
    }

    /** Returns the latest event of each key. */
    Map<Integer, Event> latest() {
        return latest;
    }
}
