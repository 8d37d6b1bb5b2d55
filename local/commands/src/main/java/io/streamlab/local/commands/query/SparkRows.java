package io.streamlab.local.commands.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Turns Spark's rows into results: numbers stay numbers, decimals with all their digits; bytes become hexadecimal text; dates and
 * timestamps become text as ISO 8601 has it, given that spark.sql.datetime.java8API.enabled is true. The same holds within arrays,
 * maps and structs, which become JSON.
 */
final class SparkRows {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private SparkRows() {}

    /** Runs the query and takes all its rows. */
    static QueryResult collect(Dataset<Row> query) {
        StructField[] fields = query.schema().fields();
        List<List<JsonNode>> rows = new ArrayList<>();
        for (Row row : query.collectAsList()) {
            List<JsonNode> values = new ArrayList<>();
            for (int i = 0; i < fields.length; i++) {
                values.add(toJson(row.get(i)));
            }
            rows.add(values);
        }
        return new QueryResult(List.of(query.columns()), rows);
    }

    private static JsonNode toJson(Object value) {
        if (value == null) {
            return NODES.nullNode();
        } else if (value instanceof Boolean truth) {
            return NODES.booleanNode(truth);
        } else if (value instanceof BigDecimal decimal) {
            return NODES.numberNode(decimal);
        } else if (value instanceof Float || value instanceof Double) {
            return floatingPoint((Number) value);
        } else if (value instanceof Number integer) {
            return NODES.numberNode(integer.longValue());
        } else if (value instanceof byte[] bytes) {
            return NODES.textNode(HexFormat.of().formatHex(bytes));
        } else if (value instanceof Row struct) {
            return struct(struct);
        } else if (value instanceof scala.collection.Map<?, ?> map) {
            return map(map);
        } else if (value instanceof Seq<?> list) {
            ArrayNode array = NODES.arrayNode();
            JavaConverters.seqAsJavaList(list).forEach(element -> array.add(toJson(element)));
            return array;
        }
        return NODES.textNode(value.toString());
    }

    /** JSON has no word for what is not a number or infinite. */
    private static JsonNode floatingPoint(Number value) {
        return Double.isFinite(value.doubleValue())
                ? NODES.numberNode(new BigDecimal(value.toString()))
                : NODES.textNode(value.toString());
    }

    private static JsonNode struct(Row struct) {
        ObjectNode object = NODES.objectNode();
        String[] names = struct.schema().fieldNames();
        for (int i = 0; i < names.length; i++) {
            object.set(names[i], toJson(struct.get(i)));
        }
        return object;
    }

    /** JSON has texts for keys. */
    private static JsonNode map(scala.collection.Map<?, ?> map) {
        ObjectNode object = NODES.objectNode();
        JavaConverters.mapAsJavaMap(map)
                .forEach((key, value) -> object.set(toJson(key).asText(), toJson(value)));
        return object;
    }
}
