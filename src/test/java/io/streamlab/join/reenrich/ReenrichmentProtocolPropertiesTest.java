package io.streamlab.join.reenrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.ReenrichConfig;
import io.streamlab.join.config.RemovedReference;
import io.streamlab.join.reenrich.SimulatedJob.Kill;
import io.streamlab.join.reenrich.SimulatedStream.Event;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * Any events, changes of the reference table, kills and restarts, in any order: once the job is idle, the table is the join
 * of the latest event of each key with the reference table. So it is where all items are compared, and where the reference table
 * tells what has changed.
 */
class ReenrichmentProtocolPropertiesTest {
    private static final List<String> COUNTRIES = List.of("India", "USA", "China", "Atlantis");
    private static final int KEYS = 10;

    /** More steps than any generated case needs, so that a job that never becomes idle fails its test. */
    private static final int TOO_MANY_STEPS = 100;

    /** What happens next. */
    private enum Happening {
        BATCH,
        LATE_BATCH,
        IDLE,
        CHANGE,
        REMOVE,
        CHANGE_BACK,
        RESTART,
        OTHER_QUERY_WRITES
    }

    private record Action(Happening happening, int key, int country, Kill kill) {}

    @Property(tries = 1_000)
    void onceIdleTheTableIsTheJoinOfTheLatestEventsWithTheLatestReferenceData(
            @ForAll("actions") List<Action> actions,
            @ForAll @IntRange(min = 1, max = 5) int limit,
            @ForAll boolean followed) {
        Simulation simulation = new Simulation(limit, RemovedReference.NULL, followed);

        actions.forEach(simulation::act);
        simulation.becomeIdle();

        assertThat(simulation.shown()).isEqualTo(simulation.expected());
    }

    /** A row of a removed item keeps one of the item's values, no matter which. A row of a present item shows its value. */
    @Property(tries = 500)
    void rowsOfRemovedKeysKeepAValueThatTheKeyHasHad(
            @ForAll("actions") List<Action> actions,
            @ForAll @IntRange(min = 1, max = 5) int limit,
            @ForAll boolean followed) {
        Simulation simulation = new Simulation(limit, RemovedReference.KEEP, followed);

        actions.forEach(simulation::act);
        simulation.becomeIdle();

        Map<String, String> values = simulation.reference.values();
        simulation.table.rows().values().forEach(row -> {
            String country = row.event().country();
            if (values.containsKey(country)) {
                assertThat(row.attribute()).isEqualTo(values.get(country));
            } else {
                assertThat(simulation.reference.history(country)).contains(row.attribute());
            }
        });
    }

    @Property(tries = 300)
    void noStepWritesMoreThanItMayAndEachMakesProgress(
            @ForAll("actions") List<Action> actions,
            @ForAll @IntRange(min = 1, max = 5) int limit,
            @ForAll boolean followed) {
        Simulation simulation = new Simulation(limit, RemovedReference.NULL, followed);

        actions.forEach(simulation::act);

        assertThat(simulation.table.mostReenriched()).isLessThanOrEqualTo(limit);
        int stepsNeeded = simulation.becomeIdle();
        assertThat(stepsNeeded).isLessThanOrEqualTo(simulation.table.rows().size() / limit + 2);
        assertThat(simulation.table.mostReenriched()).isLessThanOrEqualTo(limit);
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(4, Arbitraries.of(Happening.BATCH)),
                                Tuple.of(3, Arbitraries.of(Happening.CHANGE)),
                                Tuple.of(3, Arbitraries.of(Happening.CHANGE_BACK)),
                                Tuple.of(3, Arbitraries.of(Happening.OTHER_QUERY_WRITES)),
                                Tuple.of(4, Arbitraries.of(Happening.class))),
                        Arbitraries.integers().between(0, KEYS - 1),
                        // Most happens to one country, so that its events, changes and kills come close together.
                        Arbitraries.frequency(Tuple.of(5, 0), Tuple.of(1, 1), Tuple.of(1, 2), Tuple.of(1, 3)),
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.of(Kill.NOT)), Tuple.of(2, Arbitraries.of(Kill.class))))
                .as(Action::new)
                .list()
                .ofMaxSize(40);
    }

    /** One generated case: lets the actions happen to a stream, a reference table, a table and a job, one a second. */
    private static final class Simulation {
        private final SimulatedStream stream = new SimulatedStream();
        private final SimulatedReference reference;
        private final SteppedClock clock = new SteppedClock();
        private final SimulatedTable table;
        private final SimulatedJob job;

        Simulation(int limit, RemovedReference removed, boolean followed) {
            reference = new SimulatedReference(COUNTRIES, followed);
            reference.put("India", "India 0");
            reference.put("USA", "USA 0");
            ReenrichConfig config = ExampleConfig.with(
                            "reenrich", "true",
                            "reenrich_max_rows_per_batch", Integer.toString(limit),
                            "reenrich_removed", removed.toString())
                    .reenrich();
            table = new SimulatedTable(COUNTRIES, removed);
            job = new SimulatedJob(stream, reference, table, config, clock);
        }

        void act(Action action) {
            clock.second++;
            job.killNextStepAt(action.kill());
            String country = COUNTRIES.get(action.country());
            switch (action.happening()) {
                case BATCH -> job.batch(events(action.key(), country, clock.second * 10));
                case LATE_BATCH -> job.batch(events(action.key(), country, 1));
                case IDLE -> job.idle();
                case CHANGE -> reference.put(country, country + " " + clock.second);
                case REMOVE -> reference.remove(country);
                case CHANGE_BACK -> reference.changeBack(country);
                case RESTART -> job.restart();
                case OTHER_QUERY_WRITES -> otherQueryWrites(new Event(action.key(), clock.second * 10, country));
            }
        }

        private static List<Event> events(int key, String country, long order) {
            return Event.ofNeighbours(key, KEYS, country, order, COUNTRIES);
        }

        /** Lets another query write. It knows nothing of the ledger. There is one writer, so the job starts after it. */
        private void otherQueryWrites(Event event) {
            stream.add(List.of(event));
            table.commitOfAnotherQuery(event, reference.values());
            job.restart();
        }

        /**
         * Lets the job work until nothing is pending. A start compares all items, which would make good for a change that was
         * not told.
         *
         * @return after how many steps
         */
        int becomeIdle() {
            job.killNextStepAt(Kill.NOT);
            if (!reference.tellsChanges()) {
                job.restart();
            }
            int steps = 0;
            do {
                steps++;
                job.idle();
            } while (job.isPending() && steps < TOO_MANY_STEPS);
            return steps;
        }

        /** Returns what the table shows, by key. */
        Map<Integer, String> shown() {
            Map<Integer, String> shown = new TreeMap<>();
            table.rows().forEach((key, row) -> shown.put(key, row.event() + " " + row.attribute()));
            return shown;
        }

        /** Returns what the table must show, by key: worked out from the stream and the reference table alone. */
        Map<Integer, String> expected() {
            Map<String, String> values = reference.values();
            Map<Integer, String> expected = new TreeMap<>();
            stream.latest().forEach((key, event) -> expected.put(key, event + " " + values.get(event.country())));
            return expected;
        }
    }

    /** A clock that an action moves by a second. */
    private static final class SteppedClock extends Clock {
        private long second;

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(second);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
