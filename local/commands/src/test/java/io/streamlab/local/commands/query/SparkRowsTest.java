package io.streamlab.local.commands.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How Spark's values and errors reach the user. */
class SparkRowsTest {
    private static SparkSession spark;

    @BeforeAll
    static void startSpark() {
        spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.datetime.java8API.enabled", "true")
                .getOrCreate();
    }

    @AfterAll
    static void stopSpark() {
        spark.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null                                          | null",
                "'text'                                        | \"text\"",
                "true                                          | true",
                "127Y                                          | 127",
                "9223372036854775807L                          | 9223372036854775807",
                "cast('12345678901234567890.1200' as decimal(38,4)) | 12345678901234567890.1200",
                "1.5D                                          | 1.5",
                "cast(0.1 as float)                            | 0.1",
                "double('NaN')                                 | \"NaN\"",
                "double('-Infinity')                           | \"-Infinity\"",
                "X'00ff'                                       | \"00ff\"",
                "date'2022-10-24'                              | \"2022-10-24\"",
                "timestamp'2022-10-24 02:27:41'                | \"2022-10-24T02:27:41Z\"",
                "array('a', null)                              | [\"a\",null]",
                "map('k', 1)                                   | {\"k\":1}",
                "map(1, cast(0.1 as float))                    | {\"1\":0.1}",
                "named_struct('x', 1.5D, 'y', array(1))        | {\"x\":1.5,\"y\":[1]}",
                "named_struct('x', cast(0.1 as float), 'y', cast(null as int)) | {\"x\":0.1,\"y\":null}",
                "array(cast(0.1 as float), float('NaN'))       | [0.1,\"NaN\"]",
                "array(named_struct('m', map('k', cast('1.10' as decimal(9,2))))) | [{\"m\":{\"k\":1.10}}]",
                "named_struct('t', timestamp'2022-10-24 02:27:41', 'd', date'2022-10-24', 'b', X'00ff') | {\"t\":\"2022-10-24T02:27:41Z\",\"d\":\"2022-10-24\",\"b\":\"00ff\"}"
            })
    void everyTypeHasItsJson(String expression, String json) {
        QueryResult result = SparkRows.collect(spark.sql("select " + expression + " as value"));

        assertThat(OutputFormat.JSON.lines(result)).containsExactly("{\"value\":" + json + "}");
    }

    @Test
    void columnsOfTheSameNameKeepTheirValues() {
        QueryResult result = SparkRows.collect(spark.sql("select 1 as a, 'x' as a"));

        assertThat(result.columns()).containsExactly("a", "a");
        assertThat(OutputFormat.CSV.lines(result)).containsExactly("a,a", "1,x");
    }

    @Test
    void noRowsIsAResult() {
        assertThat(SparkRows.collect(spark.sql("select 1 as a where false")))
                .isEqualTo(new QueryResult(List.of("a"), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "selct 1             | Syntax error at or near 'selct'(line 1, pos 0)",
                "select * from nope  | Table or view not found: nope; line 1 pos 14",
                "select raise_error('boom') from range(3) | boom"
            })
    void whatIsWrongFitsOnOneLine(String statement, String line) {
        Throwable error = catchThrowable(() -> SparkRows.collect(spark.sql(statement)));

        assertThat(ErrorLine.of(error)).isEqualTo(line);
    }
}
