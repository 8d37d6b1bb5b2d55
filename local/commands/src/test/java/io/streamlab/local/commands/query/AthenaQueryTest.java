package io.streamlab.local.commands.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.common.CommandException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class AthenaQueryTest {
    private static final String STARTED = "{\"QueryExecutionId\": \"q-1\"}";
    private static final String RUNNING = execution("RUNNING", "DML");
    private static final String SUCCEEDED = execution("SUCCEEDED", "DML");
    private static final String RESULT =
            """
            {"ResultSet": {
              "ResultSetMetadata": {"ColumnInfo": [
                {"Name": "code", "Type": "varchar"}, {"Name": "n", "Type": "bigint"},
                {"Name": "x", "Type": "double"}, {"Name": "b", "Type": "boolean"}]},
              "Rows": [
                {"Data": [{"VarCharValue": "code"}, {"VarCharValue": "n"}, {"VarCharValue": "x"}, {"VarCharValue": "b"}]},
                {"Data": [{"VarCharValue": "IN"}, {"VarCharValue": "17"}, {"VarCharValue": "1.5"}, {"VarCharValue": "true"}]},
                {"Data": [{}, {}, {"VarCharValue": "NaN"}, {}]}]}}
            """;

    private final RecordingAws aws = new RecordingAws();
    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void theStatementIsStartedAwaitedAndItsResultFetched() throws InterruptedException {
        aws.answers(STARTED, RUNNING, RUNNING, SUCCEEDED, RESULT);

        QueryResult result = athena().run("select 1");

        assertThat(OutputFormat.CSV.lines(result))
                .containsExactly("code,n,x,b", "IN,17,1.5,true", "NULL,NULL,NaN,NULL");
        assertThat(aws.commands.get(0))
                .isEqualTo("athena start-query-execution --query-string select 1 --work-group analysts "
                        + "--query-execution-context Database=my_kinesis_db --output json");
        assertThat(aws.commands.subList(1, 4))
                .containsOnly("athena get-query-execution --query-execution-id q-1 --output json");
        assertThat(aws.commands.get(4)).isEqualTo("athena get-query-results --query-execution-id q-1 --output json");
        assertThat(pauses).hasSize(2);
    }

    @Test
    void numbersAndTruthValuesAreToldFromText() throws InterruptedException {
        aws.answers(STARTED, SUCCEEDED, RESULT);

        assertThat(OutputFormat.JSON.lines(athena().run("select 1")))
                .containsExactly(
                        "{\"code\":\"IN\",\"n\":17,\"x\":1.5,\"b\":true}",
                        "{\"code\":null,\"n\":null,\"x\":\"NaN\",\"b\":null}");
    }

    @Test
    void theResultOfAStatementOtherThanSelectHasNoHeader() throws InterruptedException {
        aws.answers(
                STARTED,
                execution("SUCCEEDED", "UTILITY"),
                """
                {"ResultSet": {"ResultSetMetadata": {"ColumnInfo": [{"Name": "tab_name", "Type": "string"}]},
                               "Rows": [{"Data": [{"VarCharValue": "hudi_table"}]}]}}
                """);

        assertThat(OutputFormat.CSV.lines(athena().run("show tables"))).containsExactly("tab_name", "hudi_table");
    }

    @Test
    void aFailedStatementIsAnErrorWithTheReasonOfAthena() {
        aws.answers(
                STARTED,
                "{\"QueryExecution\": {\"Status\": {\"State\": \"FAILED\", "
                        + "\"StateChangeReason\": \"TABLE_NOT_FOUND: line 1:15: Table nope does not exist\"}}}");

        assertThatThrownBy(() -> athena().run("select * from nope"))
                .isInstanceOf(CommandException.class)
                .hasMessage("TABLE_NOT_FOUND: line 1:15: Table nope does not exist");
    }

    @Test
    void aCancelledStatementIsAnError() {
        aws.answers(STARTED, "{\"QueryExecution\": {\"Status\": {\"State\": \"CANCELLED\"}}}");

        assertThatThrownBy(() -> athena().run("select 1"))
                .isInstanceOf(CommandException.class)
                .hasMessage("the query was cancelled");
    }

    @Test
    void anAnswerThatIsNotJsonIsAnError() {
        aws.answers("<html>");

        assertThatThrownBy(() -> athena().run("select 1"))
                .isInstanceOf(CommandException.class)
                .hasMessage("aws athena start-query-execution has answered with something else than JSON: <html>");
    }

    private AthenaQuery athena() {
        return new AthenaQuery(aws, pauses::add, "analysts", "my_kinesis_db");
    }

    private static String execution(String state, String type) {
        return String.format(
                "{\"QueryExecution\": {\"StatementType\": \"%s\", \"Status\": {\"State\": \"%s\"}}}", type, state);
    }

    /** Remembers the commands and gives the answers that the test has prepared. */
    private static final class RecordingAws implements AwsCli {
        private final List<String> commands = new ArrayList<>();
        private final Deque<String> answers = new ArrayDeque<>();

        void answers(String... texts) {
            answers.addAll(List.of(texts));
        }

        @Override
        public String run(List<String> arguments) {
            commands.add(String.join(" ", arguments));
            return answers.removeFirst();
        }
    }
}
