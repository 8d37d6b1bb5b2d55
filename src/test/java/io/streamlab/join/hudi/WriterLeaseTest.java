package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streamlab.kinesis.client.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriterLeaseTest {
    private static final Duration BEAT = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    private Path table;

    @Test
    void keepsASecondJobOff() {
        try (WriterLease first = take(BEAT, PATIENCE)) {
            assertThatThrownBy(() -> take(BEAT, PATIENCE))
                    .isInstanceOf(TableInUseException.class)
                    .hasMessageMatching(
                            "(?s)The Hudi table .* has another writer: beat \\d+ of the job .*, process .*@.*, started at "
                                    + ".*; stop one of them, .*");
            assertThatCode(first::requireHeld).doesNotThrowAnyException();
        }
    }

    @Test
    void letsTheNextJobInAtOnceWhenItIsClosed() {
        take(BEAT, NEVER).close();

        assertThat(file()).doesNotExist();
        take(BEAT, NEVER).close();
    }

    @Test
    void takesTheTableOverFromAJobThatBeatsNoMore() {
        WriterLease killed = take(NEVER, PATIENCE);
        long start = System.nanoTime();

        try (WriterLease next = take(Duration.ofMillis(30), Duration.ofMillis(300))) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
            assertThatCode(next::requireHeld).doesNotThrowAnyException();
            assertThatThrownBy(killed::requireHeld).isInstanceOf(TableInUseException.class);
            killed.close();
            assertThat(file()).as("of the next job").exists();
        }
    }

    @Test
    void noticesThatAnotherJobStartedInTheSameMoment() throws IOException {
        WriterLease first = take(NEVER, NEVER);
        Files.writeString(file(), "beat 0 of another job");

        assertThatThrownBy(first::requireHeld)
                .isInstanceOf(TableInUseException.class)
                .hasMessageContaining("has another writer: beat 0 of another job.");
    }

    @Test
    void rewritesItsFileWhileItHoldsTheTable() throws IOException {
        try (WriterLease lease = take(BEAT, PATIENCE)) {
            String before = Files.readString(file());

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.exists(file())
                            && !Files.readString(file()).isEmpty()
                            && !Files.readString(file()).equals(before));
            assertThatCode(lease::requireHeld).doesNotThrowAnyException();
        }
    }

    /** On Linux System.nanoTime stands still while the machine sleeps. */
    @ParameterizedTest
    @ValueSource(longs = {3600, -3600})
    void looksForAnotherWriterAfterASleepAndAfterAClockThatWentBack(long seconds) throws IOException {
        ManualClock clock = new ManualClock();
        WriterLease sleeper = take(NEVER, PATIENCE, clock);
        sleeper.requireHeld();
        Files.writeString(file(), "beat 7 of another job");
        sleeper.requireHeld();

        clock.advance(Duration.ofSeconds(seconds));

        assertThatThrownBy(sleeper::requireHeld)
                .isInstanceOf(TableInUseException.class)
                .hasMessageContaining("has another writer: beat 7 of another job.");
    }

    @Test
    void keepsTheTableAfterASleepInWhichNobodyTookIt() {
        ManualClock clock = new ManualClock();
        try (WriterLease sleeper = take(NEVER, PATIENCE, clock)) {
            for (long seconds : new long[] {3600, -3600, 3600}) {
                clock.advance(Duration.ofSeconds(seconds));
                assertThatCode(sleeper::requireHeld).doesNotThrowAnyException();
            }
        }
        assertThat(file()).doesNotExist();
    }

    /** S3A refuses a file that is replaced between its HEAD and its GET. */
    @Test
    void readsAFileAgainThatItsWriterReplacesMeanwhile() {
        try (WriterLease first = take(BEAT, PATIENCE)) {
            ReplacedFiles.left = 2;
            assertThatThrownBy(() -> take(BEAT, PATIENCE)).isInstanceOf(TableInUseException.class);

            ReplacedFiles.left = 2;
            await().until(() -> ReplacedFiles.left <= 0);
            assertThatCode(first::requireHeld).doesNotThrowAnyException();
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void saysThatTheFileCannotBeRead() {
        ReplacedFiles.left = Integer.MAX_VALUE;

        assertThatThrownBy(() -> take(BEAT, PATIENCE))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("The job cannot read the file of the table's writer: ")
                .hasMessageEndingWith(WriterLease.FILE)
                .hasRootCauseMessage("Change reported by S3 during open");
    }

    @AfterEach
    void replaceNoMore() {
        ReplacedFiles.left = 0;
    }

    private WriterLease take(Duration beat, Duration patience) {
        return take(beat, patience, Clock.systemUTC());
    }

    private WriterLease take(Duration beat, Duration patience, Clock clock) {
        Configuration configuration = new Configuration();
        configuration.set("fs.file.impl", ReplacedFiles.class.getName());
        configuration.setBoolean("fs.file.impl.disable.cache", true);
        return WriterLease.take(table.toUri().toString(), configuration, beat, patience, clock);
    }

    private Path file() {
        return table.resolve(WriterLease.FILE);
    }

    /** Fails as S3A does while other processes replace the file; without a second file for the checksum, as on S3. */
    public static final class ReplacedFiles extends RawLocalFileSystem {
        private static volatile int left;

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path file, int bufferSize) throws IOException {
            if (left > 0) {
                left--;
                throw new IOException("Change reported by S3 during open");
            }
            return super.open(file, bufferSize);
        }
    }
}
