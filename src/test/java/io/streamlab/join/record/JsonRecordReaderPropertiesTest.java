package io.streamlab.join.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

class JsonRecordReaderPropertiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final StructType SCHEMA = new StructType()
            .add("key", "string")
            .add("order", "bigint")
            .add("tiny", "tinyint")
            .add("small", "smallint")
            .add("number", "int")
            .add("single", "float")
            .add("real", "double")
            .add("price", "decimal(20,4)")
            .add("flag", "boolean")
            .add("day", "date")
            .add("moment", "timestamp")
            .add("bytes", "binary")
            .add("list", "array<string>")
            .add("pairs", "map<string,double>")
            .add("nested", "struct<a:int,b:array<bigint>>");

    private static final JsonRecordReader READER = new JsonRecordReader(SCHEMA, List.of("key"), true);

    @Property(tries = 2000)
    void anyBytesBecomeARowOrARejection(@ForAll byte[] payload) {
        readOrReject(payload);
    }

    @Property(tries = 2000)
    void anyScalarInAnyColumnBecomesARowOrARejection(
            @ForAll("columns") String column, @ForAll("scalars") String scalar) {
        readOrReject("{\"key\": \"a\", \"order\": 1, \"%s\": %s}"
                .formatted(column, scalar)
                .getBytes(UTF_8));
    }

    @Property(tries = 500)
    void aDamagedRecordBecomesARowOrARejection(
            @ForAll("records") Fields record, @ForAll @IntRange(min = 0, max = 10_000) int position, @ForAll byte value)
            throws JsonProcessingException {
        byte[] payload = JSON.writeValueAsBytes(record.json);
        payload[position % payload.length] = value;
        readOrReject(payload);
    }

    @Property(tries = 300)
    void aRecordThatFitsIsReadAsItIs(@ForAll("records") Fields record)
            throws JsonProcessingException, RejectedRecordException {
        Row row = READER.read(JSON.writeValueAsBytes(record.json));

        List<Object> expected = new ArrayList<>(record.values);
        expected.add(null);
        assertThat(row).isEqualTo(RowFactory.create(expected.toArray()));
        assertThat(catalyst(row)).isNotNull();
    }

    /** What is read must be what Spark can hold: a failure behind the reader would fail the batch, at each replay. */
    private static void readOrReject(byte[] payload) {
        try {
            assertThat(catalyst(READER.read(payload))).isNotNull();
        } catch (RejectedRecordException e) {
            assertThat(e).message().isNotBlank();
        }
    }

    private static Object catalyst(Row row) {
        return CatalystTypeConverters.createToCatalystConverter(SCHEMA.add("_unknown_fields", "string"))
                .apply(row);
    }

    @Provide
    Arbitrary<String> columns() {
        return Arbitraries.of(SCHEMA.fieldNames());
    }

    @Provide
    Arbitrary<String> scalars() {
        Arbitrary<String> numbers = Combinators.combine(
                        Arbitraries.bigIntegers(),
                        Arbitraries.strings().numeric().ofMaxLength(5),
                        exponents())
                .as((digits, fraction, exponent) -> digits + (fraction.isEmpty() ? "" : "." + fraction) + exponent);
        Arbitrary<String> dates = Combinators.combine(
                        Arbitraries.integers().between(-300_000, 300_000),
                        Arbitraries.integers().between(0, 13),
                        Arbitraries.integers().between(0, 32),
                        Arbitraries.of("", "T00:00:00Z", " 23:59:59.9999999", "T12:00:00+18:00", "T25:00:00"))
                .as((year, month, day, time) ->
                        "%s%04d-%02d-%02d%s".formatted(year > 9999 ? "+" : "", year, month, day, time));
        Arbitrary<String> words = Arbitraries.of("true", "null", "\"\"", "\"NaN\"", "[]", "{}", "\"1d\"");
        return Arbitraries.oneOf(numbers, numbers.map(this::quoted), dates.map(this::quoted), words);
    }

    private Arbitrary<String> exponents() {
        return Arbitraries.oneOf(
                Arbitraries.just(""), Arbitraries.longs().map(exponent -> "e" + exponent), Arbitraries.of("e9", "E-4"));
    }

    private String quoted(String text) {
        return '"' + text + '"';
    }

    /** A value for each column, and how JSON has it; all but the first two may be null or left out. */
    @Provide
    Arbitrary<Fields> records() {
        Arbitrary<Fields> fields = Arbitraries.just(new Fields());
        fields = with(fields, "key", text().filter(key -> !key.isEmpty()), key -> key);
        fields = with(fields, "order", Arbitraries.longs(), order -> order);
        fields = with(fields, "tiny", Arbitraries.bytes().injectNull(0.1), tiny -> tiny);
        fields = with(fields, "small", Arbitraries.shorts().injectNull(0.1), String::valueOf);
        fields = with(fields, "number", Arbitraries.integers().injectNull(0.1), number -> number);
        fields = with(fields, "single", Arbitraries.floats().injectNull(0.1), single -> single);
        fields = with(fields, "real", Arbitraries.doubles().injectNull(0.1), real -> real);
        fields = with(fields, "price", prices().injectNull(0.1), price -> price);
        fields = with(fields, "flag", Arbitraries.of(true, false).injectNull(0.1), flag -> flag);
        fields = with(fields, "day", days().injectNull(0.1), LocalDate::toString);
        fields = with(fields, "moment", moments().injectNull(0.1), Instant::toString);
        fields = with(
                fields,
                "bytes",
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20).injectNull(0.1),
                bytes -> Base64.getEncoder().encodeToString(bytes));
        fields = with(fields, "list", text().injectNull(0.1).list().ofMaxSize(5).injectNull(0.1), list -> list);
        fields = with(
                fields,
                "pairs",
                Arbitraries.maps(text(), Arbitraries.doubles()).ofMaxSize(5).injectNull(0.1),
                pairs -> pairs);
        return with(
                fields,
                "nested",
                Arbitraries.longs().list().ofMaxSize(5).injectNull(0.1),
                list -> Map.of("A", 7, "b", list));
    }

    private static <T> Arbitrary<Fields> with(
            Arbitrary<Fields> fields, String column, Arbitrary<T> values, Function<T, Object> json) {
        return Combinators.combine(fields, values)
                .as((before, value) -> before.and(column, value, value == null ? null : json.apply(value)));
    }

    /** Any text but half a surrogate pair, which UTF-8 does not have. */
    private static Arbitrary<String> text() {
        return Arbitraries.strings().all().ofMaxLength(20).filter(text -> text.equals(roundTrip(text)));
    }

    private static String roundTrip(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    private static Arbitrary<BigDecimal> prices() {
        return Arbitraries.bigIntegers()
                .between(
                        BigInteger.TEN.pow(20).negate().add(BigInteger.ONE),
                        BigInteger.TEN.pow(20).subtract(BigInteger.ONE))
                .map(unscaled -> new BigDecimal(unscaled, 4));
    }

    private static Arbitrary<LocalDate> days() {
        return Arbitraries.longs()
                .between(
                        LocalDate.of(1, 1, 1).toEpochDay(),
                        LocalDate.of(9999, 12, 31).toEpochDay())
                .map(LocalDate::ofEpochDay);
    }

    private static Arbitrary<Instant> moments() {
        return Arbitraries.longs()
                .between(
                        Instant.parse("0001-01-01T00:00:00Z").toEpochMilli(),
                        Instant.parse("9999-12-31T23:59:59Z").toEpochMilli())
                .map(Instant::ofEpochMilli);
    }

    private static final class Fields {
        private final Map<String, Object> json;
        private final List<Object> values;

        Fields() {
            this(Map.of(), List.of());
        }

        private Fields(Map<String, Object> json, List<Object> values) {
            this.json = json;
            this.values = values;
        }

        Fields and(String column, Object value, Object jsonValue) {
            Map<String, Object> moreJson = new LinkedHashMap<>(json);
            if (jsonValue != null || column.length() % 2 == 0) {
                moreJson.put(column.toUpperCase(Locale.ROOT), jsonValue);
            }
            List<Object> moreValues = new ArrayList<>(values);
            moreValues.add(scala(column, value));
            return new Fields(moreJson, moreValues);
        }

        private static Object scala(String column, Object value) {
            if (column.equals("nested")) {
                return value == null
                        ? null
                        : RowFactory.create(
                                7, JavaConverters.asScalaBuffer((List<?>) value).toSeq());
            }
            if (value instanceof List) {
                return JavaConverters.asScalaBuffer((List<?>) value).toSeq();
            }
            return value instanceof Map ? JavaConverters.mapAsScalaMap(new HashMap<>((Map<?, ?>) value)) : value;
        }

        @Override
        public String toString() {
            return json.toString();
        }
    }
}
