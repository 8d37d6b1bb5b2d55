package io.streamlab.local.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicLong now = new AtomicLong();

    @Test
    void aTerminalShowsOneLineThatIsRewrittenEachSecond() {
        try (ProgressLine progress = new ProgressLine(out, true, 10_000, now::get)) {
            progress.update(100);
            pass(Duration.ofMillis(1_000));
            progress.update(1_500);
            pass(Duration.ofMillis(900));
            progress.update(2_500);
            pass(Duration.ofMillis(100));
            progress.update(3_000);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("\r\u001b[K1,500 of 10,000 records, 1,500.0 per second"
                        + "\r\u001b[K3,000 of 10,000 records, 1,500.0 per second"
                        + "\r\u001b[K");
    }

    @Test
    void elsewhereThereIsAPlainLineEveryFiveSeconds() {
        try (ProgressLine progress = new ProgressLine(out, false, 10_000, now::get)) {
            pass(Duration.ofMillis(4_999));
            progress.update(2_400);
            pass(Duration.ofMillis(1));
            progress.update(2_500);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("2,500 of 10,000 records, 500.0 per second" + System.lineSeparator());
    }

    @Test
    void aRunWithoutEndSaysHowToEndIt() {
        try (ProgressLine progress = new ProgressLine(out, false, 0, now::get)) {
            pass(Duration.ofSeconds(10));
            progress.update(5);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("5 records, 0.5 per second; Ctrl-C ends" + System.lineSeparator());
    }

    private void pass(Duration duration) {
        now.addAndGet(duration.toNanos());
    }
}
