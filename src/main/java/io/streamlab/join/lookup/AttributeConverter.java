package io.streamlab.join.lookup;

import static java.util.stream.Collectors.toList;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
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
 * <tr><td>date, timestamp</td><td>S in ISO 8601: 2026-01-31, 2026-01-31T12:00:00Z</td></tr>
 * <tr><td>array</td><td>L, SS, NS, BS</td></tr>
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
        if (type.equals(DataTypes.StringType)) {
            return text(value);
        }
        if (type.equals(DataTypes.BooleanType)) {
            return require(value.bool());
        }
        if (type.equals(DataTypes.BinaryType)) {
            return require(value.b()).asByteArray();
        }
        if (type.equals(DataTypes.DateType)) {
            return Date.valueOf(LocalDate.parse(require(value.s())));
        }
        if (type.equals(DataTypes.TimestampType)) {
            return Timestamp.from(Instant.parse(require(value.s())));
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
        return number(new BigDecimal(require(value.n())), type);
    }

    private static String text(AttributeValue value) {
        if (value.bool() != null) {
            return value.bool().toString();
        }
        return require(value.s() != null ? value.s() : value.n());
    }

    private static Object number(BigDecimal number, DataType type) {
        if (type.equals(DataTypes.ByteType)) {
            return number.byteValueExact();
        }
        if (type.equals(DataTypes.ShortType)) {
            return number.shortValueExact();
        }
        if (type.equals(DataTypes.IntegerType)) {
            return number.intValueExact();
        }
        if (type.equals(DataTypes.LongType)) {
            return number.longValueExact();
        }
        if (type.equals(DataTypes.FloatType)) {
            return number.floatValue();
        }
        if (type.equals(DataTypes.DoubleType)) {
            return number.doubleValue();
        }
        requireThat(type instanceof DecimalType);
        DecimalType decimal = (DecimalType) type;
        BigDecimal scaled = number.setScale(decimal.scale());
        requireThat(scaled.precision() <= decimal.precision());
        return scaled;
    }

    private static Object array(AttributeValue value, DataType elementType) {
        Stream<AttributeValue> elements;
        if (value.hasL()) {
            elements = value.l().stream();
        } else if (value.hasSs()) {
            elements = value.ss().stream().map(AttributeValue::fromS);
        } else if (value.hasNs()) {
            elements = value.ns().stream().map(AttributeValue::fromN);
        } else {
            requireThat(value.hasBs());
            elements = value.bs().stream().map(AttributeValue::fromB);
        }
        List<Object> converted =
                elements.map(element -> convert(element, elementType)).collect(toList());
        return JavaConverters.asScalaBuffer(converted).toSeq();
    }

    private static Object map(AttributeValue value, MapType type) {
        requireThat(value.hasM() && type.keyType().equals(DataTypes.StringType));
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
