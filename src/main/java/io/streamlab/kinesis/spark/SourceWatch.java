package io.streamlab.kinesis.spark;

import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;

/**
 * Shows the figures of one query's source to the program that runs the query, at any moment.
 *
 * <p>Spark's progress shows the same figures, but not always:
 *
 * <ol>
 *   <li>A trigger finds no records. The source counts a lost range or a shard that does not answer.
 *   <li>Spark runs no batch. Spark 3.3 reports such a trigger once in ten seconds at most, and Spark 3.5 never.
 *   <li>The figures of the trigger reach nobody.
 * </ol>
 *
 * <p>A watch must be opened before the query starts, in the JVM of the query's driver.
 */
public final class SourceWatch implements AutoCloseable {
    /** Open watches by the folder that Spark gives to the source. */
    private static final Map<String, SourceWatch> OPEN = new ConcurrentHashMap<>();

    private final String sourceLocation;
    private volatile Supplier<Map<String, String>> figures = Collections::emptyMap;

    private SourceWatch(String sourceLocation) {
        this.sourceLocation = sourceLocation;
    }

    /**
     * Opens the watch of a query that reads one stream.
     *
     * @param checkpointLocation the query's, a URI with a scheme
     */
    public static SourceWatch ofQuery(String checkpointLocation) {
        SourceWatch watch = new SourceWatch(normal(new Path(checkpointLocation, "sources/0")));
        OPEN.put(watch.sourceLocation, watch);
        return watch;
    }

    /** Shows a source to its watch, if there is one. */
    static void started(String sourceLocation, Supplier<Map<String, String>> figures) {
        SourceWatch watch = OPEN.get(normal(new Path(sourceLocation)));
        if (watch != null) {
            watch.figures = figures;
        }
    }

    /**
     * Returns the figures by the names that they have in Spark's progress: sums since the source started, and for what is no
     * sum the value of the last plan. Returns no figures before the source starts. Keeps the last figures after the query's end.
     */
    public Map<String, String> figures() {
        return figures.get();
    }

    private static String normal(Path path) {
        return path.toString();
    }

    /** Lets go of the source. */
    @Override
    public void close() {
        OPEN.remove(sourceLocation, this);
    }
}
