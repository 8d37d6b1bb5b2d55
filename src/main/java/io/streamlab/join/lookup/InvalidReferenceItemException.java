package io.streamlab.join.lookup;

import java.util.Map;
import org.apache.spark.sql.types.StructField;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item of the reference table has an attribute that does not fit the column it is read into. */
public final class InvalidReferenceItemException extends RuntimeException {
    InvalidReferenceItemException(Map<String, AttributeValue> item, StructField column, Throwable cause) {
        super(
                "Attribute '" + column.name() + "' does not fit a column of type "
                        + column.dataType().sql() + " in the reference item " + item
                        + "; correct the item, or the type in --lookup_schema",
                cause);
    }
}
