package io.streamlab.local.replicator.apply;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Writes the item changes of one source transaction. Up to 100 changes are one DynamoDB transaction, so a reader sees a
 * changed key as one step. More changes are written in groups of 100, puts before deletes. Between two groups, and after a
 * crash there, an item may stand under its old and its new key, but never under neither.
 */
final class ItemWriter {

    /** The most actions that TransactWriteItems takes. */
    private static final int GROUP_SIZE = 100;

    private final DynamoDbClient client;
    private final Rejections rejections;

    ItemWriter(DynamoDbClient client, Rejections rejections) {
        this.client = client;
        this.rejections = rejections;
    }

    /**
     * Writes the changes, and returns when DynamoDB has every change that it does not refuse.
     *
     * @param changes at most one for a key
     */
    void write(List<ItemChange> changes) {
        List<ItemChange> ordered = new ArrayList<>(changes);
        ordered.sort(Comparator.comparing(ItemChange.Delete.class::isInstance));
        for (int start = 0; start < ordered.size(); start += GROUP_SIZE) {
            writeGroup(ordered.subList(start, Math.min(start + GROUP_SIZE, ordered.size())));
        }
    }

    private void writeGroup(List<ItemChange> changes) {
        if (changes.size() > 1) {
            try {
                client.transactWriteItems(request -> request.transactItems(
                        changes.stream().map(ItemWriter::action).toList()));
                return;
            } catch (SdkException e) {
                if (!Failures.isFaultOfItem(e)) {
                    throw e;
                }
                // DynamoDB refuses the whole transaction for one item. One by one, it refuses that item only.
            }
        }
        for (ItemChange change : changes) {
            writeAlone(change);
        }
    }

    private void writeAlone(ItemChange change) {
        try {
            send(change);
        } catch (SdkException e) {
            if (!Failures.isFaultOfItem(e)) {
                throw e;
            }
            rejections.add(change.table(), Rejections.describe(change.key()), e.getMessage());
        }
    }

    private void send(ItemChange change) {
        if (change instanceof ItemChange.Put put) {
            client.putItem(request -> request.tableName(put.table()).item(put.item()));
        } else {
            client.deleteItem(request -> request.tableName(change.table()).key(change.key()));
        }
    }

    private static TransactWriteItem action(ItemChange change) {
        TransactWriteItem.Builder action = TransactWriteItem.builder();
        if (change instanceof ItemChange.Put put) {
            return action.put(request -> request.tableName(put.table()).item(put.item()))
                    .build();
        }
        return action.delete(request -> request.tableName(change.table()).key(change.key()))
                .build();
    }
}
