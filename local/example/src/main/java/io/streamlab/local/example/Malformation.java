package io.streamlab.local.example;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** A way in which a record's payload fails to be an order. Each spoils a valid order, so that it resembles real accidents. */
public enum Malformation {
    /** The order as comma-separated values instead of JSON. */
    NOT_JSON {
        @Override
        byte[] spoil(ObjectNode order, Random random) {
            StringBuilder line = new StringBuilder();
            order.forEach(value -> line.append(line.isEmpty() ? "" : ",").append(value.asText()));
            return line.toString().getBytes(StandardCharsets.UTF_8);
        }
    },

    /** A JSON object that breaks off before its closing brace. */
    TRUNCATED_JSON {
        @Override
        byte[] spoil(ObjectNode order, Random random) {
            byte[] whole = OrderJson.toBytes(order);
            return Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));
        }
    },

    /** The order's values as a JSON array, without their names. */
    JSON_ARRAY {
        @Override
        byte[] spoil(ObjectNode order, Random random) {
            ArrayNode values = order.arrayNode();
            order.forEach(values::add);
            return values.toString().getBytes(StandardCharsets.UTF_8);
        }
    },

    /** An order without its record key. */
    MISSING_KEY {
        @Override
        byte[] spoil(ObjectNode order, Random random) {
            order.remove("uuid");
            return OrderJson.toBytes(order);
        }
    },

    /** An order without its date, by which the table orders versions. */
    MISSING_ORDER_DATE {
        @Override
        byte[] spoil(ObjectNode order, Random random) {
            order.putNull("orderdate");
            return OrderJson.toBytes(order);
        }
    },

    /** An order of a day that no calendar has. */
    IMPOSSIBLE_ORDER_DATE {
        @Override
        byte[] spoil(ObjectNode order, Random random) {
            order.put("orderdate", "2/30/12");
            return OrderJson.toBytes(order);
        }
    },

    /** A JSON object where the record key belongs. */
    OBJECT_FOR_KEY {
        @Override
        byte[] spoil(ObjectNode order, Random random) {
            String key = order.get("uuid").asText();
            order.putObject("uuid").put("id", key);
            return OrderJson.toBytes(order);
        }
    },

    /** No byte at all. */
    EMPTY_PAYLOAD {
        @Override
        byte[] spoil(ObjectNode order, Random random) {
            return new byte[0];
        }
    },

    /** A country's name that holds bytes which no UTF-8 text can hold. */
    INVALID_UTF_8 {
        @Override
        byte[] spoil(ObjectNode order, Random random) {
            // U+00FF written as Latin-1 is the single byte FF, which occurs nowhere in UTF-8; the rest of an order is
            // ASCII.
            order.put("country", "\u00ff" + order.get("country").asText());
            return order.toString().getBytes(StandardCharsets.ISO_8859_1);
        }
    };

    /** Returns the spoiled payload; {@code order} is the caller's to give away. */
    abstract byte[] spoil(ObjectNode order, Random random);
}
