package io.streamlab.join;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** A failure in a few lines: Spark's message of a failed batch fills pages, with the cause in the middle. */
final class FailureSummary {
    private FailureSummary() {}

    /** Returns one line for each cause: the name of its class, and the first line of its message. */
    static String of(Throwable failure) {
        Set<String> causes = new LinkedHashSet<>();
        for (Throwable cause : ExceptionUtils.getThrowableList(failure)) {
            causes.add(cause.getClass().getSimpleName() + ": " + firstLine(cause.getMessage()));
        }
        return "The job failed.\n  " + String.join("\n  caused by ", causes);
    }

    private static String firstLine(String message) {
        return message == null ? "(no message)" : message.trim().split("\\R", 2)[0];
    }
}
