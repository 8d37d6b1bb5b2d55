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
 * Applies the changes of source tables to their DynamoDB tables. Returns from each call only when DynamoDB has everything
 * but the rows it refuses, and may be called again with the same changes. For one thread.
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
     * @return whether one was missing
     * @throws IllegalStateException if one has another key than its mapping writes
     */
    public boolean prepareTargets() {
        boolean hasCreated = false;
        for (ItemMapper mapper : mappersBySource.values()) {
            hasCreated |= targets.prepare(mapper);
        }
        return hasCreated;
    }

    /**
     * Says that the full load which follows repeats one that did not come to its end. A row that the first one wrote may have
     * been deleted since, and nobody would tell us; so {@link #finishFullLoad} removes what the second one does not find.
     */
    public void repeatFullLoad() {
        reload = Optional.of(new Reload());
    }

    /** Applies rows of the full load. */
    public void load(List<RowChange> rows) {
        reload.ifPresent(running -> rows.forEach(
                row -> row.after().ifPresent(after -> running.found(mappersBySource.get(row.table()), after))));
        apply(rows);
    }

    /** Ends the full load. */
    public void finishFullLoad() {
        if (reload.isPresent()) {
            for (ItemMapper mapper : mappersBySource.values()) {
                targets.removeAllExcept(mapper, reload.get().keys(mapper));
            }
            reload = Optional.empty();
        }
    }

    /** Applies what one source transaction has changed, in its order. */
    public void apply(List<RowChange> changes) {
        TransactionEffect effect = new TransactionEffect(rejections);
        for (RowChange change : changes) {
            effect.add(mappersBySource.get(change.table()), change);
        }
        writer.write(effect.itemChanges());
    }

    /** Removes all items of a source table, {@code mydev.country_lookup_table}, that has been truncated. */
    public void truncate(String table) {
        LOGGER.info("{} was truncated; removing its items", table);
        targets.removeAllExcept(mappersBySource.get(table), Set.of());
    }

    /** How many rows were refused so far, by the mapping or by DynamoDB. */
    public long rejectedRows() {
        return rejections.count();
    }
}
