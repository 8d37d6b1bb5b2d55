package io.streamlab.join.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.streamlab.kinesis.record.AggregatedRecordWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;

/** What docs/DATA_FORMS.md promises, under spark-submit: also with the Jackson of Spark 3.5, which has limits of its own. */
class DataFormsIT extends TestedPipeline {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"4.0", "5.1"})
    void everyVersionReadsTheSameForms(String version) throws IOException {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("uuid", "string");
        columns.put("country", "string");
        columns.put("orderdate", "string");
        columns.put("detail", "string");
        columns.put("detail_type", "string");
        columns.put("order-note", "string");
        columns.put("ratio", "double");
        columns.put("unitssold", "int");
        columns.put("shipped", "timestamp");
        Map<String, String> arguments = new LinkedHashMap<>(pipeline.describeSourceAsAwsDoes(
                columns, Map.of("mapping.detail_type", "detail-type", "paths", "uuid,detail")));
        arguments.putAll(Map.of(
                "glue_version",
                version,
                "rename_columns",
                "order-note=order_note",
                "non_finite_numbers",
                "null",
                "drop_columns",
                "country,countryname"));
        String deep = "[".repeat(1_001) + "]".repeat(1_001);
        pipeline.putPayloads(List.of(
                text(order("1", "'detail-type':'A','detail_type':'no','order-note':'n'") + "\n"
                        + "{'uuid':'2', bro ken}\n" + order("3", "'detail':{'price':1.10,'n':[1e400]}") + "\n"),
                packed("[" + order("4", "'ratio':NaN") + "," + order("5", "'ratio':0.5") + "]"),
                text(order("6", "'deep':" + deep + ",'long':" + "1".repeat(2_000) + ",'nan':[NaN,-Infinity]")),
                text(order("7", "'detail':" + deep)),
                text(order("8", "'unitssold':'x','UnitsSold':3")),
                text(order("9", "'shipped':'2026-01-31T12:00:00.000+0000'")
                        + order("10", "'shipped':'2026-01-31 12:00:00+00'")
                        + order("11", "'shipped':'2026-01-31T12:00:00 UTC'")
                        + order("12", "'shipped':'2026-01-31t12:00:00z'")
                        + order("13", "'shipped':1769860800000")),
                text(order("half \\ud83d", "'unitssold':1")),
                AggregatedRecordWriter.proto3()
                        .add("first key", json(order("14", "'unitssold':14")))
                        .add("second key", json(order("15", "'unitssold':15")))
                        .bytes()));

        SubmittedJob job = pipeline.drain(arguments);

        assertThat(job.awaitExit()).as(job.output()).isZero();
        assertThat(pipeline.table(reader)
                        .selectExpr(
                                "uuid",
                                "detail_type",
                                "detail",
                                "order_note",
                                "ratio",
                                "combinedname",
                                "unitssold",
                                "shipped")
                        .collectAsList())
                .extracting(DataFormsIT::values)
                .containsExactlyInAnyOrder(
                        row("1", "A", null, "n", null, null, null),
                        row("3", null, "{\"price\":1.10,\"n\":[1e400]}", null, null, null, null),
                        row("4", null, null, null, null, null, null),
                        row("5", null, null, null, 0.5, null, null),
                        row("6", null, null, null, null, null, null),
                        row("7", null, deep, null, null, null, null),
                        row("8", null, null, null, null, 3, null),
                        row("9", null, null, null, null, null, NOON),
                        row("10", null, null, null, null, null, NOON),
                        row("11", null, null, null, null, null, NOON),
                        row("12", null, null, null, null, null, NOON),
                        row("13", null, null, null, null, null, NOON),
                        row("14", null, null, null, null, 14, null),
                        row("15", null, null, null, null, 15, null));
        assertThat(pipeline.rejected(reader)
                        .selectExpr("reason", "cast(payload as string)", "object_number")
                        .collectAsList())
                .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(2))
                .containsExactlyInAnyOrder(
                        tuple("NOT_JSON", "{\"uuid\":\"2\", bro ken}", 1),
                        tuple("TYPE_MISMATCH", json(order("half \\ud83d", "'unitssold':1")), 0));
    }

    /**
     * The table's row is updated once, so that Hudi has read the file that it wrote. Trino's
     * Hudi connector shows each timestamp with nine digits of a second.
     */
    @Test
    void catalogHasTheTypesThatTheRowsHave() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("uuid", "string");
        columns.put("country", "string");
        columns.put("orderdate", "string");
        columns.put("delivered_at", "timestamp");
        columns.put("due", "date");
        columns.put("tags", "array<string>");
        pipeline.describeSource(columns, Map.of());
        for (String tags : List.of("['x']", "['x',null,'y']")) {
            pipeline.putPayloads(List.of(
                    text(order("1", "'delivered_at':'2026-01-31T12:00:00.5Z','due':'2026-02-01','tags':" + tags))));
            SubmittedJob job = pipeline.drain(Map.of("drop_columns", "country,countryname"));
            assertThat(job.awaitExit()).as(job.output()).isZero();
        }

        String query = "select typeof(delivered_at), cast(delivered_at as varchar), typeof(due), cast(due as varchar),"
                + " json_format(cast(tags as json)) from " + pipeline.tableName();

        assertThat(LocalQueries.answer(List.of(query), "--engine", "trino"))
                .containsExactly(List.of(List.of(
                        "timestamp(9)", "2026-01-31 12:00:00.500000000", "date", "2026-02-01", "[\"x\",null,\"y\"]")));
    }

    @Test
    void namesThatTheTableCannotHaveAreRefusedAtTheStartAndByAValidation() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("uuid", "string");
        columns.put("country", "string");
        columns.put("orderdate", "string");
        columns.put("detail-type", "string");
        columns.put("nothing", "struct<>");
        pipeline.describeSource(columns, Map.of());
        String problem = "the source table's column 'detail-type' cannot be a column of the Hudi table";

        SubmittedJob validation = pipeline.drain(Map.of("validate", "true", "drop_columns", "countryname"));
        SubmittedJob start = pipeline.drain(Map.of("drop_columns", "countryname"));

        assertThat(validation.awaitExit()).isEqualTo(1);
        assertThat(validation.output())
                .contains("FAILED    columns of the stream and of the reference table: " + problem)
                .contains("column 'nothing' has a struct without fields");
        assertThat(start.awaitExit()).isEqualTo(2);
        assertThat(start.output()).contains(problem).contains("--rename_columns detail-type=detail_type");
    }

    private static List<Object> row(
            String uuid, String detailType, String detail, String note, Double ratio, Integer units, Instant shipped) {
        return Arrays.asList(
                uuid,
                detailType,
                detail,
                note,
                ratio,
                "IN-India",
                units,
                shipped == null ? null : Timestamp.from(shipped));
    }

    private static List<Object> values(Row row) {
        return IntStream.range(0, row.length()).mapToObj(row::get).collect(toList());
    }

    private static String order(String uuid, String fields) {
        return "{'uuid':'" + uuid + "','country':'India','orderdate':'1/4/10'," + fields + "}";
    }

    private static String json(String payload) {
        return payload.replace('\'', '"');
    }

    private static SdkBytes text(String payload) {
        return SdkBytes.fromUtf8String(json(payload));
    }

    private static SdkBytes packed(String payload) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(json(payload).getBytes(UTF_8));
        }
        return SdkBytes.fromByteArray(packed.toByteArray());
    }
}
