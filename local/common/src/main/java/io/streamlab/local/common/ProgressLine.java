package io.streamlab.local.common;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows how far a run is: on a terminal in one line that is rewritten each second, elsewhere in a line every five seconds. */
public final class ProgressLine implements AutoCloseable {
    private static final Duration TERMINAL_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);

    /** Goes to the start of the line and clears it. */
    private static final String REWRITE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final long target;
    private final LongSupplier nanoTime;
    private final long start;
    private Duration shown = Duration.ZERO;

    /** @param target records to put in all; 0 when there is no end */
    public ProgressLine(PrintStream out, boolean terminal, long target, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.target = target;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Shows the progress unless that was done a moment ago. */
    public void update(long sent) {
        Duration elapsed = Duration.ofNanos(nanoTime.getAsLong() - start);
        Duration interval = terminal ? TERMINAL_INTERVAL : PLAIN_INTERVAL;
        if (elapsed.minus(shown).compareTo(interval) < 0) {
            return;
        }
        shown = elapsed;
        if (terminal) {
            out.print(REWRITE + describe(sent, elapsed));
            out.flush();
        } else {
            out.println(describe(sent, elapsed));
        }
    }

    /** Leaves a clean line for what comes next. */
    @Override
    public void close() {
        if (terminal) {
            out.print(REWRITE);
            out.flush();
        }
    }

    private String describe(long sent, Duration elapsed) {
        double rate = sent / (elapsed.toNanos() / 1e9);
        return target == 0
                ? String.format(Locale.ROOT, "%,d records, %,.1f per second; Ctrl-C ends", sent, rate)
                : String.format(Locale.ROOT, "%,d of %,d records, %,.1f per second", sent, target, rate);
    }
}
