package io.streamlab.local.commands.submit;

import io.streamlab.local.commands.query.LocalQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Runs the job several times in one JVM, and answers queries there, each time with a Spark of its own: the starts of JVMs take
 * most of the time of tests with many short runs.
 *
 * <p>Standard input has a line for each run: the job's arguments, with tabs between them; or {@code query} and the arguments of
 * {@link LocalQuery}. A run that fails ends the JVM.
 */
public final class SeveralRuns {
    /** The argument of {@code scripts/submit-local} that asks for several runs. */
    static final String OPTION = "--runs_from_stdin";

    private static final String QUERY = "query";
    private static final int FAILED = 1;

    private SeveralRuns() {}

    /** @param arguments the class of the job */
    public static void main(String... arguments) throws IOException, ReflectiveOperationException {
        Method job = Class.forName(arguments[0], true, Thread.currentThread().getContextClassLoader())
                .getMethod("main", String[].class);
        BufferedReader runs = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int number = 0;
        for (String run = runs.readLine(); run != null; run = runs.readLine()) {
            List<String> words = List.of(run.split("\t"));
            if (words.get(0).equals(QUERY)) {
                answer(words.subList(1, words.size()));
            } else {
                List<String> complete = JobArguments.withoutMetrics(JobArguments.withStandInPaths(words));
                job.invoke(null, (Object) complete.toArray(new String[0]));
            }
            number++;
            System.out.println("submit-local: run " + number + " is done");
        }
    }

    /** Spark takes settings from the properties of the system when it starts. */
    private static void answer(List<String> request) throws IOException {
        Map<String, String> settings = LocalQuery.settings();
        settings.forEach(System::setProperty);
        if (LocalQuery.answer(request) != 0) {
            System.exit(FAILED);
        }
        settings.keySet().forEach(System::clearProperty);
    }
}
