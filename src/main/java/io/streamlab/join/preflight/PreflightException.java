package io.streamlab.join.preflight;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Thrown when something that the job needs is missing. */
public final class PreflightException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PreflightException(List<Finding> failures) {
        super(failures.stream()
                .map(Finding::toString)
                .collect(joining(
                        "\n  ",
                        failures.size() == 1
                                ? "The job lacks something that it needs:\n  "
                                : "The job lacks " + failures.size() + " things that it needs:\n  ",
                        "")));
    }
}
