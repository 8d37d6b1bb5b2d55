package io.streamlab.local.replicator.types;

import java.util.List;

/**
 * A column of a test table.
 *
 * @param declaration type and attributes as in CREATE TABLE
 * @param samples values, which the rows take in turn
 */
public record TypedColumn(String declaration, List<Sample> samples) {

    /**
     * A value.
     *
     * @param literal as in INSERT
     * @param expected as {@link Attributes} describes an attribute; null where only the server knows the value
     */
    public record Sample(String literal, String expected) {}

    public TypedColumn {
        samples = List.copyOf(samples);
    }

    public Sample sample(int row) {
        return samples.get(row % samples.size());
    }
}
