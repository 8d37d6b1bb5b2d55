package io.streamlab.local.commands.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterable;

/**
 * Turns Spark's rows into results: numbers stay numbers, decimals with all their digits; bytes become hexadecimal text; dates and
 * timestamps become text as ISO 8601 has it, given that spark.sql.datetime.java8API.enabled is true.
 */
final class SparkRows {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(NODES)
            .build();

    private SparkRows() {}

    /** Runs the query and takes all its rows. */
    static QueryResult collect(Dataset<Row> query) {
        StructField[] fields = query.schema().fields();
        List<List<JsonNode>> rows = new ArrayList<>();
        for (Row row : query.collectAsList()) {
            List<JsonNode> values = new ArrayList<>();
            for (int i = 0; i < fields.length; i++) {
                values.add(toJson(row.get(i), fields[i]));
            }
            rows.add(values);
        }
        return new QueryResult(List.of(query.columns()), rows);
    }

    private static JsonNode toJson(Object value, StructField field) {
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
        } else if (value instanceof Row || value instanceof Iterable) {
            return nested(value, field);
        }
        return NODES.textNode(value.toString());
    }

    /** JSON has no word for what is not a number or infinite. */
    private static JsonNode floatingPoint(Number value) {
        return Double.isFinite(value.doubleValue())
                ? NODES.numberNode(new BigDecimal(value.toString()))
                : NODES.textNode(value.toString());
    }

    /** Renders a value by Spark's own JSON of a row that has this value alone. */
    private static JsonNode nested(Object value, StructField field) {
        StructType schema = new StructType(new StructField[] {field});
        String json = new GenericRowWithSchema(new Object[] {value}, schema).json();
        try {
            return MAPPER.readTree(json).get(field.name());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "Spark has rendered column " + field.name() + " as invalid JSON: " + json, e);
        }
    }
}
