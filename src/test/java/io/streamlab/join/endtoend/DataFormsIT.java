package io.streamlab.join.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;

/** What docs/DATA_FORMS.md promises, under spark-submit: also with the Jackson of Spark 3.5, which has limits of its own. */
class DataFormsIT extends TestedPipeline {
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
        pipeline.describeSource(columns, Map.of("mapping.detail_type", "detail-type", "paths", "uuid,detail"));
        String deep = "[".repeat(1_001) + "]".repeat(1_001);
        pipeline.putPayloads(List.of(
                text(order("1", "'detail-type':'A','detail_type':'no','order-note':'n'") + "\n"
                        + "{'uuid':'2', bro ken}\n" + order("3", "'detail':{'price':1.10,'n':[1e400]}") + "\n"),
                packed("[" + order("4", "'ratio':NaN") + "," + order("5", "'ratio':0.5") + "]"),
                text(order("6", "'deep':" + deep + ",'long':" + "1".repeat(2_000) + ",'nan':[NaN,-Infinity]")),
                text(order("7", "'detail':" + deep))));

        SubmittedJob job = pipeline.drain(Map.of(
                "glue_version",
                version,
                "rename_columns",
                "order-note=order_note",
                "non_finite_numbers",
                "null",
                "drop_columns",
                "country,countryname"));

        assertThat(job.awaitExit()).as(job.output()).isZero();
        assertThat(pipeline.table(reader)
                        .selectExpr("uuid", "detail_type", "detail", "order_note", "ratio", "combinedname")
                        .collectAsList())
                .extracting(
                        row -> row.get(0),
                        row -> row.get(1),
                        row -> row.get(2),
                        row -> row.get(3),
                        row -> row.get(4),
                        row -> row.get(5))
                .containsExactlyInAnyOrder(
                        tuple("1", "A", null, "n", null, "IN-India"),
                        tuple("3", null, "{\"price\":1.10,\"n\":[1e400]}", null, null, "IN-India"),
                        tuple("4", null, null, null, null, "IN-India"),
                        tuple("5", null, null, null, 0.5, "IN-India"),
                        tuple("6", null, null, null, null, "IN-India"),
                        tuple("7", null, deep, null, null, "IN-India"));
        assertThat(pipeline.rejected(reader)
                        .selectExpr("reason", "cast(payload as string)", "object_number")
                        .collectAsList())
                .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(2))
                .containsExactly(tuple("NOT_JSON", "{\"uuid\":\"2\", bro ken}", 1));
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

    private static String order(String uuid, String fields) {
        return "{'uuid':'" + uuid + "','country':'India','orderdate':'1/4/10'," + fields + "}";
    }

    private static SdkBytes text(String payload) {
        return SdkBytes.fromUtf8String(payload.replace('\'', '"'));
    }

    private static SdkBytes packed(String payload) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(payload.replace('\'', '"').getBytes(UTF_8));
        }
        return SdkBytes.fromByteArray(packed.toByteArray());
    }
}
