package io.streamlab.join.reenrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;

class FingerprintTest {
    @Test
    void differentValuesHaveDifferentFingerprints() {
        List<Object> values = Arrays.asList(
                null,
                "",
                "null",
                RowFactory.create("a", "b"),
                RowFactory.create("a, b"),
                RowFactory.create("ab", ""),
                RowFactory.create("", "ab"),
                RowFactory.create("a", null),
                RowFactory.create("a", "null"),
                RowFactory.create(sequence("a", "b"), "c"),
                RowFactory.create(sequence("a"), "b"),
                RowFactory.create(map(Map.of("a", "b")), "c"),
                RowFactory.create(map(Map.of("a", "c")), "b"),
                new byte[] {1, 2},
                new byte[] {2, 1});
        Set<Long> fingerprints = new HashSet<>();
        values.forEach(value -> fingerprints.add(Fingerprint.of(value)));

        assertThat(fingerprints).hasSameSizeAs(values);
    }

    @Test
    void equalValuesHaveOneFingerprintWhoeverMakesThem() {
        Instant instant = Instant.parse("2026-10-25T01:30:00.5Z");

        assertThat(Fingerprint.of(RowFactory.create(Timestamp.from(instant), new BigDecimal("1.50"), 7L)))
                .isEqualTo(Fingerprint.of(RowFactory.create(instant, new BigDecimal("1.5"), 7)));
        assertThat(Fingerprint.of(map(Map.of("a", 1, "b", 2, "c", 3))))
                .isEqualTo(Fingerprint.of(map(new TreeMap<>(Map.of("c", 3, "b", 2, "a", 1)))));
        assertThat(Fingerprint.of(new byte[] {1})).isEqualTo(Fingerprint.of(new byte[] {1}));
        assertThat(Fingerprint.of(sequence())).isEqualTo(Fingerprint.of(sequence()));
    }

    /** Fingerprints are kept in the ledger's file, which the next version of the job reads. */
    @Test
    void staysTheSameFromVersionToVersion() {
        assertThat(Long.toHexString(Fingerprint.of(RowFactory.create("IN", "IN-India"))))
                .isEqualTo("25f3b910dff300ab");
        assertThat(Long.toHexString(Fingerprint.of(RowFactory.create(
                        new BigDecimal("1.50"),
                        LocalDate.of(2026, 1, 31),
                        Instant.parse("2026-10-25T01:30:00.5Z"),
                        7L,
                        true,
                        null,
                        new byte[] {1, -2},
                        sequence("a", "b"),
                        map(Map.of("k", 7))))))
                .isEqualTo("dfe8ed58e3e6de6");
    }

    private static Object sequence(String... elements) {
        return JavaConverters.asScalaBuffer(elements.length == 0 ? Collections.emptyList() : List.of(elements))
                .toSeq();
    }

    private static Object map(Map<String, ?> entries) {
        return JavaConverters.mapAsScalaMap(entries);
    }
}
