package io.streamlab.verify.benchmark.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.verify.benchmark.Signals;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReaderProgramTest {
    @TempDir
    private Path folder;

    @Test
    void notesEveryRecordInEveryEvaluationOfItsBatch() throws Exception {
        Signals signals = new Signals(folder);
        signals.signalEnd(20);

        ReaderProgram.main(new String[] {
            NumberedSource.class.getName(),
            folder.toString(),
            "0",
            "2",
            "20",
            "5",
            "5",
            NumberedSource.RECORDS + "=" + ReaderProgram.STREAM
        });

        assertThat(signals.isStarted()).isTrue();
        Reading reading = Reading.read(folder.resolve(ReaderProgram.READING));
        assertThat(reading.records()).hasSize(40);
        assertThat(reading.lost(20)).isZero();
        assertThat(reading.repeated()).isZero();
        assertThat(reading.records())
                .allSatisfy(record -> assertThat(record.putMillis()).isEqualTo(1_000));
        assertThat(Reading.read(folder.resolve("warm-up").resolve(ReaderProgram.READING))
                        .records())
                .hasSize(5);
    }

    @Test
    void addsUpTheMetricsThatAreNumbers() {
        Map<String, String> first = Map.of("bytesRead", "400", "recordsOfShards", "one=1, two=2");
        Map<String, String> second = Map.of("bytesRead", "600", "planningBytes", "20");

        assertThat(ReaderProgram.sums(List.of(first, second)))
                .isEqualTo(Map.of("bytesRead", 1_000L, "planningBytes", 20L));
    }
}
