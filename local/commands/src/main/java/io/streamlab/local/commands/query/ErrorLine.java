package io.streamlab.local.commands.query;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;

/** Says in one line what is wrong with a statement, out of an error that may fill a screen. */
final class ErrorLine {
    /** Spark puts the plan behind the sentence, after a semicolon at the line's end. */
    private static final Pattern FIRST_LINE = Pattern.compile("\\s*(\\S.*?);?\\s*(?:\\R|$)");

    private ErrorLine() {}

    static String of(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && isWrapper(root)) {
            root = root.getCause();
        }
        Matcher line = FIRST_LINE.matcher(Objects.requireNonNullElse(root.getMessage(), ""));
        return line.lookingAt() ? line.group(1) : root.getClass().getSimpleName();
    }

    /** Spark's errors of analysis and parsing say it best; those of execution wrap the reason. */
    private static boolean isWrapper(Throwable error) {
        return !(error instanceof AnalysisException);
    }
}
