package io.streamlab.local.commands.query;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;

/** Says in one line what is wrong with a statement, out of an error that may fill a screen. */
final class ErrorLine {
    /** Spark puts the plan behind the sentence, after a semicolon at the line's end. */
    private static final Pattern FIRST_LINE = Pattern.compile("\\s*(\\S.*?);?\\s*(?:\\R|$)");

    /** A stack trace within a message, as Spark has that of a task. Without the class's name if a sentence follows. */
    private static final Pattern CAUSED_BY =
            Pattern.compile("^Caused by: (?:[\\w.$]+: )?(\\S.*?)\\s*$", Pattern.MULTILINE);

    private ErrorLine() {}

    static String of(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && isWrapper(root)) {
            root = root.getCause();
        }
        String line = lineOf(root);
        for (String cause : causes(root)) {
            if (!line.contains(cause)) {
                return line + " (caused by " + cause + ")";
            }
        }
        return line;
    }

    private static String lineOf(Throwable error) {
        Matcher line = FIRST_LINE.matcher(Objects.requireNonNullElse(error.getMessage(), ""));
        if (!line.lookingAt()) {
            return error.getClass().getSimpleName();
        }
        // "java.io.FileNotFoundException:", and what is missing on the next line.
        if (line.group(1).endsWith(":")) {
            Matcher next = FIRST_LINE.matcher(error.getMessage().substring(line.end()));
            return next.lookingAt() ? line.group(1) + " " + next.group(1) : line.group(1);
        }
        return line.group(1);
    }

    /** Returns the innermost cause first: of the error's causes, and of those that its message has as text. */
    private static List<String> causes(Throwable error) {
        LinkedList<String> innermostFirst = new LinkedList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = error.getCause(); cause != null && seen.add(cause); cause = cause.getCause()) {
            innermostFirst.addFirst(lineOf(cause));
        }
        Matcher causeInMessage = CAUSED_BY.matcher(Objects.requireNonNullElse(error.getMessage(), ""));
        while (causeInMessage.find()) {
            innermostFirst.addFirst(causeInMessage.group(1));
        }
        return innermostFirst;
    }

    /** Spark's errors of analysis and parsing say it best; those of execution wrap the reason. */
    private static boolean isWrapper(Throwable error) {
        return !(error instanceof AnalysisException);
    }
}
