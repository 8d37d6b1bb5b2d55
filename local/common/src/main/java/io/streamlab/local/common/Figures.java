package io.streamlab.local.common;

import java.util.List;
import java.util.Locale;

/** Measurements of one kind, at least one; in the order of their size. */
public record Figures(List<Double> sorted) {
    public Figures {
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("there is no figure");
        }
        sorted = sorted.stream().sorted().toList();
    }

    /** Returns the middle one, or the mean of the two in the middle. */
    public double median() {
        int size = sorted.size();
        return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }

    public double least() {
        return sorted.get(0);
    }

    public double greatest() {
        return sorted.get(sorted.size() - 1);
    }

    /**
     * Returns the smallest that at least this share does not exceed.
     *
     * @param percent above 0, at most 100
     */
    public double percentile(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent is " + percent + ": it must lie above 0 and not above 100");
        }
        return sorted.get((int) Math.ceil(percent / 100 * sorted.size()) - 1);
    }

    /**
     * Returns the median, and the range if there are several, such as {@code 3.1 (2.9 to 3.4)}.
     *
     * @param decimals digits after the point
     */
    public String medianAndRange(int decimals) {
        String number = "%,." + decimals + "f";
        String median = String.format(Locale.ROOT, number, median());
        return sorted.size() == 1
                ? median
                : median + String.format(Locale.ROOT, " (" + number + " to " + number + ")", least(), greatest());
    }

    /**
     * A few figures for many.
     *
     * @param count how many there are
     * @param median as {@link Figures#median}
     * @param p95 the smallest that at least 95 % do not exceed
     */
    public record Summary(int count, double median, double p95) {}

    public Summary summary() {
        return new Summary(sorted.size(), median(), percentile(95));
    }
}
