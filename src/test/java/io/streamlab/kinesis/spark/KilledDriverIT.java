package io.streamlab.kinesis.spark;

import io.streamlab.kinesis.RecordOracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver is killed at any moment and started again from its checkpoint, while records keep coming. */
class KilledDriverIT {

    /** On a busy machine a driver takes a minute to start, and the last one reads what came in meanwhile. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    @Test
    void killedDriverLosesNothing() throws Exception {
        int kills = TestLength.of(2, 20);
        Random random = new Random(5);
        Path batches = Files.createDirectory(directory.resolve("batches"));
        try (EmulatedStream stream = EmulatedStream.create(2)) {
            RecordOracle oracle = new RecordOracle(stream);
            BackgroundProducer.sendWhile(oracle, 20, Duration.ofMillis(100), () -> {
                for (int i = 0; i < kills; i++) {
                    // From right after the first new batch to a second and a half of batches later.
                    int enough = SourceDriver.read(batches).size() + 1 + random.nextInt(300);
                    runUntil(stream, batches, enough);
                }
            });
            runUntil(stream, batches, oracle.sent());

            oracle.verify(SourceDriver.read(batches));
        }
    }

    /** Runs a driver until so many records are written in all, and kills it. */
    private void runUntil(EmulatedStream stream, Path batches, int records) throws Exception {
        Path log = directory.resolve("driver.log");
        Process driver = SourceDriver.start(stream.name(), directory.resolve("checkpoint"), batches, log);
        try {
            Awaitility.await(records + " records").atMost(PATIENCE).until(() -> {
                if (!driver.isAlive()) {
                    throw new IllegalStateException("the driver failed:\n" + Files.readString(log));
                }
                return SourceDriver.read(batches).size() >= records;
            });
        } finally {
            driver.destroyForcibly().waitFor();
        }
    }
}
