package io.streamlab.verify.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamlab.verify.pipeline.LocalQueries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Reads the table all the time and remembers every look at it that does not show a whole number of commits. */
final class TableReader implements Runnable {
    /** In one process, which takes longer to start than to answer. */
    private static final int LOOKS_PER_PROCESS = 20;

    private static final int POLL_MILLISECONDS = 500;

    private final LocalQueries queries;
    private final Timeline timeline;
    private final BooleanSupplier tableIsKnown;
    private final List<String> torn = new ArrayList<>();
    private final Set<String> commitsSeen = new HashSet<>();
    private int reads;
    private volatile boolean stopped;

    /** @param tableIsKnown whether the catalog knows the table */
    TableReader(LocalQueries queries, Timeline timeline, BooleanSupplier tableIsKnown) {
        this.queries = queries;
        this.timeline = timeline;
        this.tableIsKnown = tableIsKnown;
    }

    /** Begins when the catalog knows the table, and takes some looks at least. */
    @Override
    public void run() {
        String[] looks = Collections.nCopies(LOOKS_PER_PROCESS, Look.QUERY).toArray(String[]::new);
        try {
            while (!tableIsKnown.getAsBoolean() && !stopped) {
                Thread.sleep(POLL_MILLISECONDS);
            }
            do {
                List<List<JsonNode>> answers = queries.ask(looks);
                // Whatever has been seen is complete by now.
                timeline.refresh();
                answers.forEach(answer -> judge(Look.of(answer.get(0))));
            } while (!stopped);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        stopped = true;
    }

    private synchronized void judge(Look look) {
        reads++;
        commitsSeen.add(look.newest());
        look.problem(timeline.commits()).ifPresent(torn::add);
    }

    synchronized int reads() {
        return reads;
    }

    /** Returns how many different states of the table were seen. */
    synchronized int commitsSeen() {
        return commitsSeen.size();
    }

    synchronized List<String> torn() {
        return List.copyOf(torn);
    }
}
