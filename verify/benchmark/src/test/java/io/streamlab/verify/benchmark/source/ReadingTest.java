package io.streamlab.verify.benchmark.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.verify.benchmark.source.Reading.Appearance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTest {
    @TempDir
    private Path folder;

    @Test
    void holdsWhatAReaderHasWritten() throws IOException {
        Path file = folder.resolve("reading");
        SeenRecords seen = new SeenRecords(2);
        seen.add(List.of(RowFactory.create(3L, 1_000L), RowFactory.create(4L, 1_001L)), 0, 2_000);
        seen.add(List.of(RowFactory.create(3L, 1_000L)), 1, 2_500);
        seen.write(file, Map.of("planningBytes", 7L));

        Reading reading = Reading.read(file);

        assertThat(reading.metrics()).containsOnly(Map.entry("planningBytes", 7L));
        assertThat(reading.records())
                .containsExactly(
                        new Appearance(0, 3, 1_000, 2_000),
                        new Appearance(0, 4, 1_001, 2_000),
                        new Appearance(1, 3, 1_000, 2_500));
    }

    @Test
    void aRecordHasComeOnlyWhenEveryEvaluationHasSeenIt() {
        SeenRecords seen = new SeenRecords(2);

        seen.add(List.of(RowFactory.create(3L, 1_000L), RowFactory.create(4L, 1_001L)), 0, 2_000);
        assertThat(seen.distinct()).isZero();
        seen.add(List.of(RowFactory.create(3L, 1_000L)), 1, 2_500);
        assertThat(seen.distinct()).isEqualTo(1);
    }

    @Test
    void lastsUntilTheLastRecordWasInHand() {
        Reading reading =
                reading(new Appearance(0, 0, 0, 3_000), new Appearance(0, 1, 0, 4_500), new Appearance(0, 2, 0, 4_000));

        assertThat(reading.seconds()).isEqualTo(3.5);
    }

    @Test
    void aRecordThatNeverCameIsLost() {
        assertThat(reading(seen(0, 0), seen(0, 2)).lost(4)).isEqualTo(2);
        assertThat(reading(seen(0, 0), seen(0, 1)).lost(2)).isZero();
        assertThat(reading().lost(3)).isEqualTo(3);
    }

    @Test
    void aRecordThatOneEvaluationDidNotSeeIsLost() {
        Reading reading = reading(seen(0, 0), seen(0, 1), seen(1, 0), seen(1, 1), seen(1, 2));

        assertThat(reading.lost(3)).isEqualTo(1);
    }

    @Test
    void aRecordThatCameTwiceInFirstEvaluationsIsRepeated() {
        assertThat(reading(seen(0, 0), seen(0, 0), seen(0, 1), seen(1, 1)).repeated())
                .isEqualTo(1);
    }

    @Test
    void theDelayIsFromThePutToTheHand() {
        Reading reading = reading(
                new Appearance(0, 0, 1_000, 9_000),
                new Appearance(0, 1, 1_000, 1_250),
                new Appearance(0, 2, 1_000, 1_750),
                new Appearance(1, 2, 1_000, 5_000));

        assertThat(reading.latencies(1).sorted()).containsExactly(0.25, 0.75);
    }

    private static Reading reading(Appearance... records) {
        return new Reading(1_000, Map.of(), List.of(records));
    }

    private static Appearance seen(int evaluation, long id) {
        return new Appearance(evaluation, id, 0, 0);
    }
}
