package io.streamlab.local.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;

/** Orders as JSON objects with the fields of the source table: the names of {@link Order} in lower case, in its order. */
final class OrderJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.LOWER_CASE)
            .build();

    private OrderJson() {}

    static ObjectNode toTree(Order order) {
        return MAPPER.valueToTree(order);
    }

    /** Returns the object in one line of UTF-8. */
    static byte[] toBytes(ObjectNode order) {
        try {
            return MAPPER.writeValueAsBytes(order);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Cannot write an order as JSON", e);
        }
    }
}
