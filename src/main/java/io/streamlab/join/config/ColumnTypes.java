package io.streamlab.join.config;

import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VarcharType;

/**
 * The types that a column may have, of the stream as of the reference data: string, boolean, tinyint, smallint, int,
 * bigint, float, double, decimal, binary, date, timestamp, and arrays, structs and maps with string keys of these.
 */
public final class ColumnTypes {
    private ColumnTypes() {}

    /**
     * The same columns as the job handles them, at every depth: char(n) and varchar(n) are string, since values are
     * neither cut nor refused for their length, and everything may be null, since JSON and DynamoDB may leave out
     * everything.
     *
     * @throws IllegalArgumentException when a type is none of the above, or two names differ in nothing but case, which
     *     Spark takes for the same
     */
    public static StructType plain(StructType schema) {
        long names = Stream.of(schema.fieldNames())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .count();
        if (names < schema.length()) {
            throw new IllegalArgumentException("two names differ only in case");
        }
        StructType plain = new StructType();
        for (StructField field : schema.fields()) {
            plain = plain.add(field.name(), plain(field.dataType()), true);
        }
        return plain;
    }

    /** @see #plain(StructType) */
    public static DataType plain(DataType type) {
        if (type instanceof StructType) {
            return plain((StructType) type);
        }
        if (type instanceof ArrayType) {
            return DataTypes.createArrayType(plain(((ArrayType) type).elementType()), true);
        }
        if (type instanceof MapType) {
            MapType map = (MapType) type;
            DataType keyType = plain(map.keyType());
            if (!keyType.equals(DataTypes.StringType)) {
                throw new IllegalArgumentException(type.sql() + " has keys that are not strings");
            }
            return DataTypes.createMapType(keyType, plain(map.valueType()), true);
        }
        if (type instanceof CharType || type instanceof VarcharType) {
            return DataTypes.StringType;
        }
        if (!isPlainScalar(type)) {
            throw new IllegalArgumentException(type.sql() + " is not supported");
        }
        return type;
    }

    private static boolean isPlainScalar(DataType type) {
        return type instanceof NumericType
                || type.equals(DataTypes.StringType)
                || type.equals(DataTypes.BooleanType)
                || type.equals(DataTypes.BinaryType)
                || type.equals(DataTypes.DateType)
                || type.equals(DataTypes.TimestampType);
    }
}
