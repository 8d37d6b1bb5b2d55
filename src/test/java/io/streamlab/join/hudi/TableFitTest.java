package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.TargetConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableFitTest {
    private static final String EXAMPLE = "hoodie.table.name=hudi_table\nhoodie.table.recordkey.fields=uuid\n"
            + "hoodie.table.precombine.field=_event_order\n";

    @TempDir
    private Path table;

    @Test
    void everythingFitsWhereThereIsNoTable() {
        assertThat(problems()).isEmpty();
    }

    @Test
    void theTableOfTheSameConfigurationFits() throws IOException {
        writeProperties(EXAMPLE);
        writeCommit("{\"extraMetadata\": {\"_streaming_join.buckets\": \"4\"}}");

        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hoodie.table.version=8 | is of Hudi's table version 8, and the job reads the commits of versions up to 6: "
                        + "let Hudi 1.x take the table back (CALL downgrade_table(table => 'hudi_table', "
                        + "to_version => 'SIX')), or write a new table",
                "hoodie.table.version=9 | is of Hudi's table version 9, and the job reads the commits of versions up to 6: "
                        + "let Hudi 1.x take the table back (CALL downgrade_table(table => 'hudi_table', "
                        + "to_version => 'SIX')), or write a new table",
                "hoodie.table.type=MERGE_ON_READ | is a merge-on-read table, and the job writes copy-on-write tables: "
                        + "write a new table",
                "hoodie.populate.meta.fields=false | was created with hoodie.populate.meta.fields=false, so its rows have "
                        + "no key for Hudi to find them by: write a new table"
            })
    void namesATableThatTheJobCouldNotWriteSafely(String property, String problem) throws IOException {
        writeProperties(EXAMPLE + property + "\n");

        assertThat(problems()).containsExactly("the table in " + path() + " " + problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hoodie.table.version=5",
                "hoodie.table.version=6",
                "hoodie.table.type=COPY_ON_WRITE",
                "hoodie.populate.meta.fields=true"
            })
    void takesATableThatTheJobCanWrite(String property) throws IOException {
        writeProperties(EXAMPLE + property + "\n");

        assertThat(problems()).isEmpty();
    }

    @Test
    void aTableWithoutCommitsFits() throws IOException {
        writeProperties(EXAMPLE);

        assertThat(problems()).isEmpty();
    }

    @Test
    void namesAllThatDoesNotFit() throws IOException {
        writeProperties("hoodie.table.name=orders\nhoodie.table.recordkey.fields=order_id,line\n"
                + "hoodie.table.precombine.field=orderdate\nhoodie.table.partition.fields=region\n");
        writeCommit("{\"extraMetadata\": {\"_streaming_join.buckets\": \"2\"}}");

        assertThat(problems())
                .containsExactly(
                        "--target_table is 'hudi_table', but the table in " + path() + " has the name 'orders'",
                        "--record_key is [uuid], but the table in " + path() + " was created with [order_id, line]",
                        "the table in " + path()
                                + " orders the rows of a key by its column 'orderdate', but this job orders them by "
                                + "'_event_order'",
                        "--partition_fields makes partitions by [], but the table in " + path()
                                + " was created with partitions by [region]",
                        "the configuration asks for 4 buckets, but the table in " + path()
                                + " was created with 2 buckets, and otherwise a key would get a second row: give "
                                + "--write_profile, --expected_table_rows (of a table with partitions "
                                + "--expected_partition_rows) and --hudi_options as they were then, or write a new table");
    }

    @Test
    void comparesTheColumnsOfTheKeyThatHudiDoesNotKnow() throws IOException {
        writeProperties(EXAMPLE.replace("=uuid", "=_record_key"));
        writeCommit("{\"extraMetadata\": {\"_streaming_join.buckets\": \"4\", "
                + "\"_streaming_join.key_encoding\": \"text\", \"_streaming_join.record_key\": \"a,b\"}}");

        assertThat(problems("record_key", "a,b")).isEmpty();
        assertThat(problems("record_key", "b,a"))
                .containsExactly("--record_key is [b, a], but the table in " + path() + " was created with [a, b]");
    }

    @Test
    void refusesKeysOfAnotherForm() throws IOException {
        writeProperties(EXAMPLE.replace("=uuid", "=_record_key"));
        writeCommit("{\"extraMetadata\": {\"_streaming_join.buckets\": \"4\", "
                + "\"_streaming_join.key_encoding\": \"text2\", \"_streaming_join.record_key\": \"uuid\"}}");

        assertThat(problems())
                .containsExactly(
                        "the table in " + path() + " has keys of the form 'text2', and the configuration or this "
                                + "version of the job makes others: a key would get a second row. Give the columns of "
                                + "--record_key the types that they had, or start the version of the job that wrote the table");
    }

    @Test
    void theTableOfTheSamePartitionsFits() throws IOException {
        writeProperties(EXAMPLE.replace("=uuid", "=uuid,orderdate_day")
                + "hoodie.table.partition.fields=region,orderdate_day\n");
        writeCommit("{\"extraMetadata\": {\"_streaming_join.buckets\": \"4\", "
                + "\"_streaming_join.unique_keys\": \"table\"}}");

        assertThat(problems("partition_fields", "region,day(orderdate)")).isEmpty();
    }

    @Test
    void namesPartitionsThatAreOthersAndWhereKeysWereUnique() throws IOException {
        writeProperties(EXAMPLE.replace("=uuid", "=uuid,orderdate_day")
                + "hoodie.table.partition.fields=region,orderdate_day\n");
        writeCommit("{\"extraMetadata\": {\"_streaming_join.buckets\": \"4\", "
                + "\"_streaming_join.unique_keys\": \"partition\"}}");

        assertThat(problems("partition_fields", "region,month(orderdate)"))
                .containsExactly(
                        "--record_key is [uuid], but the table in " + path()
                                + " was created with [uuid, orderdate_day]",
                        "--partition_fields makes partitions by [region, orderdate_month], but the table in " + path()
                                + " was created with partitions by [region, orderdate_day]",
                        "--unique_keys is table, but the table in " + path() + " was created with partition");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "join_key    | country STRING, exact | country STRING, trimmed      | --join_columns and --join_comparison",
                "join_key_2  | region STRING, exact  | region STRING, units INT, exact | --join_columns and --join_comparison",
                "event_order | orderdate as STRING   | orderdate as a point in time | --ordering_field and --ordering_format",
            })
    void refusesColumnsThatAreMadeOfSomethingElse(String column, String written, String configured, String arguments)
            throws IOException {
        String note = "_streaming_join." + column;
        writeProperties(EXAMPLE);
        writeCommit("{\"extraMetadata\": {\"" + note + "\": \"" + written + "\", \"_streaming_join.buckets\": \"4\"}}");

        assertThat(problems(Map.of("_" + column, written))).isEmpty();
        assertThat(problems(Map.of("_" + column, configured)))
                .containsExactly("the configuration makes the column '_" + column + "' of " + configured
                        + ", and that of the table in " + path() + " is made of " + written
                        + ": values of the two cannot be compared, so give " + arguments
                        + " as they were then, or write a new table");
    }

    @Test
    void rowsWhoseOrderWasNotNotedFit() throws IOException {
        writeProperties(EXAMPLE);
        writeCommit("{\"extraMetadata\": {\"_streaming_join.buckets\": \"4\"}}");

        assertThat(problems(Map.of("_event_order", "orderdate as a point in time")))
                .isEmpty();
    }

    @Test
    void saysWhichPropertiesItCannotRead() throws IOException {
        writeProperties(EXAMPLE);
        // Hadoop's own header, 512 bytes to a checksum, and a checksum that is wrong.
        write(".hoodie.properties.crc", "crc\0\0\0\2\0wrong");

        assertThatThrownBy(this::problems)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("The properties of the Hudi table cannot be read: " + table);
    }

    private List<String> problems(String... keysAndValues) {
        return problems(Map.of(), keysAndValues);
    }

    /** Of a table with four buckets, with partitions or without. */
    private List<String> problems(Map<String, String> definitions, String... keysAndValues) {
        List<String> options = new ArrayList<>(List.of(
                "target_path", path(),
                "expected_table_rows", "1200000",
                "expected_partition_rows", "1200000"));
        options.addAll(List.of(keysAndValues));
        TargetConfig target = ExampleConfig.with(options.toArray(String[]::new)).target();
        TablePlan plan = TablePlan.of(target, new StructType(), definitions);
        return ExistingTable.read(table.toString(), new Configuration())
                .map(existing -> TableFit.problems(plan.ofTable(existing), existing))
                .orElse(List.of());
    }

    private String path() {
        return table.toUri().toString();
    }

    private void writeProperties(String content) throws IOException {
        write("hoodie.properties", content);
    }

    private void writeCommit(String content) throws IOException {
        write("20260131120000000.commit", content);
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(Files.createDirectories(table.resolve(".hoodie")).resolve(name), content);
    }
}
