package io.streamlab.join.config;

import static io.streamlab.join.config.ExampleConfig.problemsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookupTablesTest {
    private static final String COUNTRIES = "{\"lookup_table\": \"countries\","
            + " \"lookup_schema\": \"countryname string, code string\", \"join_columns\": \"country=countryname\"}";
    private static final String REGIONS = "{\"name\": \"capitals\", \"lookup_table\": \"regions.v2\","
            + " \"lookup_schema\": \"code string, capital string\", \"join_columns\": \"code=code\","
            + " \"join_comparison\": \"ignore_case\", \"lookup_mode\": \"scan\", \"lookup_segments\": 2,"
            + " \"lookup_refresh_seconds\": \"30\", \"max_lookup_rows\": 500, \"empty_lookup\": \"allow\","
            + " \"max_lookup_shrink_percent\": 12.5, \"lookup_shrink\": \"wait\", \"unfit_reference_item\": \"skip\"}";

    @TempDir
    private Path folder;

    @Test
    void isTheTableOfTheArgumentsByDefault() {
        JobConfig config = ExampleConfig.with("lookup_table", "countries");

        assertThat(config.lookups()).containsExactly(config.lookup());
        assertThat(config.lookup().name()).isEqualTo("countries");
    }

    @Test
    void areInTheOrderOfTheDocument() {
        List<LookupConfig> lookups = ExampleConfig.with("lookup_tables", " [" + COUNTRIES + ",\n" + REGIONS + "] ")
                .lookups();

        assertThat(lookups).extracting(LookupConfig::name).containsExactly("countries", "capitals");
        LookupConfig countries = lookups.get(0);
        assertThat(countries.table()).isEqualTo("countries");
        assertThat(countries.mode()).isEqualTo(LookupMode.AUTO);
        assertThat(countries.segments()).isEqualTo(8);
        assertThat(countries.joinColumns()).containsExactly(new JoinColumn("country", "countryname"));
        LookupConfig regions = lookups.get(1);
        assertThat(regions.table()).isEqualTo("regions.v2");
        assertThat(regions.schema()).isEqualTo(StructType.fromDDL("code string, capital string"));
        assertThat(regions.joinColumns()).containsExactly(new JoinColumn("code", "code"));
        assertThat(regions.joinComparison()).isEqualTo(JoinComparison.IGNORE_CASE);
        assertThat(regions.mode()).isEqualTo(LookupMode.SCAN);
        assertThat(regions.segments()).isEqualTo(2);
        assertThat(regions.refresh()).isEqualTo(Duration.ofSeconds(30));
        assertThat(regions.maxRows()).isEqualTo(500);
        assertThat(regions.emptyLookup()).isEqualTo(EmptyLookup.ALLOW);
        assertThat(regions.maxShrinkPercent()).contains(new BigDecimal("12.5"));
        assertThat(regions.shrunkLookup()).isEqualTo(ShrunkLookup.WAIT);
        assertThat(regions.unfitItem()).isEqualTo(UnfitReferenceItem.SKIP);
    }

    @Test
    void mayBeInAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("tables.json"), "\n[" + COUNTRIES + "," + REGIONS + "]\n");

        assertThat(ExampleConfig.with("lookup_tables", file.toUri().toString()).lookups())
                .hasSize(2);
    }

    @Test
    void aSingleTableMayBeFollowed() {
        JobConfig config = ExampleConfig.with("lookup_tables", "[" + COUNTRIES + "]", "reenrich", "true");

        assertThat(config.lookup().mode()).isEqualTo(LookupMode.SCAN);
    }

    @Test
    void severalHaveNoSingleOne() {
        JobConfig config = ExampleConfig.with("lookup_tables", "[" + COUNTRIES + "," + REGIONS + "]");

        assertThatThrownBy(config::lookup).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        String document = "[{\"lookup_table\": \"a\", \"lookup_schema\": \"x unknown\", \"lookup_segments\": 0,"
                + " \"join_column\": \"a=b\", \"lookup_mode\": true},"
                + "{\"name\": 7, \"lookup_table\": \"countries\", \"lookup_schema\": null},"
                + COUNTRIES + "," + COUNTRIES + ", 17]";

        assertThat(problemsWith("lookup_tables", document, "window_seconds", "-1"))
                .containsExactly(
                        "--window_seconds is '-1' but must be a whole number from 0 to 86400",
                        "--lookup_tables, table 'a': it has the key 'join_column', which is none of [empty_lookup, "
                                + "join_columns, join_comparison, lookup_index, lookup_mode, lookup_refresh_seconds, "
                                + "lookup_schema, lookup_segments, lookup_shrink, lookup_table, max_lookup_rows, "
                                + "max_lookup_shrink_percent, name, unfit_reference_item]",
                        "--lookup_tables, table 'a': lookup_mode is true but must be a text or a number",
                        "--lookup_tables, table 'a': join_columns is missing: it must be stream column = reference "
                                + "attribute, several separated by commas",
                        "--lookup_tables, table 'a': --lookup_table is 'a' but must be 3 to 255 letters, digits, "
                                + "underscores, hyphens and dots",
                        "--lookup_tables, table 'a': --lookup_schema is 'x unknown' but must be attributes with their "
                                + "Spark SQL types, each only once, such as code string, rate double; no type that JSON "
                                + "cannot hold, such as interval",
                        "--lookup_tables, table 'a': --lookup_segments is '0' but must be a whole number from 1 to 64",
                        "--lookup_tables, table '2': name is 7 but must be a text of 3 to 255 letters, digits, "
                                + "underscores, hyphens and dots",
                        "--lookup_tables, table '2': lookup_schema is null but must be a text or a number",
                        "--lookup_tables, table '2': join_columns is missing: it must be stream column = reference "
                                + "attribute, several separated by commas",
                        "--lookup_tables, table 'countries': an earlier table has the same name: give each table "
                                + "another name",
                        "--lookup_tables, table 5: it must be an object with the keys [empty_lookup, join_columns, "
                                + "join_comparison, lookup_index, lookup_mode, lookup_refresh_seconds, lookup_schema, "
                                + "lookup_segments, lookup_shrink, lookup_table, max_lookup_rows, "
                                + "max_lookup_shrink_percent, name, unfit_reference_item]");
    }

    @Test
    void contradictionsNameTheirTable() {
        String wrong = "{\"lookup_table\": \"regions\", \"lookup_schema\": \"capital string\","
                + " \"join_columns\": \"code=code\", \"lookup_mode\": \"keys\", \"join_comparison\": \"trimmed\"}";

        assertThat(problemsWith("lookup_tables", "[" + COUNTRIES + "," + wrong + "]"))
                .containsExactly(
                        "--lookup_tables, table 'regions': --join_columns names the attribute 'code', which "
                                + "--lookup_schema does not have: [capital]",
                        "--lookup_tables, table 'regions': --lookup_mode is 'keys', but --join_comparison is 'trimmed', "
                                + "and DynamoDB finds a key only by its exact value: read the whole table with 'scan', or "
                                + "correct the option");
    }

    @Test
    void areRefusedWithTheArgumentsOfOneTable() {
        assertThat(problemsWith(
                        "lookup_tables", "[" + COUNTRIES + "]", "lookup_table", "countries", "lookup_mode", "scan"))
                .containsExactly(
                        "--lookup_table and --lookup_tables are both given: --lookup_table describes a job's only "
                                + "reference table, so give it as the key lookup_table of a table of --lookup_tables",
                        "--lookup_mode and --lookup_tables are both given: --lookup_mode describes a job's only "
                                + "reference table, so give it as the key lookup_mode of a table of --lookup_tables");
    }

    @Test
    void refuseWhatIsNoDocument() {
        assertThat(problemsWith("lookup_tables", "[{\"lookup_table\": \"abc\""))
                .singleElement()
                .asString()
                .startsWith("--lookup_tables is not JSON");
        assertThat(problemsWith("lookup_tables", "[] []"))
                .singleElement()
                .asString()
                .startsWith("--lookup_tables is not JSON");
        assertThat(problemsWith("lookup_tables", "[{\"name\": \"abc\", \"name\": \"def\"}]"))
                .singleElement()
                .asString()
                .contains("Duplicate field 'name'");
        assertThat(problemsWith("lookup_tables", "[]"))
                .containsExactly("--lookup_tables has no table: name at least one");
        assertThat(problemsWith("lookup_tables", "countries.json"))
                .containsExactly(
                        "--lookup_tables is 'countries.json' but must be a JSON array, or a URI with a scheme and "
                                + "a path, such as s3://bucket/folder; use s3://, not s3a://");
        assertThat(problemsWith(
                        "lookup_tables", folder.resolve("none.json").toUri().toString()))
                .singleElement()
                .asString()
                .contains("none.json', which cannot be read: ", "FileNotFoundException");
    }

    @Test
    void refuseAFileThatIsNoArray() throws IOException {
        Path file = Files.writeString(folder.resolve("one.json"), COUNTRIES);

        assertThat(problemsWith("lookup_tables", file.toUri().toString()))
                .containsExactly("--lookup_tables must be a JSON array of objects, one for each table");
    }
}
