package io.streamlab.local.commands.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputFormatTest {
    @Test
    void aTableIsAsWideAsItsValuesAndShowsNulls() throws Exception {
        QueryResult result = result(
                List.of("uuid", "combinedname"),
                "[17, \"IN-India, of a length that no column of twenty characters would hold\"]",
                "[999999, null]");

        assertThat(OutputFormat.TABLE.lines(result))
                .containsExactly(
                        "+--------+----------------------------------------------------------------------+",
                        "| uuid   | combinedname                                                         |",
                        "+--------+----------------------------------------------------------------------+",
                        "| 17     | IN-India, of a length that no column of twenty characters would hold |",
                        "| 999999 | NULL                                                                 |",
                        "+--------+----------------------------------------------------------------------+");
    }

    @Test
    void aTableWithoutRowsHasItsHeader() throws Exception {
        assertThat(OutputFormat.TABLE.lines(result(List.of("uuid"))))
                .containsExactly("+------+", "| uuid |", "+------+", "+------+");
    }

    @Test
    void aTableKeepsAValueOnOneLineAndCountsCharactersNotBytes() throws Exception {
        assertThat(OutputFormat.TABLE.lines(result(List.of("a"), "[\"x\\ny\"]", "[\"\\ud83d\\ude00é\"]")))
                .containsExactly("+------+", "| a    |", "+------+", "| x\\ny |", "| \ud83d\ude00é   |", "+------+");
    }

    @Test
    void jsonIsAnObjectPerRowWithNumbersAndNulls() throws Exception {
        assertThat(OutputFormat.JSON.lines(result(
                        List.of("n", "t", "b", "s"),
                        "[1.50, \"a\\\"b\\n\", true, {\"x\": [1]}]",
                        "[null, null, null, null]")))
                .containsExactly(
                        "{\"n\":1.50,\"t\":\"a\\\"b\\n\",\"b\":true,\"s\":{\"x\":[1]}}",
                        "{\"n\":null,\"t\":null,\"b\":null,\"s\":null}");
    }

    @Test
    void columnsOfTheSameNameAreToldApartInJson() throws Exception {
        assertThat(OutputFormat.JSON.lines(result(List.of("a", "a", "a_2", "a"), "[1, 2, 3, 4]")))
                .containsExactly("{\"a\":1,\"a_2\":2,\"a_2_2\":3,\"a_3\":4}");
    }

    @Test
    void csvQuotesWhatItHasTo() throws Exception {
        assertThat(OutputFormat.CSV.lines(
                        result(List.of("plain", "with,comma"), "[\"a b\", \"c\\\"d\"]", "[\"e\\nf\", \"\"]")))
                .containsExactly("plain,\"with,comma\"", "a b,\"c\"\"d\"", "\"e\nf\",\"\"");
    }

    @Test
    void csvTellsANullFromTheTextNull() throws Exception {
        assertThat(OutputFormat.CSV.lines(result(List.of("a", "b"), "[null, \"NULL\"]")))
                .containsExactly("a,b", "NULL,\"NULL\"");
    }

    private static QueryResult result(List<String> columns, String... rows) throws Exception {
        JsonMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
                .build();
        List<List<JsonNode>> values = new ArrayList<>();
        for (String row : rows) {
            List<JsonNode> cells = new ArrayList<>();
            ((ArrayNode) mapper.readTree(row)).forEach(cells::add);
            values.add(cells);
        }
        return new QueryResult(columns, values);
    }
}
