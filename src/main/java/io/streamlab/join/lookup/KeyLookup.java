package io.streamlab.join.lookup;

import static java.util.stream.Collectors.toCollection;
import static org.apache.spark.sql.functions.col;

import io.streamlab.join.config.EmptyLookup;
import io.streamlab.join.config.LookupConfig;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Reads the reference items of a batch's own join values.
 *
 * <p>Such a read does not see whether the table has lost its items. So where most values of a batch find nothing, the read asks
 * again for values that earlier batches found: see {@link #remaining}.
 */
final class KeyLookup {
    /** As many as one BatchGetItem takes. */
    static final int MOST_KNOWN_VALUES = 100;

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final DynamoDbClient dynamoDb;
    private final LookupConfig lookup;
    private final LookupKey key;
    private final ParallelRead readers;
    private final Clock clock;
    private final ShrinkCheck shrink;
    private final KeyRead reading;

    /** Values that have an item, as the last batches found. */
    private final Set<List<String>> known = new LinkedHashSet<>();

    KeyLookup(
            DynamoDbClient dynamoDb,
            LookupConfig lookup,
            LookupKey key,
            ParallelRead readers,
            Clock clock,
            ShrinkCheck.Pause pause) {
        this.dynamoDb = dynamoDb;
        this.lookup = lookup;
        this.key = key;
        this.readers = readers;
        this.clock = clock;
        this.shrink = new ShrinkCheck(lookup, pause);
        this.reading = new KeyRead(dynamoDb, lookup, key, RetryingDynamoDb.PAGE_PATIENCE, pause);
    }

    /** Returns the texts of the records' join values, each combination once, without those that no item can have as its key. */
    List<ArrayList<String>> distinctValues(Dataset<Row> records) {
        LookupKey ofTasks = key;
        int[] positions = key.positionsIn(lookup.joinColumns());
        // Not Spark SQL: its shuffles have hundreds of tasks in a streaming query, which cannot adapt them.
        JavaRDD<Row> joinValues = records.select(lookup.joinColumns().stream()
                        .map(column -> col("`" + column.streamColumn() + "`"))
                        .toArray(Column[]::new))
                .javaRDD();
        return joinValues
                .map(row -> ofTasks.textsOf(row, positions))
                .filter(Objects::nonNull)
                .distinct(joinValues.context().defaultParallelism())
                .collect();
    }

    /**
     * Returns the items that have the join values.
     *
     * @throws ReferenceTableException when the items cannot be read, as with a scan; when the table is empty, and
     *     {@code empty_lookup} is {@code fail}; when it has lost more items than {@code max_lookup_shrink_percent}
     */
    ReferenceSnapshot read(List<ArrayList<String>> values) {
        List<ReferenceSnapshot> repeats = new ArrayList<>();
        ReferenceSnapshot snapshot =
                shrink.check(() -> readItems(values), items -> remaining(values.size(), valuesOf(items), repeats));
        requireItems(values.size(), snapshot);
        noteKnown(valuesOf(snapshot));
        for (ReferenceSnapshot repeat : repeats) {
            snapshot = snapshot.withCostOf(repeat);
        }
        return snapshot;
    }

    private ReferenceSnapshot readItems(Collection<? extends List<String>> values) {
        Instant readStart = clock.instant();
        long start = System.nanoTime();
        List<ReadItems> read = readers.run(
                reading.parts(new ArrayList<>(values), new ItemLimit(lookup.maxRows())),
                "the items of " + values.size() + " join values");
        return ReferenceSnapshot.ofKeys(
                lookup, values.size(), read, readStart, Duration.ofNanos(System.nanoTime() - start));
    }

    private Set<List<String>> valuesOf(ReferenceSnapshot snapshot) {
        int[] positions = key.positionsIn(lookup.schema());
        return snapshot.rows().stream()
                .map(item -> key.textsOf(item, positions))
                .filter(Objects::nonNull)
                .collect(toCollection(LinkedHashSet::new));
    }

    /**
     * Returns how many of the values that had an item have one still. They are asked for only if more of the batch's values find
     * nothing than the table may lose: records of unknown values are no loss.
     *
     * @param repeats gets what was read
     */
    private ShrinkCheck.Items remaining(int asked, Set<List<String>> found, List<ReferenceSnapshot> repeats) {
        boolean mostAreFound = lookup.maxShrinkPercent()
                .map(percent -> BigDecimal.valueOf(asked - found.size())
                                .multiply(HUNDRED)
                                .compareTo(percent.multiply(BigDecimal.valueOf(asked)))
                        <= 0)
                .orElse(true);
        if (mostAreFound || known.isEmpty()) {
            return ShrinkCheck.Items.none();
        }
        ReferenceSnapshot repeat = readItems(known);
        repeats.add(repeat);
        Set<List<String>> remaining = valuesOf(repeat);
        return new ShrinkCheck.Items(
                known.size(),
                remaining.size(),
                "of " + known.size() + " join values that former batches found, " + remaining.size()
                        + " have an item now, and " + found.size() + " of the batch's own " + asked);
    }

    private void noteKnown(Set<List<String>> found) {
        // The latest values stay longest.
        known.removeAll(found);
        found.stream().limit(MOST_KNOWN_VALUES).forEach(known::add);
        while (known.size() > MOST_KNOWN_VALUES) {
            known.remove(known.iterator().next());
        }
    }

    /** Records of unknown values find nothing, and that is right. In an empty table all records find nothing, and that is not. */
    private void requireItems(int values, ReferenceSnapshot snapshot) {
        if (values > 0 && snapshot.rows().isEmpty() && lookup.emptyLookup() == EmptyLookup.FAIL && isEmpty()) {
            throw new ReferenceTableException(
                    lookup.table(),
                    "it is empty, so every row would be written without reference data. Nothing is lost: the batch is "
                            + "repeated at the next start. If the table may be empty, say --empty_lookup allow");
        }
    }

    private boolean isEmpty() {
        try {
            return dynamoDb.scan(request -> request.tableName(lookup.table())
                            .consistentRead(true)
                            .limit(1))
                    .items()
                    .isEmpty();
        } catch (RuntimeException e) {
            throw new ReferenceTableException(lookup.table(), e);
        }
    }
}
