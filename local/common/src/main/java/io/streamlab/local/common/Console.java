package io.streamlab.local.common;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Prints a run for people: steps with the seconds since the start, and what the steps show. */
public final class Console {
    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final long start;

    public Console(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Prints one step, such as {@code [ 12.3 s] The job is running}. */
    public synchronized void step(String format, Object... values) {
        out.printf(Locale.ROOT, "[%5.1f s] %s%n", seconds(), String.format(Locale.ROOT, format, values));
    }

    /** Prints a text, such as a table, as it is. */
    public synchronized void show(String text) {
        out.println(text);
    }

    public double seconds() {
        return (nanoTime.getAsLong() - start) / 1e9;
    }
}
