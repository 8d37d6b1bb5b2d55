package io.streamlab.join.deployment;

import static io.streamlab.join.deployment.Template.list;
import static io.streamlab.join.deployment.Template.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.catalog.SourceCatalog;
import io.streamlab.join.catalog.SourceTable;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.record.RejectedRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** The tables that the template puts into the catalog. */
class SourceTableTest {
    /** The example's, which the local stand-in has, too. */
    private static final Path COLUMNS =
            Path.of("local/example/src/main/resources/io/streamlab/local/example/columns.txt");

    private final Resolver template = Resolver.of(Template.read("stream-job"));

    @Test
    void jobReadsTheStreamAndTheExamplesColumnsFromTheTable() throws IOException {
        Map<String, Object> table = map(template.properties("StreamTable").get("TableInput"));

        SourceTable source;
        try (AnsweringCatalog catalog = AnsweringCatalog.with(table)) {
            source = SourceCatalog.find(ExampleConfig.with().source());
            assertThat(catalog.lastRequest())
                    .contains("\"DatabaseName\":\"my_kinesis_db\"", "\"Name\":\"my_stream_src_table\"");
        }

        assertThat(source.stream()).isEqualTo("arn:aws:kinesis:us-east-1:123456789012:stream/my_stream");
        assertThat(source.endpoint().orElseThrow()).hasToString("https://kinesis.us-east-1.amazonaws.com");
        StructType expected = new StructType();
        for (String column : Files.readAllLines(COLUMNS)) {
            expected = expected.add(column, DataTypes.StringType);
        }
        assertThat(source.schema()).isEqualTo(expected);
    }

    @Test
    void tableOfAnotherStreamNamesThatStream() {
        Map<String, Object> storage = map(map(Resolver.of(Template.read("stream-job"), "StreamName", "orders")
                        .properties("StreamTable")
                        .get("TableInput"))
                .get("StorageDescriptor"));

        assertThat(map(storage.get("Parameters")))
                .containsEntry("streamARN", "arn:aws:kinesis:us-east-1:123456789012:stream/orders");
    }

    @Test
    void tablesCanBeLeftToOthers() {
        Resolver own = Resolver.of(
                Template.read("stream-job"),
                "CreateStream",
                "false",
                "CreateDatabase",
                "false",
                "CreateSourceTable",
                "false");

        assertThat(own.exists("Stream")).isFalse();
        assertThat(own.exists("GlueDatabase")).isFalse();
        assertThat(own.exists("StreamTable")).isFalse();
        assertThat(own.properties("RejectedRecordsTable")).containsEntry("DatabaseName", "my_kinesis_db");
    }

    @Test
    void rejectedRecordsAreFoundWhereTheJobPutsThem() {
        Map<String, Object> storage =
                map(map(template.properties("RejectedRecordsTable").get("TableInput"))
                        .get("StorageDescriptor"));
        Map<String, Object> arguments = map(template.properties("Job").get("DefaultArguments"));

        assertThat(storage.get("Location")).isEqualTo(arguments.get("--rejected_path"));
        assertThat(list(map(template.properties("RejectedRecordsTable").get("TableInput"))
                        .get("PartitionKeys")))
                .containsExactly(Map.of("Name", "arrived_on", "Type", "string"));
        assertThat(list(storage.get("Columns")).stream()
                        .map(column ->
                                map(column).get("Name") + " " + map(column).get("Type")))
                .containsExactlyElementsOf(Stream.of(RejectedRecords.schema().fields())
                        .map(column -> column.name() + " " + column.dataType().catalogString())
                        .toList());
    }

    @Test
    void savedQueryIsTheExamples() {
        assertThat(((String) template.properties("ExampleQuery").get("QueryString")).replaceAll("\\s+", " "))
                .isEqualTo("select shipdate, unitssold, impressiontime, code, combinedname "
                        + "from my_kinesis_db.hudi_table where combinedname is not null limit 10 ");
    }
}
