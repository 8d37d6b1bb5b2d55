package io.streamlab.local.replicator.apply;

import io.streamlab.local.replicator.mapping.ItemMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Applies the changes of source tables to their DynamoDB tables. Each call returns when DynamoDB has every row that it does
 * not refuse. Applying the same changes twice does no harm. Not thread-safe.
 */
public final class ChangeApplier {

    private static final Logger LOGGER = LoggerFactory.getLogger(ChangeApplier.class);

    private final Map<String, ItemMapper> mappersBySource;
    private final Rejections rejections = new Rejections();
    private final ItemWriter writer;
    private final TargetTables targets;
    private Optional<Reload> reload = Optional.empty();

    public ChangeApplier(DynamoDbClient client, List<ItemMapper> mappers) {
        mappersBySource = mappers.stream()
                .collect(Collectors.toMap(mapper -> mapper.source().qualifiedName(), Function.identity()));
        writer = new ItemWriter(client, rejections);
        targets = new TargetTables(client, writer);
    }

    /**
     * Creates the target tables that are missing.
     *
     * @return whether a table was missing
     * @throws IllegalStateException if a table has another key than its mapping writes
     */
    public boolean prepareTargets() {
        boolean hasCreated = false;
        for (ItemMapper mapper : mappersBySource.values()) {
            hasCreated |= targets.prepare(mapper);
        }
        return hasCreated;
    }

    /**
     * Announces that the next full load repeats an unfinished one. Nothing reports a row that the unfinished load wrote and
     * that was deleted since. So {@link #finishFullLoad} removes the items without a row.
     */
    public void repeatFullLoad() {
        reload = Optional.of(new Reload());
    }

    /** Writes rows of the full load. */
    public void load(List<RowChange> rows) {
        reload.ifPresent(running -> rows.forEach(
                row -> row.after().ifPresent(after -> running.found(mappersBySource.get(row.table()), after))));
        apply(rows);
    }

    /** Ends the full load. If the load was a repetition, removes the items that the load did not find. */
    public void finishFullLoad() {
        if (reload.isPresent()) {
            for (ItemMapper mapper : mappersBySource.values()) {
                targets.removeAllExcept(mapper, reload.get().keys(mapper));
            }
            reload = Optional.empty();
        }
    }

    /** Applies the changes of one source transaction, in their order. */
    public void apply(List<RowChange> changes) {
        TransactionEffect effect = new TransactionEffect(rejections);
        for (RowChange change : changes) {
            effect.add(mappersBySource.get(change.table()), change);
        }
        writer.write(effect.itemChanges());
    }

    /** Removes all items of a truncated source table, {@code mydev.country_lookup_table}. */
    public void truncate(String table) {
        LOGGER.info("{} was truncated; removing its items", table);
        targets.removeAllExcept(mappersBySource.get(table), Set.of());
    }

    /** Returns how many rows the mapping and DynamoDB have refused so far. */
    public long rejectedRows() {
        return rejections.count();
    }
}
