package io.streamlab.join.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.LookupConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.spark.sql.Row;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;

/** Any writes, shards that are closed, pauses, failures and restarts: a followed table is what a scan finds at that moment. */
class FollowedTablePropertiesTest {
    private static final List<String> COUNTRIES = List.of("India", "USA", "Peru", "China");

    /** What happens next. */
    private enum Happening {
        PUT,
        PUT_UNFIT,
        DELETE,
        CLOSE_A_SHARD,
        SPLIT_A_SHARD,
        LOOK_UP,
        LOOK_UP_WHILE_OTHERS_WRITE,
        NOTE_CHANGES,
        KEEP_UP,
        PASS_A_MINUTE,
        PASS_20_MINUTES,
        PASS_HOURS,
        RESTART,
        FAIL,
        DISABLE,
        ENABLE
    }

    private record Action(Happening happening, int number, int country) {}

    @Property(tries = 1_000)
    void aFollowedTableIsWhatAScanFinds(@ForAll("actions") List<Action> actions) {
        Simulation simulation = new Simulation();

        actions.forEach(simulation::act);
        simulation.lookUp();
    }

    /** Without a reason to scan, there is one scan, and every change is found by the stream. */
    @Property(tries = 500)
    void anUndisturbedStreamCostsOneScan(@ForAll("undisturbed") List<Action> actions) {
        Simulation simulation = new Simulation();

        simulation.lookUp();
        actions.forEach(simulation::act);
        simulation.lookUp();

        assertThat(simulation.dynamoDb.scans - simulation.scansOfTheOracle).isEqualTo(1);
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        return of(Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of(Happening.PUT)),
                Tuple.of(3, Arbitraries.of(Happening.LOOK_UP)),
                Tuple.of(3, Arbitraries.of(Happening.class))));
    }

    @Provide
    Arbitrary<List<Action>> undisturbed() {
        return of(Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of(Happening.PUT)),
                Tuple.of(
                        6,
                        Arbitraries.of(
                                Happening.PUT,
                                Happening.PUT_UNFIT,
                                Happening.DELETE,
                                Happening.CLOSE_A_SHARD,
                                Happening.SPLIT_A_SHARD,
                                Happening.LOOK_UP,
                                Happening.LOOK_UP_WHILE_OTHERS_WRITE,
                                Happening.NOTE_CHANGES,
                                Happening.KEEP_UP))));
    }

    private static Arbitrary<List<Action>> of(Arbitrary<Happening> happenings) {
        return Combinators.combine(
                        happenings,
                        Arbitraries.integers().between(0, 11),
                        Arbitraries.integers().between(0, COUNTRIES.size() - 1))
                .as(Action::new)
                .list()
                .ofMaxSize(60);
    }

    private static final class Simulation {
        private final StreamedDynamoDb dynamoDb = new StreamedDynamoDb();
        private final LookupConfig lookup = FollowedTableTest.config(
                "unfit_reference_item", "skip",
                "empty_lookup", "allow",
                "max_lookup_shrink_percent", "none",
                "reenrich", "true");
        private final LookupConfig scanning = ExampleConfig.with(
                        "lookup_table", "countries",
                        "lookup_mode", "scan",
                        "lookup_segments", "1",
                        "unfit_reference_item", "skip",
                        "empty_lookup", "allow",
                        "max_lookup_shrink_percent", "none")
                .lookup();
        private ReferenceTable table = open();
        /** What each join key showed when the changes were noted last; null if they never were. */
        private Map<String, Row> whenNoted;

        private int scansOfTheOracle;
        private int value;

        void act(Action action) {
            String code = "C" + action.number();
            String country = COUNTRIES.get(action.country());
            switch (action.happening()) {
                case PUT -> put(code, country);
                case PUT_UNFIT ->
                    dynamoDb.put(Map.of(
                            "code", AttributeValue.fromS(code),
                            "countryname", AttributeValue.fromS(country),
                            "combinedname", AttributeValue.fromL(List.of())));
                case DELETE -> dynamoDb.delete(code);
                case CLOSE_A_SHARD -> dynamoDb.roll(action.number(), 1, action.country());
                case SPLIT_A_SHARD -> dynamoDb.roll(action.number(), 2, action.country());
                case LOOK_UP -> lookUp();
                case LOOK_UP_WHILE_OTHERS_WRITE -> lookUpWhileOthersWrite(code, country);
                case NOTE_CHANGES -> noteChanges();
                case KEEP_UP -> table.keepUp();
                case PASS_A_MINUTE -> pass(Duration.ofMinutes(1));
                case PASS_20_MINUTES -> pass(Duration.ofMinutes(20));
                case PASS_HOURS -> pass(Duration.ofHours(action.number() * 3L));
                case RESTART -> restart();
                case FAIL -> fail();
                case DISABLE -> dynamoDb.disable();
                case ENABLE -> enable();
            }
        }

        private void put(String code, String country) {
            dynamoDb.put(RecordingDynamoDb.item(
                    "code", code, "countryname", country, "combinedname", Integer.toString(value++)));
        }

        private void pass(Duration time) {
            dynamoDb.clock.advance(time);
        }

        private ReferenceTable open() {
            return FollowedTableTest.open(dynamoDb, lookup, time -> {});
        }

        private void restart() {
            table.close();
            table = open();
            whenNoted = null;
            enable();
        }

        private void enable() {
            if (!dynamoDb.isEnabled()) {
                dynamoDb.enable();
            }
        }

        /** A failed look-up fails the job, which is started again. Between batches the job goes on. */
        private void fail() {
            dynamoDb.failure =
                    InternalServerErrorException.builder().message("failed").build();
            pass(Duration.ofMinutes(2));
            table.keepUp();
            dynamoDb.failure = null;
        }

        /** Writes of other threads come between the answers. The next look-up must have them. */
        private void lookUpWhileOthersWrite(String code, String country) {
            enable();
            int[] writes = {3};
            Runnable write = () -> {
                if (writes[0]-- > 0) {
                    put(code, country);
                }
            };
            dynamoDb.afterAnswer = write;
            dynamoDb.afterPage = write;
            table.current();
            dynamoDb.afterAnswer = () -> {};
            dynamoDb.afterPage = () -> {};
        }

        void lookUp() {
            if (!dynamoDb.isEnabled() && !hasBegun()) {
                enable();
            }
            ReferenceSnapshot followed = table.current();
            ReferenceSnapshot scanned = scan();

            assertThat(texts(followed)).isEqualTo(texts(scanned));
            assertThat(followed.items()).isEqualTo(scanned.items());
            assertThat(followed.unfitItems()).isEqualTo(scanned.unfitItems());
            assertThat(followed.duplicates()).isEqualTo(scanned.duplicates());
            requireToldChanges(followed);
        }

        private boolean hasBegun() {
            return dynamoDb.scans > scansOfTheOracle && whenNoted != null;
        }

        private ReferenceSnapshot scan() {
            Runnable afterPage = dynamoDb.afterPage;
            dynamoDb.afterPage = () -> {};
            try (ReferenceTable oracle = new ReferenceTable(dynamoDb, scanning)) {
                int before = dynamoDb.scans;
                ReferenceSnapshot found = oracle.scan();
                scansOfTheOracle += dynamoDb.scans - before;
                return found;
            } finally {
                dynamoDb.afterPage = afterPage;
            }
        }

        private void noteChanges() {
            if (!dynamoDb.isEnabled()) {
                return;
            }
            ReferenceSnapshot now = table.current();
            now.changes().orElseThrow().noted();
            whenNoted = byJoinKey(now);
        }

        /** Each key that shows something else than when the changes were noted is among the changes. */
        private void requireToldChanges(ReferenceSnapshot now) {
            now.changes().orElseThrow().keys().ifPresent(told -> {
                Map<String, Row> current = byJoinKey(now);
                Set<String> different = new HashSet<>(current.keySet());
                different.addAll(whenNoted.keySet());
                different.removeIf(
                        key -> current.containsKey(key) && current.get(key).equals(whenNoted.get(key)));
                assertThat(told).containsAll(different);
            });
        }

        private static Map<String, Row> byJoinKey(ReferenceSnapshot snapshot) {
            Map<String, Row> rows = new HashMap<>();
            snapshot.rows().forEach(row -> rows.put(row.getString(1), row));
            return rows;
        }

        private static Map<String, String> texts(ReferenceSnapshot snapshot) {
            Map<String, String> texts = new TreeMap<>();
            snapshot.rows().forEach(row -> texts.put(row.getString(1), row.toString()));
            return texts;
        }
    }
}
