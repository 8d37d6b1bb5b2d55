package io.streamlab.join.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Table;

class SourceTableParserTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:123456789012:stream/orders";

    private final Map<String, String> tableParameters = new HashMap<>(Map.of("classification", "json"));
    private final Map<String, String> storageParameters = new HashMap<>(Map.of(
            "typeOfData", "kinesis", "streamARN", ARN, "endpointUrl", "https://kinesis.us-east-1.amazonaws.com"));
    private final List<Column> columns = new ArrayList<>(List.of(column("uuid", "string"), column("units", "int")));
    private String location = "orders";

    @Test
    void readsATableAsGlueDescribesAStream() {
        SourceTable table = parse();

        assertThat(table.qualifiedName()).isEqualTo("shop.orders_stream");
        assertThat(table.stream()).isEqualTo(ARN);
        assertThat(table.endpoint()).contains(URI.create("https://kinesis.us-east-1.amazonaws.com"));
        assertThat(table.schema())
                .isEqualTo(new StructType().add("uuid", DataTypes.StringType).add("units", DataTypes.IntegerType));
    }

    @Test
    void prefersTheArnToTheNameToTheLocation() {
        storageParameters.put("streamName", "orders-by-name");
        assertThat(parse().stream()).isEqualTo(ARN);

        storageParameters.put("streamARN", " ");
        assertThat(parse().stream()).isEqualTo("orders-by-name");

        storageParameters.remove("streamName");
        assertThat(parse().stream()).isEqualTo("orders");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = " ")
    void refusesATableWithoutAStream(String missing) {
        storageParameters.put("streamARN", missing);
        storageParameters.put("streamName", missing);
        location = missing;

        assertInvalid(this::parse, "it names no stream: set the parameter streamARN or streamName");
    }

    @Test
    void refusesATableThatIsNoStream() {
        storageParameters.put("typeOfData", "file");
        assertInvalid(this::parse, "its parameter typeOfData is 'file' but must be 'kinesis'");

        storageParameters.remove("typeOfData");
        assertInvalid(this::parse, "its parameter typeOfData is missing but must be 'kinesis'");
    }

    @Test
    void refusesOtherFormatsThanJson() {
        tableParameters.put("classification", "avro");
        assertInvalid(this::parse, "its parameter classification is 'avro' but must be 'json'");

        tableParameters.remove("classification");
        assertInvalid(this::parse, "its parameter classification is missing but must be 'json'");
    }

    @Test
    void takesTheClassificationInAnyCase() {
        tableParameters.put("classification", "JSON");
        assertThat(parse().stream()).isEqualTo(ARN);
    }

    @Test
    void takesParametersFromTheTableWhereTheStorageHasNone() {
        storageParameters.remove("typeOfData");
        tableParameters.put("typeOfData", "kinesis");
        assertThat(parse().stream()).isEqualTo(ARN);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = " ")
    void leavesTheEndpointToTheSdkWhereThereIsNone(String missing) {
        storageParameters.put("endpointUrl", missing);
        assertThat(parse().endpoint()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kinesis.us-east-1.amazonaws.com", "http://", "http:orders", "http://a b"})
    void refusesAnEndpointThatIsNoUrl(String endpoint) {
        storageParameters.put("endpointUrl", endpoint);
        assertInvalid(this::parse, "its parameter endpointUrl is '" + endpoint + "' but must be a URL");
    }

    @Test
    void refusesATableWithoutColumns() {
        columns.clear();
        assertInvalid(this::parse, "it has no columns");
    }

    @Test
    void refusesATableWithoutAStorageDescriptor() {
        Table table = Table.builder().name("orders_stream").build();
        assertInvalid(() -> new SourceTableParser("shop.orders_stream").parse(table), "it has no storage descriptor");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string                             | STRING",
                "varchar(40)                        | STRING",
                "char(2)                            | STRING",
                "boolean                            | BOOLEAN",
                "tinyint                            | TINYINT",
                "smallint                           | SMALLINT",
                "int                                | INT",
                "bigint                             | BIGINT",
                "float                              | FLOAT",
                "double                             | DOUBLE",
                "decimal                            | DECIMAL(10,0)",
                "decimal(38,18)                     | DECIMAL(38,18)",
                "binary                             | BINARY",
                "date                               | DATE",
                "timestamp                          | TIMESTAMP",
                "array<int>                         | ARRAY<INT>",
                "map<string,double>                 | MAP<STRING, DOUBLE>",
                "map<varchar(9),char(1)>            | MAP<STRING, STRING>",
                "struct<a:int,b:array<varchar(9)>>  | STRUCT<a: INT, b: ARRAY<STRING>>",
                "STRING                             | STRING",
            })
    void readsTypesOfHive(String hive, String spark) {
        columns.add(column("value", hive));

        StructField field = parse().schema().apply("value");
        assertThat(field.dataType().sql()).isEqualTo(spark);
        assertThat(field.nullable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "", "array<", "uniontype<int,string>", "decimal(39,0)", "a int"})
    void refusesWhatIsNoType(String type) {
        columns.add(column("value", type));
        assertInvalid(
                this::parse, "the type of its column 'value' is '" + type + "', which is no type of Hive or Spark SQL");
    }

    @Test
    void refusesAColumnWithoutAType() {
        columns.add(column("value", null));
        assertInvalid(this::parse, "the type of its column 'value' is missing, which is no type of Hive or Spark SQL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "interval",
                "void",
                "map<int,string>",
                "array<map<date,string>>",
                "struct<a:interval>",
                "struct<a:int,A:int>"
            })
    void refusesATypeThatNoJsonValueFits(String type) {
        columns.add(column("value", type));
        assertInvalid(
                this::parse, "the type of its column 'value' is '" + type + "', which no JSON value can be read as");
    }

    @Test
    void refusesColumnsWhoseNamesDifferInTheirCaseOnly() {
        columns.add(column("UUID", "string"));
        assertInvalid(this::parse, "it has two columns called 'UUID', as case does not count");
    }

    private void assertInvalid(ThrowingCallable parsing, String problem) {
        assertThatThrownBy(parsing)
                .isInstanceOf(InvalidSourceTableException.class)
                .hasMessage("Source table shop.orders_stream: " + problem);
    }

    private SourceTable parse() {
        return new SourceTableParser("shop.orders_stream")
                .parse(Table.builder()
                        .name("orders_stream")
                        .parameters(tableParameters)
                        .storageDescriptor(storage -> storage.location(location)
                                .parameters(storageParameters)
                                .columns(columns))
                        .build());
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }
}
