package io.streamlab.local.replicator.mapping;

import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** One attribute of a target table's primary key. */
public record KeyAttribute(String name, ScalarAttributeType type) {

    @Override
    public String toString() {
        return name + " " + type;
    }
}
