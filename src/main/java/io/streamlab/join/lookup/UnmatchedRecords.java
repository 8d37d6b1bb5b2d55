package io.streamlab.join.lookup;

import static java.util.stream.Collectors.toMap;

import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Counts the records of a batch that match no reference row, in all and for their most frequent join values. */
public final class UnmatchedRecords implements Serializable {
    private static final long serialVersionUID = 1L;

    static final int MOST_FREQUENT = 10;

    private final long count;
    private final LinkedHashMap<String, Long> mostFrequent;

    private UnmatchedRecords(long count, Map<String, Long> candidates) {
        this.count = count;
        this.mostFrequent = candidates.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_FREQUENT)
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, LinkedHashMap::new));
    }

    /** @param joinValues one row for each unmatched record, with the columns that are joined on */
    static UnmatchedRecords of(JavaRDD<Row> joinValues) {
        // Not Spark SQL: its shuffles have hundreds of tasks in a streaming query, which cannot adapt them.
        JavaPairRDD<String, Long> counts = joinValues
                .mapToPair(joinValue -> new Tuple2<>(joinValue.mkString(", "), 1L))
                .reduceByKey(Long::sum, joinValues.context().defaultParallelism());
        return counts.mapPartitions(
                        partition -> Collections.singleton(summary(partition)).iterator())
                .reduce(UnmatchedRecords::plus);
    }

    /** Returns the counts of one task, in which each join value occurs once. */
    private static UnmatchedRecords summary(Iterator<Tuple2<String, Long>> counts) {
        UnmatchedRecords summary = new UnmatchedRecords(0, Collections.emptyMap());
        while (counts.hasNext()) {
            Tuple2<String, Long> next = counts.next();
            summary = summary.plus(new UnmatchedRecords(next._2(), Collections.singletonMap(next._1(), next._2())));
        }
        return summary;
    }

    private UnmatchedRecords plus(UnmatchedRecords other) {
        Map<String, Long> candidates = new LinkedHashMap<>(mostFrequent);
        candidates.putAll(other.mostFrequent);
        return new UnmatchedRecords(count + other.count, candidates);
    }

    /** Returns how many records match nothing. A record that came twice counts twice. */
    public long count() {
        return count;
    }

    /**
     * Returns how many records have each of the ten most frequent join values, the most frequent first. Join values are as the
     * records have them. The values of several columns are separated by commas; null reads {@code null}.
     */
    public Map<String, Long> mostFrequent() {
        return Collections.unmodifiableMap(mostFrequent);
    }
}
