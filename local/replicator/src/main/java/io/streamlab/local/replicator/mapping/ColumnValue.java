package io.streamlab.local.replicator.mapping;

import java.math.BigDecimal;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The value of one column of one source row. Dates and times are text. */
public sealed interface ColumnValue {

    /** Returns the text that replaces the column in a template. */
    String asText();

    /**
     * Returns the value as DynamoDB stores it.
     *
     * @throws RejectedRowException if DynamoDB cannot hold the value
     */
    AttributeValue asAttribute() throws RejectedRowException;

    /** A character string, date or time. */
    record Text(String value) implements ColumnValue {

        @Override
        public String asText() {
            return value;
        }

        @Override
        public AttributeValue asAttribute() {
            return AttributeValue.fromS(value);
        }
    }

    /** A number with the scale that its column declares. */
    record Numeric(BigDecimal value) implements ColumnValue {

        @Override
        public String asText() {
            return value.toPlainString();
        }

        @Override
        public AttributeValue asAttribute() throws RejectedRowException {
            return DynamoDbNumber.attribute(value);
        }
    }

    /** A column of type {@code bit(1)}. */
    record Flag(boolean value) implements ColumnValue {

        @Override
        public String asText() {
            return String.valueOf(value);
        }

        @Override
        public AttributeValue asAttribute() {
            return AttributeValue.fromBool(value);
        }
    }
}
