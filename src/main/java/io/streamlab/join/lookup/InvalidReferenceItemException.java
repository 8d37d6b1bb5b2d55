package io.streamlab.join.lookup;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructField;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Thrown when an attribute of a reference item does not fit its column. */
public final class InvalidReferenceItemException extends RuntimeException {
    /** The number of characters of the item that a message shows: an item may have 400 KB. */
    private static final int SHOWN = 500;

    InvalidReferenceItemException(Map<String, AttributeValue> item, StructField column, Throwable cause) {
        super(
                "Attribute '" + column.name() + "' does not fit a column of type "
                        + column.dataType().sql() + " in the reference item " + shown(item)
                        + "; correct the item, or the type in --lookup_schema, or leave such items out with --unfit_reference_item skip",
                cause);
    }

    /** @param problem the message of another such exception */
    InvalidReferenceItemException(String problem) {
        super(problem);
    }

    private static String shown(Map<String, AttributeValue> item) {
        String text = new TreeMap<>(item).toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
