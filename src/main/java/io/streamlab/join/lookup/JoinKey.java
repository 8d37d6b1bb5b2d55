package io.streamlab.join.lookup;

import io.streamlab.join.config.JoinComparison;
import java.io.Serializable;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import org.apache.spark.sql.Row;

/**
 * The values that a record is joined by, as one text: two records, or a record and a reference item, match if their texts
 * are equal.
 *
 * <p>A single value is its text as it is compared. Several are separated by commas; a comma or a backslash within a text has a
 * backslash before it, if there are several.
 */
final class JoinKey implements Serializable {
    private static final long serialVersionUID = 1L;

    private final JoinComparison comparison;

    JoinKey(JoinComparison comparison) {
        this.comparison = comparison;
    }

    /** @return null if one of the values is null, as it then matches nothing */
    String of(Row joinValues) {
        if (joinValues.anyNull()) {
            return null;
        }
        if (joinValues.size() == 1) {
            return text(joinValues.get(0));
        }
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < joinValues.size(); i++) {
            key.append(i == 0 ? "" : ",").append(escaped(text(joinValues.get(i))));
        }
        return key.toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace(",", "\\,");
    }

    /** Dates and timestamps come as either of two classes, depending on who makes the row. */
    private String text(Object value) {
        if (value instanceof String) {
            return comparison.compared((String) value);
        }
        if (value instanceof BigDecimal) {
            return ((BigDecimal) value).stripTrailingZeros().toPlainString();
        }
        if (value instanceof Date) {
            return ((Date) value).toLocalDate().toString();
        }
        if (value instanceof Timestamp) {
            return ((Timestamp) value).toInstant().toString();
        }
        return value.toString();
    }
}
