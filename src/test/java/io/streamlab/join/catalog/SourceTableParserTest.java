package io.streamlab.join.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.config.InvalidConfigException;
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
    private final Map<String, String> serdeParameters = new HashMap<>();
    private String serde = "org.openx.data.jsonserde.JsonSerDe";
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
    void takesTheEndpointAsExamplesOfAwsCallIt() {
        storageParameters.remove("endpointUrl");
        tableParameters.put("kinesisUrl", "https://kinesis.eu-west-1.amazonaws.com");
        assertThat(parse().endpoint()).contains(URI.create("https://kinesis.eu-west-1.amazonaws.com"));

        storageParameters.put("endpointUrl", "https://kinesis.eu-west-1.amazonaws.com");
        assertThat(parse().endpoint()).contains(URI.create("https://kinesis.eu-west-1.amazonaws.com"));
    }

    @Test
    void refusesTwoEndpoints() {
        storageParameters.put("kinesisUrl", "https://kinesis.eu-west-1.amazonaws.com");
        assertInvalid(
                this::parse,
                "its parameter endpointUrl is 'https://kinesis.us-east-1.amazonaws.com' and its parameter kinesisUrl is "
                        + "'https://kinesis.eu-west-1.amazonaws.com', which mean the same: remove one of them");

        storageParameters.put("kinesisUrl", "kinesis");
        assertInvalid(this::parse, "its parameter kinesisUrl is 'kinesis' but must be a URL");
    }

    @Test
    void readsColumnsFromTheFieldsOfTheirNamesByDefault() {
        JsonFields fields = parse().fields();

        assertThat(fields.keyOfColumn("uuid")).isEqualTo(fields.keyOfField("UUID"));
        assertThat(fields.keyOfColumn("a_b")).isNotEqualTo(fields.keyOfField("a.b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "org.openx.data.jsonserde.JsonSerDe"})
    void mapsColumnsAndFieldsOfStructsToFields(String library) {
        serde = library;
        columns.add(column("detail_type", "string"));
        columns.add(column("mail", "array<map<string,struct<ses_from:string>>>"));
        serdeParameters.put("mapping.detail_type", "detail-type");
        serdeParameters.put("mapping.SES_From", "ses:From");

        JsonFields fields = parse().fields();

        assertThat(fields.keyOfColumn("detail_type"))
                .isEqualTo(fields.keyOfField("Detail-Type"))
                .isNotEqualTo(fields.keyOfField("detail_type"));
        assertThat(fields.keyOfStructField("ses_from")).isEqualTo(fields.keyOfField("ses:from"));
    }

    @Test
    void tellsNamesApartByCaseWhenTheSerDeDoes() {
        columns.add(column("time2", "string"));
        columns.add(column("time", "string"));
        serdeParameters.put("case.insensitive", "FALSE");
        serdeParameters.put("mapping.time2", "Time");

        JsonFields fields = parse().fields();

        assertThat(fields.keyOfColumn("time2")).isEqualTo(fields.keyOfField("Time"));
        assertThat(fields.keyOfColumn("time"))
                .isEqualTo(fields.keyOfField("time"))
                .isNotEqualTo(fields.keyOfField("Time"));
    }

    @Test
    void takesDotsForUnderscoresWhenTheSerDeDoes() {
        columns.add(column("a_b", "string"));
        serdeParameters.put("dots.in.keys", "true");

        assertThat(parse().fields().keyOfColumn("a_b"))
                .isEqualTo(parse().fields().keyOfField("A.b"));
    }

    @ParameterizedTest
    @CsvSource({
        "org.openx.data.jsonserde.JsonSerDe, case.insensitive, true",
        "org.openx.data.jsonserde.JsonSerDe, dots.in.keys, false",
        "org.openx.data.jsonserde.JsonSerDe, ignore.malformed.json, true",
        "org.openx.data.jsonserde.JsonSerDe, ignore.malformed.json, FALSE",
        "org.openx.data.jsonserde.JsonSerDe, serialization.format, 1",
        "org.openx.data.jsonserde.JsonSerDe, paths, 'units,uuid'",
        "org.apache.hive.hcatalog.data.JsonSerDe, ignore.malformed.json, true",
        "org.apache.hive.hcatalog.data.JsonSerDe, serialization.format, 1",
    })
    void takesParametersThatChangeNothing(String library, String parameter, String value) {
        serde = library;
        serdeParameters.put(parameter, value);

        assertThat(parse().fields().keyOfField("A.b")).isEqualTo("a.b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org.openx.data.jsonserde.JsonSerDe | timestamp.formats | yyyy | its SerDe parameter timestamp.formats is "
                        + "'yyyy', and the job would not follow it: remove the parameter",
                "org.openx.data.jsonserde.JsonSerDe | case.insensitive | no | its SerDe parameter case.insensitive is 'no' "
                        + "but must be true or false",
                "org.openx.data.jsonserde.JsonSerDe | mapping.type | kind | its SerDe parameter mapping.type maps 'type', "
                        + "which is neither a column nor a field of a struct",
                "org.openx.data.jsonserde.JsonSerDe | mapping.units | '' | its SerDe parameter mapping.units is empty: name a "
                        + "field of the JSON",
                "org.openx.data.jsonserde.JsonSerDe | mapping.units | UUID | by its SerDe's parameters, 'uuid' and 'units' are "
                        + "both read from the field 'uuid': map each to a field of its own",
                "org.apache.hive.hcatalog.data.JsonSerDe | mapping.units | Units | its SerDe parameter mapping.units is one of "
                        + "org.openx.data.jsonserde.JsonSerDe, but its SerDe is org.apache.hive.hcatalog.data.JsonSerDe: take that "
                        + "SerDe, or remove the parameter",
                "org.apache.hadoop.hive.serde2.JsonSerDe | case.insensitive | true | its SerDe parameter case.insensitive is one "
                        + "of org.openx.data.jsonserde.JsonSerDe, but its SerDe is org.apache.hadoop.hive.serde2.JsonSerDe: take "
                        + "that SerDe, or remove the parameter",
            })
    void refusesParametersThatItWouldNotFollow(String library, String parameter, String value, String problem) {
        serde = library;
        serdeParameters.put(parameter, value);

        assertInvalid(this::parse, problem);
    }

    @Test
    void givesColumnsNewNames() {
        columns.add(column("detail-type", "string"));
        serdeParameters.put("mapping.units", "Pieces");

        SourceTable renamed = parse().renamed(Map.of("detail-type", "detail_type", "units", "amount"));

        assertThat(renamed.schema().toDDL()).isEqualTo("uuid STRING,amount INT,detail_type STRING");
        assertThat(renamed.fields().keyOfColumn("detail_type"))
                .isEqualTo(renamed.fields().keyOfField("Detail-Type"));
        assertThat(renamed.fields().keyOfColumn("amount"))
                .isEqualTo(renamed.fields().keyOfField("pieces"));
        assertThat(renamed.fields().keyOfStructField("detail_type"))
                .as("fields of structs keep their names")
                .isEqualTo(renamed.fields().keyOfField("detail_type"));
    }

    @Test
    void letsColumnsChangeNames() {
        SourceTable swapped = parse().renamed(Map.of("uuid", "units", "units", "uuid"));

        assertThat(swapped.schema().toDDL()).isEqualTo("units STRING,uuid INT");
        assertThat(swapped.fields().keyOfColumn("units")).isEqualTo("uuid");
    }

    @Test
    void refusesNewNamesThatDoNotFitTheColumns() {
        assertThatThrownBy(() -> parse().renamed(Map.of("Units", "amount")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("--rename_columns renames 'Units', which is none of the columns [uuid, units]");
        assertThatThrownBy(() -> parse().renamed(Map.of("units", "UUID")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("--rename_columns gives two columns the name 'UUID', as case does not count");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "struct<order-id:string>",
                "struct<a:int,order-id:array<string>>",
                "map<string,struct<order-id:int>>"
            })
    void namesTheFieldOfAStructThatSparkDoesNotRead(String type) {
        columns.add(column("value", type));
        assertInvalid(
                this::parse,
                "the type of its column 'value' is '" + type
                        + "', which is no type of Hive or Spark SQL: its field 'order-id' must have letters, digits and "
                        + "underscores only. Name it 'order_id' in the catalog and map it by a SerDe parameter mapping.*");
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
                                .serdeInfo(
                                        info -> info.serializationLibrary(serde).parameters(serdeParameters))
                                .columns(columns))
                        .build());
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }
}
