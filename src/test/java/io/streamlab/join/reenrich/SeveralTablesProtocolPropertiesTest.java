package io.streamlab.join.reenrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.ReenrichConfig;
import io.streamlab.join.reenrich.SimulatedJob.Kill;
import io.streamlab.join.reenrich.SimulatedStream.Event;
import java.time.Clock;
import java.time.Instant;
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
 * Any events, changes of two reference tables, kills and restarts, in any order: once the job is idle, each row shows the region
 * that its country has now, and the label that this region has now. Each of the tables may tell its changes, or not.
 */
class SeveralTablesProtocolPropertiesTest {
    private static final List<String> COUNTRIES = List.of("India", "USA", "China");
    private static final List<String> REGIONS = List.of("Asia", "America", "Nowhere");
    private static final int KEYS = 6;
    private static final int TOO_MANY_STEPS = 100;

    private enum Happening {
        BATCH,
        LATE_BATCH,
        IDLE,
        REGION_OF_COUNTRY,
        NO_REGION_OF_COUNTRY,
        LABEL_OF_REGION,
        NO_LABEL_OF_REGION,
        RESTART,
        OTHER_QUERY_WRITES
    }

    private record Action(Happening happening, int key, int country, int region, Kill kill) {}

    @Property(tries = 1_500)
    void onceIdleEachRowShowsWhatBothTablesHaveNow(
            @ForAll("actions") List<Action> actions,
            @ForAll @IntRange(min = 1, max = 4) int limit,
            @ForAll boolean firstIsFollowed,
            @ForAll boolean secondIsFollowed) {
        Simulation simulation = new Simulation(limit, firstIsFollowed, secondIsFollowed);

        actions.forEach(simulation::act);
        simulation.becomeIdle();

        assertThat(simulation.shown()).isEqualTo(simulation.expected());
        assertThat(simulation.table.mostReenriched()).isLessThanOrEqualTo(limit);
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.of(Happening.BATCH)),
                                Tuple.of(3, Arbitraries.of(Happening.REGION_OF_COUNTRY)),
                                Tuple.of(3, Arbitraries.of(Happening.LABEL_OF_REGION)),
                                Tuple.of(4, Arbitraries.of(Happening.class))),
                        Arbitraries.integers().between(0, KEYS - 1),
                        Arbitraries.frequency(Tuple.of(4, 0), Tuple.of(1, 1), Tuple.of(1, 2)),
                        Arbitraries.integers().between(0, REGIONS.size() - 1),
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.of(Kill.NOT)), Tuple.of(2, Arbitraries.of(Kill.class))))
                .as(Action::new)
                .list()
                .ofMaxSize(40);
    }

    private static final class Simulation {
        private final SimulatedStream stream = new SimulatedStream();
        private final SimulatedReferences references;
        private final SimulatedTableOfTwoReferences table = new SimulatedTableOfTwoReferences();
        private final SimulatedJob job;
        private final boolean tellsAll;
        private long second;

        Simulation(int limit, boolean firstIsFollowed, boolean secondIsFollowed) {
            tellsAll = firstIsFollowed && secondIsFollowed;
            references = new SimulatedReferences(
                    new SimulatedReference(COUNTRIES, firstIsFollowed),
                    new SimulatedReference(REGIONS, secondIsFollowed));
            references.regions.put("India", "Asia");
            references.labels.put("Asia", "label 0");
            ReenrichConfig config = ExampleConfig.with(
                            "reenrich", "true", "reenrich_max_rows_per_batch", Integer.toString(limit))
                    .reenrich();
            job = new SimulatedJob(stream, references, table, config, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        }

        void act(Action action) {
            second++;
            job.killNextStepAt(action.kill());
            String country = COUNTRIES.get(action.country());
            String region = REGIONS.get(action.region());
            switch (action.happening()) {
                case BATCH -> job.batch(events(action.key(), country, second * 10));
                case LATE_BATCH -> job.batch(events(action.key(), country, 1));
                case IDLE -> job.idle();
                case REGION_OF_COUNTRY -> references.regions.put(country, region);
                case NO_REGION_OF_COUNTRY -> references.regions.remove(country);
                case LABEL_OF_REGION -> references.labels.put(region, "label " + second % 3);
                case NO_LABEL_OF_REGION -> references.labels.remove(region);
                case RESTART -> job.restart();
                case OTHER_QUERY_WRITES -> {
                    Event event = new Event(action.key(), second * 10, country);
                    stream.add(List.of(event));
                    table.commitOfAnotherQuery(event, references.values());
                    job.restart();
                }
            }
        }

        private static List<Event> events(int key, String country, long order) {
            return Event.ofNeighbours(key, KEYS, country, order, COUNTRIES);
        }

        /** A start compares all items, which would make good for a change that was not told. */
        void becomeIdle() {
            job.killNextStepAt(Kill.NOT);
            if (!tellsAll) {
                job.idle();
            }
            int steps = 0;
            do {
                steps++;
                job.idle();
            } while (job.isPending() && steps < TOO_MANY_STEPS);
            assertThat(steps).isLessThan(TOO_MANY_STEPS);
        }

        Map<Integer, String> shown() {
            Map<Integer, String> shown = new TreeMap<>();
            table.rows().forEach((key, row) -> shown.put(key, String.valueOf(row.attribute())));
            return shown;
        }

        Map<Integer, String> expected() {
            Map<Integer, String> expected = new TreeMap<>();
            Map<String, String> values = references.values();
            stream.latest().forEach((key, event) -> expected.put(key, String.valueOf(values.get(event.country()))));
            return expected;
        }
    }
}
