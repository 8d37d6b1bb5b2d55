package io.streamlab.local.replicator.apply;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is to happen to one item. Doing it twice does no harm. */
sealed interface ItemChange {

    String table();

    Map<String, AttributeValue> key();

    /** The item takes the place of what stood under its key. */
    record Put(String table, Map<String, AttributeValue> key, Map<String, AttributeValue> item) implements ItemChange {}

    /** Nothing stands under the key afterwards. */
    record Delete(String table, Map<String, AttributeValue> key) implements ItemChange {}
}
