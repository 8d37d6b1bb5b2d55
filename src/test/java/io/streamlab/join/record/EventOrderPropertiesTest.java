package io.streamlab.join.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.text.TimeText;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Whatever order records come in, however they are split into batches, and whichever batches are replayed: the table
 * ends with the same rows. Hudi's rule is modelled here; HudiTableIT holds Hudi itself against it.
 */
class EventOrderPropertiesTest {
    private static final StructType SCHEMA = StructType.fromDDL("k string, o string");
    private static final JsonRecordReader READER = new JsonRecordReader(SCHEMA, List.of("k"), false);
    private static final EventOrder ORDER =
            new EventOrder(SCHEMA, "o", Optional.of(TimeText.of("M/d/yy")), Optional.empty());
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("M/d/yy", Locale.ROOT);

    /** An event and where it lies in the stream; the oracle compares these, and not the text. */
    private record Event(int key, LocalDate date, long arrival, long sequenceNumber, long subSequenceNumber) {
        static final Comparator<Event> LATER = Comparator.comparing(Event::date)
                .thenComparing(Event::arrival)
                .thenComparing(Event::sequenceNumber)
                .thenComparing(Event::subSequenceNumber);

        byte[] payload() {
            return "{\"k\": \"%d\", \"o\": \"%s\"}"
                    .formatted(key, DATE.format(date))
                    .getBytes(UTF_8);
        }
    }

    @Property(tries = 500)
    void everyArrangementEndsInTheTableThatTheOracleTells(@ForAll("events") List<Event> events, @ForAll Random random) {
        assertThat(table(arrange(events, random))).isEqualTo(oracle(events));
    }

    /** The latest event of each key. */
    private static Map<String, Event> oracle(List<Event> events) {
        Map<String, Event> latest = new HashMap<>();
        for (Event event : events) {
            latest.merge(Integer.toString(event.key()), event, (a, b) -> Event.LATER.compare(a, b) >= 0 ? a : b);
        }
        return latest;
    }

    /** Shuffled, some twice, in batches of any length, some of the batches again at any later time. */
    private static List<List<Event>> arrange(List<Event> events, Random random) {
        List<Event> shuffled = new ArrayList<>(events);
        events.stream().filter(event -> random.nextInt(4) == 0).forEach(shuffled::add);
        Collections.shuffle(shuffled, random);
        List<List<Event>> batches = new ArrayList<>();
        for (int from = 0; from < shuffled.size(); ) {
            int to = from + 1 + random.nextInt(shuffled.size() - from);
            batches.add(shuffled.subList(from, to));
            from = to;
        }
        for (List<Event> batch : List.copyOf(batches)) {
            if (random.nextInt(3) == 0) {
                batches.add(
                        batches.indexOf(batch) + random.nextInt(batches.size() - batches.indexOf(batch)) + 1, batch);
            }
        }
        return batches;
    }

    /** What Hudi does: of one key in a batch the greatest text stays; it replaces the table's unless that is greater. */
    private static Map<String, Event> table(List<List<Event>> batches) {
        Map<String, String> orders = new HashMap<>();
        Map<String, Event> rows = new HashMap<>();
        for (List<Event> batch : batches) {
            Map<String, String> greatest = new HashMap<>();
            Map<String, Event> incoming = new HashMap<>();
            for (Event event : batch) {
                String order = order(event);
                String key = Integer.toString(event.key());
                if (order.compareTo(greatest.getOrDefault(key, "")) >= 0) {
                    greatest.put(key, order);
                    incoming.put(key, event);
                }
            }
            incoming.forEach((key, event) -> {
                if (orders.getOrDefault(key, "").compareTo(greatest.get(key)) <= 0) {
                    orders.put(key, greatest.get(key));
                    rows.put(key, event);
                }
            });
        }
        return rows;
    }

    private static String order(Event event) {
        try {
            Row row = READER.read(event.payload());
            return ORDER.of(row, event.arrival(), Long.toString(event.sequenceNumber()), event.subSequenceNumber());
        } catch (RejectedRecordException e) {
            throw new AssertionError("the event is a valid record", e);
        }
    }

    /** Few keys, days and arrivals, so that there are ties; places in the stream differ, as they do there. */
    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<LocalDate> dates = Arbitraries.of(
                LocalDate.of(2009, 12, 31),
                LocalDate.of(2010, 1, 4),
                LocalDate.of(2010, 10, 3),
                LocalDate.of(2011, 2, 28),
                LocalDate.of(2012, 9, 24));
        return Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        dates,
                        Arbitraries.of(1_769_860_800_000L, 1_769_860_800_001L),
                        Arbitraries.longs().between(8, 12),
                        Arbitraries.longs().between(0, 1))
                .as(Event::new)
                .list()
                .uniqueElements(event -> List.of(event.sequenceNumber(), event.subSequenceNumber(), event.key()))
                .ofMinSize(1)
                .ofMaxSize(30);
    }
}
