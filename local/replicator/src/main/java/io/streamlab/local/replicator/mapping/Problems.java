package io.streamlab.local.replicator.mapping;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong, so that a user sees it at once and not one mistake at a time. */
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
