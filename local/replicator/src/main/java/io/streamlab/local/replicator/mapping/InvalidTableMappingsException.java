package io.streamlab.local.replicator.mapping;

import java.util.List;

/** Thrown when the table mapping cannot be obeyed. Carries every problem, each with the id of its rule. */
public final class InvalidTableMappingsException extends Exception {

    private final List<String> problems;

    InvalidTableMappingsException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
