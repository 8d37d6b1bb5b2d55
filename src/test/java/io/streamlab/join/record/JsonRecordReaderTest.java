package io.streamlab.join.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonFactory;
import io.streamlab.join.catalog.JsonFields;
import io.streamlab.join.config.NonFiniteNumbers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordReaderTest {
    private static final StructType SCHEMA =
            new StructType().add("uuid", "string").add("orderdate", "string").add("units", "int");

    @Test
    void readsTheColumnsByName() throws RejectedRecordException {
        Row row = read("{\"units\": 70, \"orderdate\": \"1/4/10\", \"uuid\": \"a\"}");

        assertThat(row.toString()).isEqualTo("[a,1/4/10,70]");
    }

    @Test
    void comparesNamesWithoutRegardToCase() throws RejectedRecordException {
        assertThat(read("{\"UUID\": \"a\", \"orderDate\": \"b\", \"Units\": 1}").toString())
                .isEqualTo("[a,b,1]");
    }

    @Test
    void skipsFieldsThatAreNoColumns() throws RejectedRecordException {
        assertThat(read("{\"uuid\": \"a\", \"x\": {\"uuid\": [\"b\", {}]}, \"orderdate\": \"c\", \"y\": [1]}")
                        .toString())
                .isEqualTo("[a,c,null]");
    }

    @Test
    void takesTheLastOfAFieldThatOccursTwice() throws RejectedRecordException {
        assertThat(read("{\"uuid\": \"a\", \"orderdate\": \"b\", \"units\": 1, \"UNITS\": 2}")
                        .getInt(2))
                .isEqualTo(2);
    }

    @Test
    void keepsTextOfEveryScript() throws RejectedRecordException {
        assertThat(read("{\"uuid\": \"\\u00e9 é 日本 \\ud83d\\ude00 😀 \\n\", \"orderdate\": \"b\"}")
                        .getString(0))
                .isEqualTo("é é 日本 😀 😀 \n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "string                      | \"text\"                     | text",
                "string                      | \" \"                        | ` `",
                "string                      | 1.50                         | 1.50",
                "string                      | 1e5                          | 1e5",
                "string                      | true                         | true",
                "boolean                     | false                        | false",
                "boolean                     | \"True\"                     | true",
                "tinyint                     | -128                         | -128",
                "smallint                    | 32767                        | 32767",
                "int                         | \" 70 \"                     | 70",
                "bigint                      | 9007199254740993             | 9007199254740993",
                "float                       | 0.5                          | 0.5",
                "double                      | \"97.44\"                    | 97.44",
                "decimal(10,2)               | 97.4                         | 97.40",
                "date                        | \"2026-01-31\"               | 2026-01-31",
                "timestamp                   | \"2026-01-31T12:00:00+02:00\" | 2026-01-31T10:00:00Z",
                "timestamp                   | 1769860800                   | 2026-01-31T12:00:00Z",
                "timestamp                   | 1769860800123                | 2026-01-31T12:00:00.123Z",
                "string                      | NaN                          | NaN",
                "string                      | {}                           | {}",
                "string                      | [ ]                          | []",
                "string                      | {\"sku\": \"A-1\", \"qty\": 2} | {\"sku\":\"A-1\",\"qty\":2}",
                "string                      | {\"a\": [1.10, 1e400, -0, 12345678901234567890.120], \"a\": null} | {\"a\":[1.10,1e400,-0,12345678901234567890.120],\"a\":null}",
                "string                      | [true, NaN, {\"é\": \"\\n\\\"\"}] | [true,\"NaN\",{\"é\":\"\\n\\\"\"}]",
                "string                      | [\"a\\ud83d\", \"\\ud83d\\ude00\"] | [\"a\\ud83d\",\"😀\"]",
                "array<string>               | [{\"a\": 1}, \"x\", 2.50]     | List({\"a\":1}, x, 2.50)",
                "map<string,string>          | {\"a\": [1, 2], \"b\": false} | Map(a -> [1,2], b -> false)",
                "struct<a:string>            | {\"a\": {\"b\": 1.0}}          | [{\"b\":1.0}]",
                "array<int>                  | []                           | List()",
                "array<int>                  | [1, null, \"2\"]             | List(1, null, 2)",
                "array<array<string>>        | [[\"a\"], null, []]          | List(List(a), null, List())",
                "map<string,int>             | {\"a\": 1, \"A\": null}      | Map(a -> 1, A -> null)",
                "struct<a:int,b:string>      | {\"B\": \"x\", \"c\": [{}]}  | [null,x]",
                "struct<a:array<struct<b:int>>> | {\"a\": [{\"b\": 1}, {}]}  | [List([1], [null])]",
            })
    void readsEveryType(String type, String json, String value) throws RejectedRecordException {
        assertThat(readValue(type, json)
                        .toString()
                        .replace("ArrayBuffer", "List")
                        .replace("Buffer", "List"))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "string",
                "boolean",
                "int",
                "decimal(4,2)",
                "date",
                "timestamp",
                "binary",
                "array<int>",
                "map<string,int>",
                "struct<a:int>"
            })
    void readsNullAsNullForEveryType(String type) throws RejectedRecordException {
        assertThat(readValue(type, "null")).isNull();
    }

    @Test
    void readsBinaryFromBase64() throws RejectedRecordException {
        assertThat(readValue("binary", "\"Zm9v\"")).isEqualTo("foo".getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "string          | \"a\\ud83d\"          | has half a surrogate pair, which is no character, | STRING",
                "array<string>   | [\"\\ude00\\ud83d\"]  | has an element that has half a surrogate pair, which is no character, | ARRAY<STRING>",
                "map<string,int> | {\"\\ud83d\": 1}       | has a field '\ud83d' that has half a surrogate pair, which is no character, | MAP<STRING, INT>",
                "int             | NaN                    | is 'NaN'                | INT",
                "decimal(4,2)    | -Infinity              | is '-Infinity'          | DECIMAL(4,2)",
                "float           | NaN                    | is 'NaN'                | FLOAT",
                "double          | Infinity               | is 'Infinity'           | DOUBLE",
                "boolean         | 1                      | is '1'                  | BOOLEAN",
                "tinyint         | 128                    | is '128'                | TINYINT",
                "smallint        | 40000                  | is '40000'              | SMALLINT",
                "int             | 1.5                    | is '1.5'                | INT",
                "int             | true                   | is 'true'               | INT",
                "int             | \"\"                   | is ''                   | INT",
                "bigint          | 1e999999999            | is '1e999999999'        | BIGINT",
                "float           | 1e39                   | is '1e39'               | FLOAT",
                "double          | \"NaN\"                | is 'NaN'                | DOUBLE",
                "decimal(4,2)    | 1e-999999999           | is '1e-999999999'       | DECIMAL(4,2)",
                "date            | 20260131               | is '20260131'           | DATE",
                "timestamp       | 1769                   | is '1769'               | TIMESTAMP",
                "timestamp       | \"1769860800\"         | is '1769860800'         | TIMESTAMP",
                "binary          | \"?\"                  | is '?'                  | BINARY",
                "binary          | 1234                   | is '1234'               | BINARY",
                "binary          | true                   | is 'true'               | BINARY",
                "array<int>      | 1                      | is '1'                  | ARRAY<INT>",
                "array<int>      | {}                     | is an object            | ARRAY<INT>",
                "array<int>      | [1, \"a\", \"b\"]      | has an element that is 'a' | ARRAY<INT>",
                "array<int>      | [[1], 2]               | has an element that is an array | ARRAY<INT>",
                "map<string,int> | []                     | is an array             | MAP<STRING, INT>",
                "map<string,int> | {\"a\": \"b\"}         | has a field 'a' that is 'b' | MAP<STRING, INT>",
                "struct<a:int>   | \"a\"                  | is 'a'                  | STRUCT<a: INT>",
                "struct<a:int>   | {\"A\": {\"b\": 1}}    | has a field 'A' that is an object | STRUCT<a: INT>",
                "array<struct<a:int>> | [{\"a\": \"x\"}]  | has an element that has a field 'a' that is 'x' "
                        + "| ARRAY<STRUCT<a: INT>>",
            })
    void rejectsWhatDoesNotFitTheColumn(String type, String json, String problem, String sqlType) {
        assertRejected(
                schemaWith(type),
                "{\"uuid\": \"a\", \"orderdate\": \"b\", \"Value\": " + json + ", \"last\": 1}",
                RejectionReason.TYPE_MISMATCH,
                "field 'Value' " + problem + " and does not fit the column's type " + sqlType);
    }

    @Test
    void showsTheBeginningOfALongValue() {
        assertRejected(
                SCHEMA,
                "{\"uuid\": \"a\", \"orderdate\": \"b\", \"units\": \"" + "x".repeat(61) + "\"}",
                RejectionReason.TYPE_MISMATCH,
                "field 'units' is '" + "x".repeat(60) + "...' and does not fit the column's type INT");
    }

    @Test
    void showsTheBeginningOfALongFieldName() {
        assertRejected(
                schemaWith("map<string,int>"),
                "{\"uuid\": \"a\", \"orderdate\": \"b\", \"value\": {\"" + "x".repeat(61) + "\": true}}",
                RejectionReason.TYPE_MISMATCH,
                "field 'value' has a field '" + "x".repeat(60)
                        + "...' that is 'true' and does not fit the column's type MAP<STRING, INT>");
    }

    @Test
    void namesTheFirstFieldThatDoesNotFit() {
        assertRejected(
                SCHEMA,
                "{\"uuid\": [], \"orderdate\": {}, \"units\": \"many\"}",
                RejectionReason.TYPE_MISMATCH,
                "field 'uuid' is an array and does not fit the column's type STRING");
    }

    @Test
    void takesNoTextOfAnObjectForAKey() {
        assertRejected(
                SCHEMA,
                "{\"uuid\": {\"a\": 1, \"b\": 2}}",
                RejectionReason.TYPE_MISMATCH,
                "field 'uuid' is an object and does not fit the column's type STRING");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"units\": \"x\", \"Units\": 3}",
                "{\"UNITS\": [1], \"units\": {}, \"Units\": 3}",
                "{\"units\": 1, \"uNits\": \"x\", \"UNITS\": \"3\"}",
            })
    void theLastFieldCountsOfThoseThatDifferInCase(String fields) throws RejectedRecordException {
        assertThat(read(fields.replace("{\"u", "{\"uuid\": \"a\", \"u").replace("{\"U", "{\"uuid\": \"a\", \"U"))
                        .get(2))
                .isEqualTo(3);
    }

    @Test
    void theLastFieldCountsAlsoWhereItDoesNotFit() {
        assertRejected(
                SCHEMA,
                "{\"uuid\": \"a\", \"units\": 3, \"Units\": \"x\"}",
                RejectionReason.TYPE_MISMATCH,
                "field 'Units' is 'x' and does not fit the column's type INT");
    }

    @Test
    void theLastFieldCountsInsideOfObjects() throws RejectedRecordException {
        assertThat(readValue("struct<a:int>", "{\"a\": \"x\", \"A\": 3}")).hasToString("[3]");
        assertThat(readValue("map<string,int>", "{\"a\": \"x\", \"a\": 3}")).hasToString("Map(a -> 3)");
    }

    @ParameterizedTest
    @CsvSource({
        "double, NaN, NaN",
        "double, '\"NaN\"', NaN",
        "float, NaN, NaN",
        "double, Infinity, Infinity",
        "double, -INF, -Infinity",
        "double, +INF, Infinity",
        "float, '\"-Infinity\"', -Infinity",
        "array<double>, '[1, NaN]', '[1.0, NaN]'",
        "struct<a:double>, '{\"a\": NaN}', '[NaN]'",
    })
    void keepsNumbersThatAreNotFiniteOrMakesThemNullWhenAsked(String type, String json, String value)
            throws RejectedRecordException {
        assertThat(readValue(type, json, NonFiniteNumbers.KEEP)
                        .toString()
                        .replaceAll("^[A-Za-z]*\\(?[A-Za-z]+\\((.*)\\)$", "[$1]"))
                .isEqualTo(value);
        Object orNull = readValue(type, json, NonFiniteNumbers.NULL);
        assertThat(orNull == null || orNull.toString().contains("null")).isTrue();
        assertThat(catchThrowableOfType(RejectedRecordException.class, () -> readValue(type, json)))
                .isNotNull();
    }

    @Test
    void keysAndOrdersAreFiniteWhateverTheOptionSays() {
        StructType schema = StructType.fromDDL("key double, moment double");
        JsonRecordReader reader = new JsonRecordReader(
                schema, JsonFields.byName(), List.of("key"), "moment", NonFiniteNumbers.KEEP, false);

        for (String payload : List.of("{\"key\": NaN, \"moment\": 1}", "{\"key\": 1, \"moment\": Infinity}")) {
            assertThat(catchThrowableOfType(RejectedRecordException.class, () -> reader.read(payload.getBytes(UTF_8)))
                            .reason())
                    .isEqualTo(RejectionReason.TYPE_MISMATCH);
        }
    }

    @Test
    void numbersThatAreNotFiniteDoNoHarmInFieldsThatAreNoColumns() throws RejectedRecordException {
        String payload = "{\"uuid\": \"a\", \"x\": NaN, \"y\": [Infinity, {\"z\": -Infinity}]}";

        assertThat(read(payload).getString(0)).isEqualTo("a");
        assertThat(new JsonRecordReader(SCHEMA, List.of("uuid"), true)
                        .read(payload.getBytes(UTF_8))
                        .getString(3))
                .isEqualTo("{\"x\":\"NaN\",\"y\":[\"Infinity\",{\"z\":\"-Infinity\"}]}");
    }

    /** Jackson 2.13 takes them for an attack, and notices them in a later record than those that brought them. */
    @Test
    void namesThatCollideInJacksonsTableAreNoFault() {
        assertThat(Json.FACTORY.isEnabled(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t "})
    void rejectsAnEmptyPayload(String payload) {
        assertRejected(SCHEMA, payload, RejectionReason.NOT_JSON, "the payload is empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{", "{\"uuid\": ", "{\"uuid\": \"a}", "{'uuid': 'a'}", "{uuid: \"a\"}", "{\"uuid\": \"a\",}", "}",
                "{\"units\": 01}", "{\"units\": nan}", "{\"units\": [1, 2}", "[1, 2", "text", "a,b,c", "\"\\x\"",
                "{\"uuid\": \"a\"} // comment"
            })
    void rejectsWhatIsNoJson(String payload) {
        RejectedRecordException rejection = rejection(SCHEMA, payload.getBytes(UTF_8));
        assertThat(rejection.reason()).isEqualTo(RejectionReason.NOT_JSON);
        assertThat(rejection).hasMessageStartingWith("the payload is not JSON: ");
    }

    @Test
    void rejectsTextThatIsNotUtf8() {
        byte[] payload = "{\"uuid\": \"é\", \"orderdate\": \"b\"}".getBytes(StandardCharsets.ISO_8859_1);
        RejectedRecordException rejection = rejection(SCHEMA, payload);
        assertThat(rejection.reason()).isEqualTo(RejectionReason.NOT_JSON);
        assertThat(rejection).hasMessageStartingWith("the payload is not JSON: Invalid UTF-8");
    }

    @Test
    void tellsAPayloadThatIsNoJsonAsSuchEvenAfterAFieldThatDoesNotFit() {
        RejectedRecordException rejection = rejection(SCHEMA, "{\"units\": \"many\", ".getBytes(UTF_8));
        assertThat(rejection.reason()).isEqualTo(RejectionReason.NOT_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "{}{\"uuid\": \"a\"}", "[] 1", "1 2"})
    void rejectsSeveralDocumentsInOnePayload(String payload) {
        assertRejected(
                SCHEMA, payload, RejectionReason.NOT_JSON, "the payload goes on behind the end of its JSON document");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{\"uuid\": \"a\"}] | START_ARRAY",
                "\"text\"            | VALUE_STRING",
                "12                  | VALUE_NUMBER_INT",
                "1.5                 | VALUE_NUMBER_FLOAT",
                "true                | VALUE_TRUE",
                "null                | VALUE_NULL",
            })
    void rejectsJsonThatIsNoObject(String payload, String token) {
        assertRejected(
                SCHEMA,
                payload,
                RejectionReason.NOT_AN_OBJECT,
                "the payload is JSON but no object: it begins with " + token);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"orderdate\": \"b\"}                   | missing or null",
                "{\"uuid\": null, \"orderdate\": \"b\"}   | missing or null",
                "{\"uuid\": \"\", \"orderdate\": \"b\"}   | empty",
                "{}                                       | missing or null",
            })
    void rejectsARecordWithoutItsKey(String payload, String lack) {
        assertRejected(
                SCHEMA, payload, RejectionReason.MISSING_RECORD_KEY, "field 'uuid' is the record key and is " + lack);
    }

    @Test
    void requiresEveryColumnOfTheRecordKey() {
        JsonRecordReader reader = new JsonRecordReader(SCHEMA, List.of("uuid", "units"), false);
        byte[] payload = "{\"uuid\": \"a\", \"orderdate\": \"b\"}".getBytes(UTF_8);

        RejectedRecordException rejection =
                catchThrowableOfType(RejectedRecordException.class, () -> reader.read(payload));
        assertThat(rejection.reason()).isEqualTo(RejectionReason.MISSING_RECORD_KEY);
        assertThat(rejection).hasMessage("field 'units' is the record key and is missing or null");
    }

    /** Otherwise each half would become a question mark, and two keys one. */
    @ParameterizedTest
    @ValueSource(strings = {"a\\ud800", "a\\ud801", "\\udc00", "\\ude00\\ud83d", "x\\ud83d y"})
    void rejectsHalfASurrogatePairInAKey(String key) {
        assertRejected(
                SCHEMA,
                "{\"uuid\": \"" + key + "\", \"orderdate\": \"b\"}",
                RejectionReason.TYPE_MISMATCH,
                "field 'uuid' has half a surrogate pair, which is no character, and does not fit the column's type STRING");
    }

    @Test
    void survivesDeepNesting() {
        String payload = "{\"x\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertRejected(
                SCHEMA,
                payload,
                RejectionReason.MISSING_RECORD_KEY,
                "field 'uuid' is the record key and is missing or null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"uuid\": \"a\", \"units\": 1}                       | ",
                "{\"uuid\": \"a\", \"x\": 1}                           | {\"x\":1}",
                "{\"X\": 1, \"uuid\": \"a\", \"x\": null}                | {\"X\":1,\"x\":null}",
                "{\"x\": 1, \"uuid\": \"a\", \"x\": 2}                  | {\"x\":2}",
                "{\"uuid\": \"a\", \"x\": [1, {\"y\": [ ]}, \"é\\n\"]}      | {\"x\":[1,{\"y\":[]},\"é\\n\"]}",
                "{\"uuid\": \"a\", \"x\": [1.50, 1e400, 123456789012345678901234567890, true]}"
                        + " | {\"x\":[1.50,1e400,123456789012345678901234567890,true]}",
                "{\"uuid\": \"a\", \"\\\"\": \"\\u0000\"}                 | {\"\\\"\":\"\\u0000\"}",
                "{\"uuid\": \"a\", \"\\ud83d\": \"\\ude00 😀\"}           | {\"\\ud83d\":\"\\ude00 😀\"}",
            })
    void keepsFieldsThatAreNoColumnsWhenAsked(String payload, String unknown) throws RejectedRecordException {
        Row row = new JsonRecordReader(SCHEMA, List.of("uuid"), true).read(payload.getBytes(UTF_8));

        assertThat(row.length()).isEqualTo(4);
        assertThat(row.get(3)).isEqualTo(unknown);
    }

    @Test
    void keepsDeepNestingWhenAsked() throws RejectedRecordException {
        String nested = "[".repeat(100_000) + "]".repeat(100_000);

        Row row = new JsonRecordReader(SCHEMA, List.of("uuid"), true)
                .read(("{\"uuid\": \"a\", \"x\": " + nested + "}").getBytes(UTF_8));

        assertThat(row.getString(3)).isEqualTo("{\"x\":" + nested + "}");
    }

    private static Object readValue(String type, String json) throws RejectedRecordException {
        return readValue(type, json, NonFiniteNumbers.REJECT);
    }

    private static Object readValue(String type, String json, NonFiniteNumbers nonFinite)
            throws RejectedRecordException {
        return new JsonRecordReader(
                        schemaWith(type), JsonFields.byName(), List.of("uuid"), "orderdate", nonFinite, false)
                .read(("{\"uuid\": \"a\", \"orderdate\": \"b\", \"value\": " + json + "}").getBytes(UTF_8))
                .get(2);
    }

    private static Row read(String payload) throws RejectedRecordException {
        return reader(SCHEMA).read(payload.getBytes(UTF_8));
    }

    private static StructType schemaWith(String type) {
        return new StructType().add("uuid", "string").add("orderdate", "string").add("value", type);
    }

    private static void assertRejected(StructType schema, String payload, RejectionReason reason, String message) {
        RejectedRecordException rejection = rejection(schema, payload.getBytes(UTF_8));
        assertThat(rejection.reason()).isEqualTo(reason);
        assertThat(rejection).hasMessage(message);
    }

    private static RejectedRecordException rejection(StructType schema, byte[] payload) {
        RejectedRecordException rejection = catchThrowableOfType(
                RejectedRecordException.class, () -> reader(schema).read(payload));
        assertThat(rejection).as("the record is rejected").isNotNull();
        return rejection;
    }

    private static JsonRecordReader reader(StructType schema) {
        return new JsonRecordReader(schema, List.of("uuid"), false);
    }
}
