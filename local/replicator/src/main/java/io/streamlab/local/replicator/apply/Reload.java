package io.streamlab.local.replicator.apply;

import io.streamlab.local.replicator.mapping.ItemMapper;
import io.streamlab.local.replicator.mapping.RejectedRowException;
import io.streamlab.local.replicator.mapping.Row;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The keys that a repeated full load finds in the source. */
final class Reload {

    private final Map<String, Set<Map<String, AttributeValue>>> keysByTarget = new HashMap<>();

    void found(ItemMapper mapper, Row row) {
        try {
            keysByTarget
                    .computeIfAbsent(mapper.targetTable(), absent -> new HashSet<>())
                    .add(mapper.key(row));
        } catch (RejectedRowException e) {
            // A row without a key has no item to keep. The rejection is reported when the row is applied.
        }
    }

    Set<Map<String, AttributeValue>> keys(ItemMapper mapper) {
        return keysByTarget.getOrDefault(mapper.targetTable(), Set.of());
    }
}
