package io.streamlab.local.replicator.mapping;

import io.streamlab.local.replicator.mapping.ColumnValue.Flag;
import io.streamlab.local.replicator.mapping.ColumnValue.Numeric;
import io.streamlab.local.replicator.mapping.ColumnValue.Text;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows for tests. */
public final class Rows {

    private Rows() {}

    /** @param namesAndValues column names, each followed by a String, BigDecimal, Integer, Boolean or null */
    public static Row row(Object... namesAndValues) {
        Map<String, ColumnValue> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                values.put((String) namesAndValues[i], value(namesAndValues[i + 1]));
            }
        }
        return new Row(values);
    }

    private static ColumnValue value(Object value) {
        if (value instanceof Boolean flag) {
            return new Flag(flag);
        }
        if (value instanceof Integer number) {
            return new Numeric(BigDecimal.valueOf(number));
        }
        return value instanceof BigDecimal number ? new Numeric(number) : new Text((String) value);
    }
}
