package io.streamlab.join.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Thrown when arguments of the job are wrong, with all problems at once. */
public final class InvalidConfigException extends RuntimeException {
    private final List<String> problems;

    /** @param problems one sentence each, naming the option, the value and the rule it breaks; at least one */
    public InvalidConfigException(List<String> problems) {
        super(describe(problems));
        this.problems = Collections.unmodifiableList(new ArrayList<>(problems));
    }

    public List<String> problems() {
        return problems;
    }

    private static String describe(List<String> problems) {
        StringBuilder description = new StringBuilder(
                problems.size() == 1
                        ? "The job's configuration has a problem:"
                        : "The job's configuration has " + problems.size() + " problems:");
        problems.forEach(problem -> description.append("\n  - ").append(problem));
        return description.toString();
    }
}
