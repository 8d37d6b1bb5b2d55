package io.streamlab.local.replicator.apply;

import io.streamlab.local.replicator.mapping.ItemMapper;
import io.streamlab.local.replicator.mapping.RejectedRowException;
import io.streamlab.local.replicator.mapping.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The net effect of one source transaction on each item.
 *
 * <p>Applying the changes one after the other would be wrong. Take {@code UPDATE t SET id = id + 1} on a table without a
 * primary key:
 *
 * <ol>
 *   <li>The first change turns row 1 into 2: put item 2, delete item 1.
 *   <li>The second change turns row 2 into 3: put item 3, delete item 2.
 *   <li>Item 2, which the first change wrote, is gone.
 * </ol>
 *
 * <p>So each change is split into a row that goes and a row that comes. Both are counted for each key, and the row that
 * remains becomes the item.
 */
final class TransactionEffect {

    private record ItemKey(String table, Map<String, AttributeValue> attributes) {}

    /** For each key and row: how often the row came, less how often the row went. Ordered by when the row last came. */
    private final Map<ItemKey, Map<Row, Integer>> imagesByKey = new LinkedHashMap<>();

    private final Map<String, ItemMapper> mappersByTarget = new LinkedHashMap<>();
    private final Rejections rejections;

    TransactionEffect(Rejections rejections) {
        this.rejections = rejections;
    }

    void add(ItemMapper mapper, RowChange change) {
        mappersByTarget.put(mapper.targetTable(), mapper);
        change.before().ifPresent(row -> removed(mapper, row));
        change.after().ifPresent(row -> added(mapper, row));
    }

    /** Returns the changes of items, at most one for a key. Rejects the rows that have no item. */
    List<ItemChange> itemChanges() {
        List<ItemChange> changes = new ArrayList<>();
        imagesByKey.forEach((key, images) -> {
            Optional<Row> remaining = lastOf(images);
            if (remaining.isPresent()) {
                put(key, remaining.get()).ifPresent(changes::add);
            } else if (images.values().stream().anyMatch(count -> count < 0)) {
                changes.add(new ItemChange.Delete(key.table(), key.attributes()));
            }
            // Otherwise each row that came has gone again: the item stays as it was.
        });
        return changes;
    }

    private void removed(ItemMapper mapper, Row row) {
        try {
            count(mapper, row, -1);
        } catch (RejectedRowException e) {
            // A row without a key was rejected when it came: there is no item to remove.
        }
    }

    private void added(ItemMapper mapper, Row row) {
        try {
            count(mapper, row, 1);
        } catch (RejectedRowException e) {
            rejections.add(mapper.targetTable(), "none (row: " + row + ")", e.getMessage());
        }
    }

    private void count(ItemMapper mapper, Row row, int difference) throws RejectedRowException {
        ItemKey key = new ItemKey(mapper.targetTable(), mapper.key(row));
        Map<Row, Integer> images = imagesByKey.computeIfAbsent(key, absent -> new LinkedHashMap<>());
        Integer before = difference > 0 ? images.remove(row) : images.get(row);
        images.put(row, (before == null ? 0 : before) + difference);
    }

    private static Optional<Row> lastOf(Map<Row, Integer> images) {
        return images.entrySet().stream()
                .filter(image -> image.getValue() > 0)
                .map(Map.Entry::getKey)
                .reduce((earlier, later) -> later);
    }

    private Optional<ItemChange> put(ItemKey key, Row row) {
        try {
            Map<String, AttributeValue> item = mappersByTarget.get(key.table()).item(row);
            return Optional.of(new ItemChange.Put(key.table(), key.attributes(), item));
        } catch (RejectedRowException e) {
            rejections.add(key.table(), Rejections.describe(key.attributes()), e.getMessage());
            return Optional.empty();
        }
    }
}
