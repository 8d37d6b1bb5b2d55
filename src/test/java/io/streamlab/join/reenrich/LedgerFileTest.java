package io.streamlab.join.reenrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.config.RemovedReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {
    private static final Instant EARLY = Instant.parse("2026-01-31T12:00:00Z");
    private static final Instant LATE = Instant.parse("2026-01-31T12:00:00.000000001Z");

    @TempDir
    private Path checkpoint;

    @Test
    void loadsNothingBeforeTheFirstSave() {
        assertThat(file().load()).isEmpty();
    }

    @Test
    void keepsKeysOfAnyTextAndTheOrderOfPendingKeys() {
        Map<String, Instant> pending = new LinkedHashMap<>();
        pending.put("z", EARLY);
        pending.put("", EARLY);
        pending.put("a\n\"\\,\u2028", LATE);
        file().save(Ledger.of(Map.of("India", -1L, "Côte d'Ivoire\n", 5L), pending));

        Ledger kept = file().load().orElseThrow();

        assertThat(kept.applied()).isEqualTo(Map.of("India", -1L, "Côte d'Ivoire\n", 5L));
        assertThat(kept.pendingKeys()).containsExactly("z", "", "a\n\"\\,\u2028");
        assertThat(kept.pending()).isEqualTo(pending);
        assertThat(kept.isEverythingPending()).isFalse();
    }

    @Test
    void keepsThatNothingIsKnown() {
        file().save(Ledger.ofUnknown(LATE));

        Ledger kept = file().load().orElseThrow();

        assertThat(kept.isEverythingPending()).isTrue();
        assertThat(kept.oldest()).contains(LATE);
    }

    @Test
    void loadsTheLastLedgerAndRemovesTheOthers() throws IOException {
        for (long fingerprint = 1; fingerprint <= 11; fingerprint++) {
            file().save(Ledger.settled(Map.of("India", fingerprint)));
        }

        assertThat(file().load().orElseThrow().applied()).isEqualTo(Map.of("India", 11L));
        assertThat(files()).containsExactly("11.json.gz");
    }

    @Test
    void loadsTheNewerLedgerWhenTheJobDiedBeforeItRemovedTheOlder() throws IOException {
        file().save(Ledger.settled(Map.of("India", 1L)));
        byte[] older = Files.readAllBytes(folder().resolve("1.json.gz"));
        file().save(Ledger.settled(Map.of("India", 2L)));
        Files.write(folder().resolve("1.json.gz"), older);
        Files.deleteIfExists(folder().resolve(".1.json.gz.crc"));

        assertThat(file().load().orElseThrow().applied()).isEqualTo(Map.of("India", 2L));
    }

    @Test
    void ignoresAFileThatTheJobDidNotFinish() throws IOException {
        file().save(Ledger.settled(Map.of("India", 1L)));
        Files.write(folder().resolve("_2.json.gz"), new byte[] {31});

        assertThat(file().load().orElseThrow().applied()).isEqualTo(Map.of("India", 1L));
        file().save(Ledger.settled(Map.of("India", 2L)));
        assertThat(files()).containsExactly("2.json.gz");
    }

    @Test
    void isOfNoUseForOtherAttributes() {
        file().save(Ledger.settled(Map.of("India", 1L)));

        assertThat(file("code STRING,population BIGINT", RemovedReference.NULL).load())
                .isEmpty();
    }

    @Test
    void isOfNoUseForNullIfItWasWrittenForKeep() {
        file("code STRING", RemovedReference.KEEP).save(Ledger.settled(Map.of("India", 1L)));

        assertThat(file("code STRING", RemovedReference.KEEP).load()).isPresent();
        assertThat(file("code STRING", RemovedReference.NULL).load()).isEmpty();
    }

    @Test
    void isOfUseForKeepIfItWasWrittenForNull() {
        file("code STRING", RemovedReference.NULL).save(Ledger.settled(Map.of("India", 1L)));

        assertThat(file("code STRING", RemovedReference.KEEP).load()).isPresent();
    }

    @Test
    void saysWhichFolderItCannotRead() throws IOException {
        Files.createDirectories(folder());
        Files.write(folder().resolve("3.json.gz"), new byte[] {31});

        assertThatThrownBy(() -> file().load())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("The ledger of re-enrichment cannot be read in file:" + folder())
                .hasMessageEndingWith("If you delete that folder, the job compares every row of the table again");
    }

    @Test
    void keepsAMillionKeys() throws IOException {
        Map<String, Long> applied = new HashMap<>();
        for (int key = 0; key < 1_000_000; key++) {
            applied.put("country number " + key, Fingerprint.of("value " + key));
        }
        file().save(Ledger.settled(applied));

        assertThat(file().load().orElseThrow().applied()).isEqualTo(applied);
        assertThat(Files.size(folder().resolve("1.json.gz"))).isLessThan(25_000_000);
    }

    private LedgerFile file() {
        return file("code STRING", RemovedReference.NULL);
    }

    private LedgerFile file(String attributes, RemovedReference removed) {
        return new LedgerFile(checkpoint.toUri(), attributes, removed, new Configuration());
    }

    private Path folder() {
        return checkpoint.resolve("reenrichment");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".crc"))
                    .toList();
        }
    }
}
