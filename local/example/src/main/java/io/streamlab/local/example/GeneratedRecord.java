package io.streamlab.local.example;

import java.util.Optional;

/**
 * A record to be put on the stream, and what its maker knows about it.
 *
 * @param order the order it carries or, when it is malformed, the order that was spoiled
 * @param malformation what is wrong with the payload; empty for a valid record
 * @param payload the bytes to put, owned by the record: not to be changed
 */
public record GeneratedRecord(Order order, Optional<Malformation> malformation, byte[] payload) {

    /** Whether the pipeline has to carry this record into the table. */
    public boolean isValid() {
        return malformation.isEmpty();
    }

    /** Returns the record key as the table shows it. */
    public String key() {
        return Integer.toString(order.uuid());
    }

    /** One per record key: keys spread over the shards, and the records of a key stay in order in one of them. */
    public String partitionKey() {
        return key();
    }
}
