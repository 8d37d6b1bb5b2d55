package io.streamlab.join.hudi;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import scala.collection.JavaConverters;

/** Makes columns of any type that the job has, and values of them: those at the ends of the type, NULL, and ones in between. */
final class AnyTypes {
    private static final int DEEPEST = 3;
    private static final List<DataType> SCALARS = List.of(
            DataTypes.ByteType,
            DataTypes.ShortType,
            DataTypes.IntegerType,
            DataTypes.LongType,
            DataTypes.FloatType,
            DataTypes.DoubleType,
            DataTypes.BooleanType,
            DataTypes.StringType,
            DataTypes.BinaryType,
            DataTypes.DateType,
            DataTypes.TimestampType);

    private final Random random;
    private int names;

    AnyTypes(Random random) {
        this.random = random;
    }

    /** Returns columns with names that no field of another column has. */
    StructType columns(int count) {
        // Hudi cannot update a table with decimals of several kinds under one name: in arrays the name is always
        // "element".
        boolean structsInArrays = random.nextBoolean();
        StructType columns = new StructType();
        for (int i = 0; i < count; i++) {
            columns = columns.add(name(), type(0, structsInArrays, false));
        }
        return columns;
    }

    /** Returns a row of a table that has such columns behind the order of events and the key. */
    Row row(String eventOrder, String key, StructType columns) {
        List<Object> values = new ArrayList<>(List.of(eventOrder, key));
        for (StructField column : columns.fields()) {
            values.add(value(column.dataType()));
        }
        return RowFactory.create(values.toArray());
    }

    private String name() {
        // Names that parquet-avro itself gives to what is inside of arrays and maps, too.
        List<String> confusing = List.of("array", "list", "bag", "key_value", "key");
        int name = names++;
        return name < confusing.size() ? confusing.get(name) : "field" + name;
    }

    private DataType type(int depth, boolean structsInArrays, boolean inArray) {
        int kind = random.nextInt(depth == DEEPEST ? 2 : 5);
        if (kind == 2) {
            return DataTypes.createArrayType(type(depth + 1, structsInArrays, true));
        }
        if (kind == 3) {
            return DataTypes.createMapType(DataTypes.StringType, type(depth + 1, structsInArrays, true));
        }
        if (kind == 4 && (structsInArrays || !inArray)) {
            StructType struct = new StructType();
            int fields = 1 + random.nextInt(3);
            for (int i = 0; i < fields; i++) {
                struct = struct.add(name(), type(depth + 1, structsInArrays, false));
            }
            return struct;
        }
        if (kind == 1 && inArray && !structsInArrays) {
            return DataTypes.createDecimalType(38, 18);
        }
        if (kind == 1 && !inArray) {
            int precision = 1 + random.nextInt(38);
            return DataTypes.createDecimalType(precision, random.nextInt(precision + 1));
        }
        return SCALARS.get(random.nextInt(SCALARS.size()));
    }

    /** Returns a value or null. */
    Object value(DataType type) {
        int choice = random.nextInt(6);
        if (choice == 0) {
            return null;
        }
        if (type instanceof StructType) {
            return RowFactory.create(java.util.Arrays.stream(((StructType) type).fields())
                    .map(field -> value(field.dataType()))
                    .toArray());
        }
        if (type instanceof ArrayType) {
            List<Object> elements = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                elements.add(value(((ArrayType) type).elementType()));
            }
            return JavaConverters.asScalaBuffer(elements).toSeq();
        }
        if (type instanceof MapType) {
            Map<String, Object> entries = new LinkedHashMap<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                entries.put(text(), value(((MapType) type).valueType()));
            }
            return JavaConverters.mapAsScalaMap(entries);
        }
        return scalar(type, choice);
    }

    /** @param choice 1 and 2 for the ends of the type */
    private Object scalar(DataType type, int choice) {
        boolean least = choice == 1;
        boolean greatest = choice == 2;
        if (type instanceof ByteType) {
            return least ? Byte.MIN_VALUE : greatest ? Byte.MAX_VALUE : (byte) random.nextInt();
        }
        if (type instanceof ShortType) {
            return least ? Short.MIN_VALUE : greatest ? Short.MAX_VALUE : (short) random.nextInt();
        }
        if (type instanceof IntegerType) {
            return least ? Integer.MIN_VALUE : greatest ? Integer.MAX_VALUE : random.nextInt();
        }
        if (type instanceof LongType) {
            return least ? Long.MIN_VALUE : greatest ? Long.MAX_VALUE : random.nextLong();
        }
        if (type instanceof FloatType) {
            return least ? -Float.MAX_VALUE : greatest ? Float.MIN_VALUE : random.nextFloat();
        }
        if (type instanceof DoubleType) {
            return least ? -Double.MAX_VALUE : greatest ? Double.MIN_VALUE : random.nextDouble();
        }
        if (type instanceof BooleanType) {
            return random.nextBoolean();
        }
        if (type instanceof StringType) {
            return text();
        }
        if (type instanceof BinaryType) {
            byte[] bytes = new byte[least ? 0 : 1 + random.nextInt(20)];
            random.nextBytes(bytes);
            return bytes;
        }
        if (type instanceof DateType) {
            return least ? LocalDate.of(1, 1, 1) : greatest ? LocalDate.of(1582, 10, 10) : LocalDate.ofEpochDay(day());
        }
        if (type instanceof TimestampType) {
            return least
                    ? Instant.parse("0001-01-01T00:00:00Z")
                    : greatest
                            ? Instant.parse("9999-12-31T23:59:59.999999Z")
                            : Instant.ofEpochSecond(
                                    day() * 86_400L + random.nextInt(86_400), random.nextInt(1_000_000) * 1_000L);
        }
        DecimalType decimal = (DecimalType) type;
        BigInteger limit = BigInteger.TEN.pow(decimal.precision());
        BigInteger digits = least || greatest
                ? limit.subtract(BigInteger.ONE)
                : new BigInteger(limit.bitLength() + 8, random).mod(limit);
        return new BigDecimal(least ? digits.negate() : digits, decimal.scale());
    }

    /** Returns a day of the years 1 to 9999; one of four lies before 1900, around the changes of calendars and of time zones. */
    private long day() {
        return random.nextInt(4) == 0
                ? LocalDate.of(1, 1, 1).toEpochDay() + random.nextInt(693_000)
                : LocalDate.of(1900, 1, 1).toEpochDay() + random.nextInt(2_950_000);
    }

    private String text() {
        List<String> texts =
                List.of("", "a", "null", "x:1,y/2%", "\u0000\u0001\n\t\"\\", "\u20ac\ud83d\ude00", " ", "9".repeat(50));
        return texts.get(random.nextInt(texts.size()));
    }
}
