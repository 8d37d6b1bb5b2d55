package io.streamlab.join.anydata;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A type that a column of a Glue catalog table may have. */
public sealed interface AnyType {

    /** The types without parts. */
    enum Kind {
        STRING("string"),
        CHAR("char(12)"),
        VARCHAR("varchar(7)"),
        BOOLEAN("boolean"),
        TINYINT("tinyint"),
        SMALLINT("smallint"),
        INT("int"),
        BIGINT("bigint"),
        FLOAT("float"),
        DOUBLE("double"),
        DECIMAL(""),
        BINARY("binary"),
        DATE("date"),
        TIMESTAMP("timestamp");

        private final String hive;

        Kind(String hive) {
            this.hive = hive;
        }
    }

    /**
     * A type without parts.
     *
     * @param precision of a decimal, its digits; 0 for any other type
     * @param scale of a decimal, its digits behind the point
     */
    record Scalar(Kind kind, int precision, int scale) implements AnyType {
        @Override
        public String hive() {
            return kind == Kind.DECIMAL ? "decimal(" + precision + "," + scale + ")" : kind.hive;
        }

        @Override
        public String inTable() {
            return switch (kind) {
                case CHAR, VARCHAR -> "string";
                case TINYINT, SMALLINT -> "int";
                default -> hive();
            };
        }

        @Override
        public String inTrino() {
            return switch (kind) {
                case STRING, CHAR, VARCHAR -> "varchar";
                case TINYINT, SMALLINT, INT -> "integer";
                case FLOAT -> "real";
                case BINARY -> "varbinary";
                default -> hive();
            };
        }

        boolean isText() {
            return kind == Kind.STRING || kind == Kind.CHAR || kind == Kind.VARCHAR;
        }
    }

    record ArrayOf(AnyType element) implements AnyType {
        @Override
        public String hive() {
            return "array<" + element.hive() + ">";
        }

        @Override
        public String inTable() {
            return "array<" + element.inTable() + ">";
        }

        @Override
        public String inTrino() {
            return "array(" + element.inTrino() + ")";
        }
    }

    /** A map whose keys are strings. */
    record MapOf(AnyType value) implements AnyType {
        @Override
        public String hive() {
            return "map<string," + value.hive() + ">";
        }

        @Override
        public String inTable() {
            return "map<string," + value.inTable() + ">";
        }

        @Override
        public String inTrino() {
            return "map(varchar, " + value.inTrino() + ")";
        }
    }

    record StructOf(List<AnyColumn> fields) implements AnyType {
        @Override
        public String hive() {
            return fields.stream()
                    .map(field -> field.name() + ":" + field.type().hive())
                    .collect(joining(",", "struct<", ">"));
        }

        @Override
        public String inTable() {
            return fields.stream()
                    .map(field -> field.name() + ":" + field.type().inTable())
                    .collect(joining(",", "struct<", ">"));
        }

        @Override
        public String inTrino() {
            return fields.stream()
                    .map(field -> field.name() + " " + field.type().inTrino())
                    .collect(joining(", ", "row(", ")"));
        }
    }

    /** Returns the type's name in the catalog. */
    String hive();

    /** Returns the name of the type that the table's column has: Avro has no integers of one and two bytes. */
    String inTable();

    /** Returns Trino's name of the type that the catalog has for the table's column, without the precision of timestamps. */
    String inTrino();

    static Scalar of(Kind kind) {
        if (kind == Kind.DECIMAL) {
            throw new IllegalArgumentException("a decimal has digits");
        }
        return new Scalar(kind, 0, 0);
    }

    static Scalar decimal(int precision, int scale) {
        return new Scalar(Kind.DECIMAL, precision, scale);
    }

    static Scalar anyDecimal(Random random) {
        int precision = 1 + random.nextInt(38);
        return decimal(precision, random.nextInt(precision + 1));
    }

    /** Returns each scalar type once; of decimals the shortest, the longest and some in between. */
    static List<Scalar> scalars() {
        List<Scalar> scalars = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (kind != Kind.DECIMAL) {
                scalars.add(of(kind));
            }
        }
        scalars.addAll(List.of(decimal(1, 0), decimal(9, 9), decimal(10, 2), decimal(18, 4), decimal(38, 18)));
        return scalars;
    }
}
