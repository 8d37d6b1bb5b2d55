package io.streamlab.local.commands.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryRequestTest {
    @Test
    void aRequestSurvivesItsWayToTheOtherProcess() {
        QueryRequest request = new QueryRequest(
                OutputFormat.JSON,
                "my_kinesis_db",
                List.of(Path.of("/tmp/a.jsonl"), Path.of("/tmp/b c.jsonl")),
                List.of("select 1", "select '--local',\n\"x\""));

        assertThat(QueryRequest.of(request.toArguments())).isEqualTo(request);
    }

    @Test
    void filesAreFoundFromAnyFolder() {
        QueryRequest request = new QueryRequest(OutputFormat.CSV, "d", List.of(Path.of("a.csv")), List.of("select 1"));

        assertThat(QueryRequest.of(request.toArguments()).files())
                .containsExactly(Path.of("a.csv").toAbsolutePath());
    }

    @Test
    void theStandardOutputNeedsNoFile() {
        QueryRequest request = new QueryRequest(OutputFormat.TABLE, "d", List.of(), List.of("select 1"));

        assertThat(QueryRequest.of(request.toArguments())).isEqualTo(request);
    }
}
