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
 * What the changes of one source transaction leave behind, item by item.
 *
 * <p>One after the other would be wrong. {@code UPDATE t SET id = id + 1} on a table without a primary key writes row 1 as 2
 * and then row 2 as 3; the second change would remove the item that the first has just written. So a change is taken apart
 * into a row that goes and a row that comes, both are counted for each key, and the row that remains is the item.
 */
final class TransactionEffect {

    private record ItemKey(String table, Map<String, AttributeValue> attributes) {}

    /** How many more rows with an image came than went. The order is that in which they last came. */
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

    /** The changes of items, at most one for a key. Rows without an item are rejected. */
    List<ItemChange> itemChanges() {
        List<ItemChange> changes = new ArrayList<>();
        imagesByKey.forEach((key, images) -> {
            Optional<Row> remaining = lastOf(images);
            if (remaining.isPresent()) {
                put(key, remaining.get()).ifPresent(changes::add);
            } else if (images.values().stream().anyMatch(count -> count < 0)) {
                changes.add(new ItemChange.Delete(key.table(), key.attributes()));
            }
            // Otherwise all that came has gone again: what the item was before, it is still.
        });
        return changes;
    }

    private void removed(ItemMapper mapper, Row row) {
        try {
            count(mapper, row, -1);
        } catch (RejectedRowException e) {
            // A row without a key was rejected when it came, so there is no item to remove.
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
