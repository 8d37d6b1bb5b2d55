package io.streamlab.local.replicator.apply;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A change of one item. Applying a change twice does no harm. */
sealed interface ItemChange {

    String table();

    Map<String, AttributeValue> key();

    /** Writes the item in place of the one with the same key. */
    record Put(String table, Map<String, AttributeValue> key, Map<String, AttributeValue> item) implements ItemChange {}

    /** Removes the item with the key, if there is one. */
    record Delete(String table, Map<String, AttributeValue> key) implements ItemChange {}
}
