package io.streamlab.local.common;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What a person sees of a run: steps with the time since the start, and what they show. */
public final class Console {
    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final long start;

    public Console(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** One step, such as {@code [ 12.3 s] The job is running}. */
    public synchronized void step(String format, Object... values) {
        out.printf(Locale.ROOT, "[%5.1f s] %s%n", seconds(), String.format(Locale.ROOT, format, values));
    }

    /** Something to read at leisure, such as a table; printed as it is. */
    public synchronized void show(String text) {
        out.println(text);
    }

    public double seconds() {
        return (nanoTime.getAsLong() - start) / 1e9;
    }
}
