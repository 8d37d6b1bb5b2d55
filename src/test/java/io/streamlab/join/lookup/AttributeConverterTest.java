package io.streamlab.join.lookup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromB;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBs;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromNs;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromNul;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromSs;

import io.streamlab.join.text.CanonicalText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class AttributeConverterTest {
    private static final SdkBytes FOO = SdkBytes.fromUtf8String("foo");

    static Stream<Arguments> fittingAttributes() {
        return Stream.of(
                arguments("string", fromS("text"), "text"),
                arguments("string", fromS(""), ""),
                arguments("string", fromN("1.5"), "1.5"),
                arguments("string", fromBool(true), "true"),
                arguments("string", fromBool(false), "false"),
                arguments("tinyint", fromN("-128"), "-128"),
                arguments("smallint", fromN("32767"), "32767"),
                arguments("int", fromN("70"), "70"),
                arguments("bigint", fromN("9007199254740993"), "9007199254740993"),
                arguments("decimal(10,2)", fromN("97.4"), "97.40"),
                arguments("float", fromN("0.5"), "0.5"),
                arguments("double", fromN("1E-100"), "1.0E-100"),
                arguments("boolean", fromBool(true), "true"),
                arguments("binary", fromB(FOO), "[102, 111, 111]"),
                arguments("date", fromS("2026-01-31"), "2026-01-31"),
                arguments("timestamp", fromS("2026-01-31T12:00:00Z"), "2026-01-31T12:00:00Z"),
                arguments("array<string>", fromL(List.of(fromS("a"), fromN("1"), fromNul(true))), "[a, 1, null]"),
                arguments("array<int>", fromL(List.of()), "[]"),
                arguments("array<string>", fromSs(List.of("b", "a")), "[a, b]"),
                arguments("array<double>", fromNs(List.of("10", "2.5")), "[2.5, 10.0]"),
                arguments("array<binary>", fromBs(List.of(FOO)), "[[102, 111, 111]]"),
                arguments("map<string,int>", fromM(Map.of("a", fromN("1"), "b", fromNul(true))), "{a=1, b=null}"),
                arguments("struct<a:int,B:string>", fromM(Map.of("a", fromN("1"), "B", fromS("x"))), "[1, x]"),
                arguments("struct<a:int,b:int>", fromM(Map.of("b", fromN("2"), "c", fromN("3"))), "[null, 2]"));
    }

    @ParameterizedTest
    @MethodSource("fittingAttributes")
    void readsWhatFits(String type, AttributeValue attribute, String value) {
        Row row = convert(type, attribute);

        assertThat(text(row.get(0))).isEqualTo(value);
        assertThat(CatalystTypeConverters.createToCatalystConverter(schema(type))
                        .apply(row))
                .as("what Spark makes of it")
                .isNotNull();
    }

    static Stream<Arguments> unfitAttributes() {
        return Stream.of(
                arguments("string", fromB(FOO)),
                arguments("string", fromL(List.of())),
                arguments("tinyint", fromN("128")),
                arguments("smallint", fromN("-32769")),
                arguments("int", fromN("1.5")),
                arguments("int", fromS("1")),
                arguments("bigint", fromN("1E+19")),
                arguments("bigint", fromBool(true)),
                arguments("decimal(4,2)", fromN("100")),
                arguments("decimal(4,2)", fromN("0.001")),
                arguments("float", fromN("1E+100")),
                arguments("double", fromS("1.5")),
                arguments("boolean", fromS("true")),
                arguments("boolean", fromN("1")),
                arguments("binary", fromS("Zm9v")),
                arguments("date", fromS("31.1.2026")),
                arguments("date", fromN("20260131")),
                arguments("timestamp", fromS("now")),
                arguments("timestamp", fromN("1769860800")),
                arguments("array<int>", fromN("1")),
                arguments("array<int>", fromL(List.of(fromS("a")))),
                arguments("array<int>", fromSs(List.of("1"))),
                arguments("map<string,int>", fromL(List.of())),
                arguments("map<string,int>", fromM(Map.of("a", fromS("b")))),
                arguments("struct<a:int>", fromS("a")),
                arguments("struct<a:int>", fromM(Map.of("a", fromS("b")))));
    }

    @ParameterizedTest
    @MethodSource("unfitAttributes")
    void refusesWhatDoesNotFit(String type, AttributeValue attribute) {
        assertThatThrownBy(() -> convert(type, attribute))
                .isInstanceOf(InvalidReferenceItemException.class)
                .hasMessage("Attribute 'value' does not fit a column of type "
                        + schema(type).apply(0).dataType().sql() + " in the reference item {value=" + attribute
                        + "}; correct the item, or the type in --lookup_schema, or leave such items out with "
                        + "--unfit_reference_item skip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "string",
                "int",
                "decimal(4,2)",
                "boolean",
                "binary",
                "date",
                "timestamp",
                "array<int>",
                "map<string,int>",
                "struct<a:int>"
            })
    void readsWhatIsMissingOrNullAsNull(String type) {
        assertThat(new AttributeConverter(schema(type)).toRow(Map.of()).isNullAt(0))
                .isTrue();
        assertThat(convert(type, fromNul(true)).isNullAt(0)).isTrue();
    }

    @Test
    void ordersTheColumnsAsTheSchemaDoes() {
        StructType schema = new StructType().add("b", "string").add("a", "string");

        assertThat(new AttributeConverter(schema)
                        .toRow(Map.of("a", fromS("1"), "b", fromS("2"), "c", fromS("3")))
                        .toString())
                .isEqualTo("[2,1]");
    }

    @Test
    void showsTheBeginningOfALargeItem() {
        Map<String, AttributeValue> item = Map.of("key", fromS("k"), "value", fromS("x".repeat(400_000)));

        assertThatThrownBy(() -> new AttributeConverter(schema("int")).toRow(item))
                .message()
                .startsWith("Attribute 'value' does not fit a column of type INT in the reference item "
                        + "{key=AttributeValue(S=k), value=AttributeValue(S=xxx")
                .contains("xxx...; correct the item, or the type in --lookup_schema, ")
                .hasSizeLessThan(750);
    }

    @Test
    void keepsTheBytesOfBinary() {
        assertThat(convert("binary", fromB(FOO)).<byte[]>getAs(0)).isEqualTo("foo".getBytes(UTF_8));
    }

    private static Row convert(String type, AttributeValue attribute) {
        return new AttributeConverter(schema(type)).toRow(Map.of("value", attribute));
    }

    private static StructType schema(String type) {
        return new StructType().add("value", type);
    }

    /** A decimal with its scale, which is the column's. */
    private static String text(Object value) {
        return value instanceof BigDecimal ? value.toString() : CanonicalText.of(value);
    }
}
