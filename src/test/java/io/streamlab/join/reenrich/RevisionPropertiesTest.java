package io.streamlab.join.reenrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.ReenrichConfig;
import io.streamlab.join.config.RemovedReference;
import io.streamlab.join.hudi.BatchProvenance;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Whatever events, changes of the reference data, kills and restarts come in whatever order: once idle, the table is the join
 * of the latest event of each key with the latest reference data. The table is modelled by the rules that HudiTableIT holds
 * Hudi itself against.
 */
class RevisionPropertiesTest {
    private static final List<String> COUNTRIES = List.of("India", "USA", "China", "Atlantis");
    private static final BatchProvenance ORIGIN = BatchProvenance.betweenBatchesOf("query");

    /** What happens next. */
    private enum Step {
        BATCH,
        LATE_BATCH,
        IDLE,
        CHANGE,
        REMOVE,
        CHANGE_BACK,
        RESTART,
        OTHER_QUERY_WRITES
    }

    /** Where the process is killed, if it is. */
    private enum Kill {
        NOT,
        BEFORE_PENDING_IS_KEPT,
        BEFORE_THE_COMMIT,
        AFTER_THE_COMMIT,
        AFTER_THE_CHECKPOINT
    }

    private record Action(Step step, int key, int country, Kill kill) {}

    private record Event(int key, long order, String country) {}

    private record StoredRow(Event event, String attribute) {}

    @Property(tries = 1_000)
    void onceIdleTheTableIsTheJoinOfTheLatestEventsWithTheLatestReferenceData(
            @ForAll("actions") List<Action> actions, @ForAll @IntRange(min = 1, max = 5) int limit) {
        World world = new World(limit, RemovedReference.NULL);

        actions.forEach(world::act);
        world.becomeIdle();

        assertThat(world.attributes()).isEqualTo(world.oracle());
    }

    /** Which of the values that a key has had its rows keep is not said; only that those of a key that is there are right. */
    @Property(tries = 500)
    void rowsOfRemovedKeysKeepAValueThatTheKeyHasHad(
            @ForAll("actions") List<Action> actions, @ForAll @IntRange(min = 1, max = 5) int limit) {
        World world = new World(limit, RemovedReference.KEEP);

        actions.forEach(world::act);
        world.becomeIdle();

        world.table.values().forEach(row -> {
            String country = row.event().country();
            if (world.reference.containsKey(country)) {
                assertThat(row.attribute()).isEqualTo(world.reference.get(country));
            } else {
                assertThat(world.history.get(country)).contains(row.attribute());
            }
        });
    }

    @Property(tries = 300)
    void noStepWritesMoreThanItMayAndEachMakesProgress(
            @ForAll("actions") List<Action> actions, @ForAll @IntRange(min = 1, max = 5) int limit) {
        World world = new World(limit, RemovedReference.NULL);

        actions.forEach(world::act);

        assertThat(world.mostRevised).isLessThanOrEqualTo(limit);
        int stepsNeeded = world.becomeIdle();
        assertThat(stepsNeeded).isLessThanOrEqualTo(world.table.size() / limit + 2);
        assertThat(world.mostRevised).isLessThanOrEqualTo(limit);
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(4, Arbitraries.of(Step.BATCH)),
                                Tuple.of(3, Arbitraries.of(Step.CHANGE)),
                                Tuple.of(3, Arbitraries.of(Step.CHANGE_BACK)),
                                Tuple.of(3, Arbitraries.of(Step.OTHER_QUERY_WRITES)),
                                Tuple.of(4, Arbitraries.of(Step.class))),
                        Arbitraries.integers().between(0, 9),
                        // Most of one country, so that what happens to it comes close together.
                        Arbitraries.frequency(Tuple.of(5, 0), Tuple.of(1, 1), Tuple.of(1, 2), Tuple.of(1, 3)),
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.of(Kill.NOT)), Tuple.of(2, Arbitraries.of(Kill.class))))
                .as(Action::new)
                .list()
                .ofMaxSize(40);
    }

    /** The stream, the reference table, the Hudi table, and a job that runs, is killed, and starts again. */
    private static final class World implements LedgerStore {
        private final Map<String, String> reference = new TreeMap<>(Map.of("India", "India 0", "USA", "USA 0"));
        private final Map<String, List<String>> history = new HashMap<>();
        private final Map<Integer, StoredRow> table = new TreeMap<>();
        private final Map<Integer, Event> latest = new HashMap<>();
        private final ReenrichConfig config;

        private Ledger kept;
        private boolean lastWrittenByOther;
        private RevisionSteps job;
        private Kill kill = Kill.NOT;
        private List<Event> batchToReplay = List.of();
        private boolean batchIsInTheTable;
        private long clock;
        private int mostRevised;

        World(int limit, RemovedReference removed) {
            config = ExampleConfig.with(
                            "reenrich", "true",
                            "reenrich_max_rows_per_batch", Integer.toString(limit),
                            "reenrich_removed", removed.toString())
                    .reenrich();
            COUNTRIES.forEach(country -> history.put(country, new ArrayList<>()));
            history.values().forEach(values -> values.add(null));
            reference.forEach((country, value) -> history.get(country).add(value));
            restart();
        }

        void act(Action action) {
            clock++;
            kill = action.kill();
            String country = COUNTRIES.get(action.country());
            switch (action.step()) {
                case BATCH -> attempt(() -> batch(events(action.key(), country, clock * 10)));
                case LATE_BATCH -> attempt(() -> batch(events(action.key(), country, 1)));
                case IDLE -> attempt(this::idle);
                case CHANGE -> change(country, country + " " + clock);
                case REMOVE -> change(country, null);
                case CHANGE_BACK -> change(country, firstValue(country));
                case RESTART -> restart();
                case OTHER_QUERY_WRITES -> otherQueryWrites(action.key(), country);
            }
        }

        /** @return after how many steps */
        int becomeIdle() {
            kill = Kill.NOT;
            restart();
            int steps = 0;
            do {
                steps++;
                idle();
            } while (job.isPending() && steps < 100);
            return steps;
        }

        /** Three rows of neighbouring keys, so that keys of the stream meet in one batch. */
        private static List<Event> events(int key, String country, long order) {
            return List.of(
                    new Event(key, order, country),
                    new Event((key + 1) % 10, order + 1, country),
                    new Event((key + 2) % 10, order + 2, COUNTRIES.get((int) (order % COUNTRIES.size()))));
        }

        private void change(String country, String value) {
            if (value == null) {
                reference.remove(country);
            } else {
                reference.put(country, value);
                history.get(country).add(value);
            }
        }

        /** The value that the country has had first, as a change that is taken back leaves it. */
        private String firstValue(String country) {
            List<String> values = history.get(country);
            return values.size() == 1 ? null : values.get(1);
        }

        private void restart() {
            job = new RevisionSteps(this, config, Clock.fixed(Instant.ofEpochSecond(clock), ZoneOffset.UTC));
            if (!batchToReplay.isEmpty()) {
                List<Event> replayed = batchToReplay;
                boolean held = batchIsInTheTable;
                Kill during = kill;
                kill = Kill.NOT;
                write(held ? List.of() : replayed);
                batchToReplay = List.of();
                kill = during;
            }
        }

        private void attempt(Runnable work) {
            try {
                work.run();
            } catch (Killed e) {
                restart();
            }
        }

        private void batch(List<Event> events) {
            events.forEach(event -> latest.merge(event.key(), event, (a, b) -> b.order() >= a.order() ? b : a));
            batchToReplay = events;
            batchIsInTheTable = false;
            write(events);
            batchToReplay = List.of();
        }

        private void idle() {
            write(List.of());
        }

        /** A batch with what it brings, or none. */
        private void write(List<Event> events) {
            Map<String, Row> items = new HashMap<>();
            reference.forEach((country, value) -> items.put(country, RowFactory.create(value)));
            if (kill == Kill.BEFORE_PENDING_IS_KEPT) {
                throw new Killed();
            }
            job.run(
                    new FakeTable(),
                    items,
                    ORIGIN,
                    revised -> {
                        if (kill == Kill.BEFORE_THE_COMMIT) {
                            throw new Killed();
                        }
                        commit(events, revised.map(FakeRows::rows).orElse(List.of()), new HashMap<>(reference));
                        batchIsInTheTable = true;
                        if (kill == Kill.AFTER_THE_COMMIT) {
                            throw new Killed();
                        }
                        return null;
                    },
                    progress -> {});
            if (kill == Kill.AFTER_THE_CHECKPOINT) {
                throw new Killed();
            }
        }

        /** As Hudi does it: of a key the latest event, whose row replaces the table's unless that is later. */
        private void commit(List<Event> events, List<StoredRow> revised, Map<String, String> joinedWith) {
            mostRevised = Math.max(mostRevised, revised.size());
            Map<Integer, StoredRow> incoming = new LinkedHashMap<>();
            for (Event event : events) {
                incoming.merge(event.key(), new StoredRow(event, joinedWith.get(event.country())), World::later);
            }
            for (StoredRow row : revised) {
                incoming.merge(
                        row.event().key(),
                        row,
                        (batch, own) -> batch.event().order() >= own.event().order() ? batch : own);
            }
            incoming.forEach((key, row) -> table.merge(key, row, World::later));
            if (!incoming.isEmpty()) {
                lastWrittenByOther = false;
            }
        }

        private static StoredRow later(StoredRow former, StoredRow next) {
            return next.event().order() >= former.event().order() ? next : former;
        }

        /** A replay under another checkpoint: it joins with what it finds, and tells nobody. */
        private void otherQueryWrites(int key, String country) {
            Event event = new Event(key, clock * 10, country);
            latest.put(key, event);
            commit(List.of(event), List.of(), reference);
            lastWrittenByOther = true;
            // Only between two runs of this job: there is one writer.
            restart();
        }

        Map<Integer, String> attributes() {
            Map<Integer, String> attributes = new TreeMap<>();
            table.forEach((key, row) -> attributes.put(key, row.event() + " " + row.attribute()));
            return attributes;
        }

        Map<Integer, String> oracle() {
            Map<Integer, String> joined = new TreeMap<>();
            latest.forEach((key, event) -> joined.put(key, event + " " + reference.get(event.country())));
            return joined;
        }

        @Override
        public Optional<Ledger> load() {
            return Optional.ofNullable(kept);
        }

        @Override
        public void save(Ledger ledger) {
            kept = ledger;
        }

        private final class FakeTable implements RowSource<FakeRows> {
            @Override
            public boolean isLastWrittenBy(BatchProvenance origin) {
                return !table.isEmpty() && !lastWrittenByOther;
            }

            @Override
            public FakeRows ofKeys(List<String> keys, Map<String, Row> items, int limit) {
                List<StoredRow> differing = new ArrayList<>();
                keys.forEach(key -> differing.addAll(differing(key, items)));
                boolean all = differing.size() <= limit;
                List<StoredRow> taken = differing.subList(0, Math.min(limit, differing.size()));
                int done = all
                        ? keys.size()
                        : keys.indexOf(taken.get(taken.size() - 1).event().country());
                return new FakeRows(revised(taken, items), differing.size() - taken.size(), done);
            }

            @Override
            public FakeRows ofAllKeys(Map<String, Row> items, int limit) {
                List<StoredRow> differing = new ArrayList<>();
                COUNTRIES.stream()
                        .filter(key -> config.removed() == RemovedReference.NULL || items.containsKey(key))
                        .forEach(key -> differing.addAll(differing(key, items)));
                List<StoredRow> taken = differing.subList(0, Math.min(limit, differing.size()));
                return new FakeRows(revised(taken, items), differing.size() - taken.size(), 0);
            }

            private List<StoredRow> differing(String country, Map<String, Row> items) {
                return table.values().stream()
                        .filter(row -> row.event().country().equals(country))
                        .filter(row -> !Objects.equals(row.attribute(), attribute(country, items)))
                        .toList();
            }

            private List<StoredRow> revised(List<StoredRow> rows, Map<String, Row> items) {
                return rows.stream()
                        .map(row ->
                                new StoredRow(row.event(), attribute(row.event().country(), items)))
                        .toList();
            }

            private String attribute(String country, Map<String, Row> items) {
                Row item = items.get(country);
                return item == null ? null : item.getString(0);
            }
        }
    }

    private record FakeRows(List<StoredRow> rows, long backlog, int keysDone) implements RevisedRows {
        @Override
        public long count() {
            return rows.size();
        }

        @Override
        public void close() {}
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
