package io.streamlab.local.common;

import java.util.List;

/**
 * A few figures for many.
 *
 * @param count how many there were
 * @param median the middle one, the upper of two
 * @param p95 the smallest that at least 95 % do not exceed
 */
public record Quantiles(int count, double median, double p95) {

    /** @param values at least one */
    public static Quantiles of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        return new Quantiles(size, sorted.get(size / 2), sorted.get((int) Math.ceil(0.95 * size) - 1));
    }
}
