package io.streamlab.local.replicator.mapping;

import java.util.ArrayList;
import java.util.List;

/** Collects all problems of a file, so that a user sees them at once. */
final class Problems {

    private final List<String> problems = new ArrayList<>();

    void add(String problem) {
        problems.add(problem);
    }

    void throwIfAny() throws InvalidTableMappingsException {
        if (!problems.isEmpty()) {
            throw new InvalidTableMappingsException(problems);
        }
    }
}
