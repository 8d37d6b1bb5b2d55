package io.streamlab.local.replicator.apply;

import java.util.Map;
import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Logs and counts the rows that the mapping or DynamoDB refuses. */
final class Rejections {

    private static final Logger LOGGER = LoggerFactory.getLogger(Rejections.class);

    private long count;

    void add(String table, String key, String reason) {
        count++;
        LOGGER.warn("Rejected: table={} key={} reason={}", table, key, reason);
    }

    long count() {
        return count;
    }

    /** Returns a key as text: {@code code=US, countryname=USA}. */
    static String describe(Map<String, AttributeValue> key) {
        StringJoiner description = new StringJoiner(", ");
        key.forEach((name, value) -> description.add(name + "=" + (value.s() == null ? value.n() : value.s())));
        return description.toString();
    }
}
