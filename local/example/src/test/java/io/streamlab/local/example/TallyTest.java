package io.streamlab.local.example;

import static io.streamlab.local.example.SampleRecords.malformed;
import static io.streamlab.local.example.SampleRecords.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void nothingIsCountedAtFirst() {
        assertThat(new Tally().counts()).isEqualTo(new Counts(0, 0, 0, 0, new TreeMap<>()));
    }

    @Test
    void keysAndCountriesAreThoseOfValidRecords() {
        Tally tally = new Tally();

        tally.add(List.of(record(1, "India"), record(2, "China"), malformed(3, "China")));
        tally.add(List.of(record(1, "China")));

        assertThat(tally.counts()).isEqualTo(new Counts(4, 3, 1, 2, new TreeMap<>(Map.of("China", 2L, "India", 1L))));
    }

    @Test
    void theHighestKeyIsCounted() {
        Tally tally = new Tally();

        tally.add(List.of(record(1_000_000, "India"), record(0, "India")));

        assertThat(tally.counts().distinctKeys()).isEqualTo(2);
    }

    @Test
    void theCountsOfAGenerationAgreeWithItsRecords() {
        List<GeneratedRecord> records = new ArrayList<>();
        new OrderGenerator(37, 3).take(50_000).forEachRemaining(records::add);
        Tally tally = new Tally();

        tally.add(records);

        Counts counts = tally.counts();
        assertThat(counts.sent()).isEqualTo(50_000);
        assertThat(counts.malformed()).isEqualTo(1_500);
        assertThat(counts.valid()).isEqualTo(48_500);
        assertThat(counts.distinctKeys())
                .isEqualTo(records.stream()
                        .filter(GeneratedRecord::isValid)
                        .map(GeneratedRecord::key)
                        .distinct()
                        .count())
                .isLessThan(48_500);
        assertThat(counts.countries())
                .isEqualTo(records.stream()
                        .filter(GeneratedRecord::isValid)
                        .collect(Collectors.groupingBy(
                                record -> record.order().country(), TreeMap::new, Collectors.counting())));
    }
}
