package io.streamlab.join.lookup;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toList;

import io.streamlab.join.text.ScalarText;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Turns a DynamoDB item into a row.
 *
 * <p>DynamoDB's types become Spark's as follows; an attribute that is missing or NULL is null.
 *
 * <table>
 * <caption>Which attribute fits which column</caption>
 * <tr><th>column</th><th>attribute</th></tr>
 * <tr><td>string</td><td>S, N (its digits), BOOL (true or false)</td></tr>
 * <tr><td>tinyint, smallint, int, bigint, decimal</td><td>N that fits exactly</td></tr>
 * <tr><td>float, double</td><td>N</td></tr>
 * <tr><td>boolean</td><td>BOOL</td></tr>
 * <tr><td>binary</td><td>B</td></tr>
 * <tr><td>date, timestamp</td><td>S, such as 2026-01-31, 2026-01-31T12:00:00Z: see {@link ScalarText}</td></tr>
 * <tr><td>array</td><td>L; SS, NS, BS in ascending order, as sets have none</td></tr>
 * <tr><td>map with string keys, struct</td><td>M</td></tr>
 * </table>
 */
final class AttributeConverter {
    private final StructType schema;

    AttributeConverter(StructType schema) {
        this.schema = schema;
    }

    /** @throws InvalidReferenceItemException when an attribute does not fit its column */
    Row toRow(Map<String, AttributeValue> item) {
        StructField[] fields = schema.fields();
        Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            try {
                values[i] = convert(item.get(fields[i].name()), fields[i].dataType());
            } catch (RuntimeException e) {
                throw new InvalidReferenceItemException(item, fields[i], e);
            }
        }
        return RowFactory.create(values);
    }

    private static Object convert(AttributeValue value, DataType type) {
        if (value == null || Boolean.TRUE.equals(value.nul())) {
            return null;
        }
        if (type instanceof ArrayType) {
            return array(value, ((ArrayType) type).elementType());
        }
        if (type instanceof MapType) {
            return map(value, (MapType) type);
        }
        if (type instanceof StructType) {
            requireThat(value.hasM());
            return new AttributeConverter((StructType) type).toRow(value.m());
        }
        if (type.equals(DataTypes.BinaryType)) {
            return require(value.b()).asByteArray();
        }
        return ScalarText.of(type).parse(text(value, type));
    }

    private static String text(AttributeValue value, DataType type) {
        if (type.equals(DataTypes.StringType)) {
            if (value.bool() != null) {
                return value.bool().toString();
            }
            return require(value.s() != null ? value.s() : value.n());
        }
        if (type.equals(DataTypes.BooleanType)) {
            return require(value.bool()).toString();
        }
        return require(type instanceof NumericType ? value.n() : value.s());
    }

    private static Object array(AttributeValue value, DataType elementType) {
        Stream<AttributeValue> elements;
        if (value.hasL()) {
            elements = value.l().stream();
        } else if (value.hasSs()) {
            elements = value.ss().stream().sorted().map(AttributeValue::fromS);
        } else if (value.hasNs()) {
            elements = value.ns().stream().sorted(comparing(BigDecimal::new)).map(AttributeValue::fromN);
        } else {
            requireThat(value.hasBs());
            elements = value.bs().stream()
                    .sorted(comparing(SdkBytes::asByteBuffer))
                    .map(AttributeValue::fromB);
        }
        List<Object> converted =
                elements.map(element -> convert(element, elementType)).collect(toList());
        return JavaConverters.asScalaBuffer(converted).toSeq();
    }

    private static Object map(AttributeValue value, MapType type) {
        requireThat(value.hasM());
        Map<String, Object> converted = new HashMap<>();
        value.m().forEach((key, element) -> converted.put(key, convert(element, type.valueType())));
        return JavaConverters.mapAsScalaMap(converted);
    }

    private static <T> T require(T value) {
        requireThat(value != null);
        return value;
    }

    private static void requireThat(boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException("the attribute's type does not fit the column's");
        }
    }
}
