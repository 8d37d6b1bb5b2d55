package io.streamlab.join;

import java.util.LinkedHashSet;
import java.util.Set;

/** A failure in a few lines: what Spark says of a failed batch goes on for pages, with the cause in the middle. */
final class FailureSummary {
    private FailureSummary() {}

    static String of(Throwable failure) {
        Set<String> causes = new LinkedHashSet<>();
        Set<Throwable> seen = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            causes.add(cause.getClass().getSimpleName() + ": " + firstLine(cause.getMessage()));
        }
        return "The job failed.\n  " + String.join("\n  caused by ", causes);
    }

    private static String firstLine(String message) {
        return message == null ? "(no message)" : message.trim().split("\\R", 2)[0];
    }
}
