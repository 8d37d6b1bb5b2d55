package io.streamlab.join.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentParserTest {
    private final List<String> problems = new ArrayList<>();

    @Test
    void takesKeysAndValuesInGluesStyle() {
        assertThat(parse("--source_table", "orders", "--window_seconds", "5"))
                .isEqualTo(Map.of("source_table", "orders", "window_seconds", "5"));
        assertThat(problems).isEmpty();
    }

    @Test
    void takesAKeyAndItsValueJoinedByAnEqualsSign() {
        assertThat(parse("--join_columns=country=countryname", "--drop_columns="))
                .isEqualTo(Map.of("join_columns", "country=countryname", "drop_columns", ""));
        assertThat(problems).isEmpty();
    }

    @Test
    void takesAnEmptyValue() {
        assertThat(parse("--drop_columns", "")).isEqualTo(Map.of("drop_columns", ""));
        assertThat(problems).isEmpty();
    }

    @Test
    void takesAValueThatBeginsWithAHyphen() {
        assertThat(parse("--window_seconds", "-5")).isEqualTo(Map.of("window_seconds", "-5"));
        assertThat(problems).isEmpty();
    }

    @Test
    void toleratesWhatGluePassesOn() {
        assertThat(parse(
                        "--JOB_ID=j_1",
                        "--enable-metrics",
                        "--enable-glue-datacatalog",
                        "true",
                        "--source_table",
                        "orders",
                        "--conf",
                        "spark.serializer=org.apache.spark.serializer.KryoSerializer --conf spark.a=b",
                        "--enable-spark-ui",
                        "",
                        "--TempDir",
                        "s3://bucket/temporary/",
                        "--enable-continuous-cloudwatch-log"))
                .isEqualTo(Map.of("source_table", "orders"));
        assertThat(problems).isEmpty();
    }

    @Test
    void takesTheNameThatGlueGivesTheJob() {
        assertThat(parse("--JOB_NAME", "orders", "--JOB_RUN_ID", "jr_1"))
                .isEqualTo(Map.of("JOB_NAME", "orders", "JOB_RUN_ID", "jr_1"));
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "additional-python-modules",
                "auto-scale-within-microbatch",
                "continuous-log-logStreamPrefix",
                "custom-logGroup-prefix",
                "custom-logStream-prefix",
                "customer-executor-env-vars",
                "debug",
                "enable-lakeformation-fine-grained-access",
                "enable-observability-metrics",
                "endpoint",
                "executor-cores",
                "job-bookmark-option",
                "job-insights-byo-rules",
                "mode",
                "worker-termination-delay-s",
                "write-shuffle-files-to-s3"
            })
    void toleratesEveryKindOfGluesOwnArguments(String key) {
        assertThat(parse("--" + key, "a value", "--source_table", "orders"))
                .isEqualTo(Map.of("source_table", "orders"));
        assertThat(problems).isEmpty();
    }

    /** Glue adds arguments over time, and the job would not start any more. */
    @ParameterizedTest
    @ValueSource(strings = {"JOB_QUEUE_ARN", "enable-something-new", "someThingNew"})
    void inARunOfGlueAnArgumentThatLooksLikeGluesIsLeftToGlue(String key) {
        assertThat(parse("--" + key, "a value", "--JOB_RUN_ID", "jr_1", "--source_table", "orders"))
                .isEqualTo(Map.of("JOB_RUN_ID", "jr_1", "source_table", "orders"));
        assertThat(problems).isEmpty();

        parse("--" + key, "a value", "--source_table", "orders");
        assertThat(problems).singleElement().asString().startsWith("--" + key + " is not an option of this job");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source-table",
                "SOURCE_TABLE",
                "Window_Seconds",
                "window-second",
                "sorce-table",
                "unknown_option"
            })
    void inARunOfGlueATypingErrorIsStillNamed(String key) {
        parse("--JOB_RUN_ID=jr_1", "--" + key, "a value");

        assertThat(problems).singleElement().asString().startsWith("--" + key + " is not an option of this job");
    }

    @Test
    void toleratesAReservedArgumentThatIsRepeated() {
        parse("--extra-jars", "a.jar", "--extra-jars", "b.jar");
        assertThat(problems).isEmpty();
    }

    @Test
    void namesTheNearestOptionForAnUnknownOne() {
        parse("--source-table", "orders", "--windows=5", "--window", "5");
        assertThat(problems)
                .containsExactly(
                        "--source-table is not an option of this job; the nearest is --source_table",
                        "--windows is not an option of this job; the nearest is --window_seconds",
                        "--window is not an option of this job; the nearest is --window_seconds");
    }

    @Test
    void reportsAKeyWithoutAValue() {
        assertThat(parse("--source_table", "--window_seconds")).isEmpty();
        assertThat(problems).containsExactly("--source_table has no value", "--window_seconds has no value");
    }

    @Test
    void reportsAKeyThatIsGivenTwice() {
        parse("--source_table", "orders", "--source_table=orders");
        assertThat(problems).containsExactly("--source_table is given more than once");
    }

    @Test
    void reportsAWordThatBelongsToNoKey() {
        parse("orders", "--source_table", "orders", "returns", "-window_seconds");
        assertThat(problems)
                .containsExactly(
                        "'orders' is no --key: a --key and its value were expected here",
                        "'returns' is no --key: a --key and its value were expected here",
                        "'-window_seconds' is no --key: a --key and its value were expected here");
    }

    private Map<String, String> parse(String... arguments) {
        return new ArgumentParser(JobOptions.UNDERSTOOD).parse(arguments, problems);
    }
}
