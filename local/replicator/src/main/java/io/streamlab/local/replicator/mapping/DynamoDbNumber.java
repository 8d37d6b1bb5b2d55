package io.streamlab.local.replicator.mapping;

import java.math.BigDecimal;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The numbers that DynamoDB can hold: 38 significant digits, magnitudes from 1E-130 to 9.99E+125, and zero. */
final class DynamoDbNumber {

    private static final int MAXIMUM_DIGITS = 38;
    private static final int SMALLEST_EXPONENT = -130;
    private static final int LARGEST_EXPONENT = 125;

    private DynamoDbNumber() {}

    /**
     * Returns the number as an attribute.
     *
     * @throws RejectedRowException if DynamoDB cannot hold the number exactly
     */
    static AttributeValue attribute(BigDecimal number) throws RejectedRowException {
        BigDecimal stripped = number.stripTrailingZeros();
        if (stripped.precision() > MAXIMUM_DIGITS) {
            throw new RejectedRowException(
                    "%s has %d significant digits and DynamoDB's Number holds %d; map it as a string"
                            .formatted(number.toPlainString(), stripped.precision(), MAXIMUM_DIGITS));
        }
        int exponent = stripped.precision() - stripped.scale() - 1;
        if (stripped.signum() != 0 && (exponent < SMALLEST_EXPONENT || exponent > LARGEST_EXPONENT)) {
            throw new RejectedRowException(
                    "%s is outside the range of DynamoDB's Number, 1E-130 to 9.99E+125; map it as a string"
                            .formatted(stripped));
        }
        return AttributeValue.fromN(stripped.toPlainString());
    }
}
