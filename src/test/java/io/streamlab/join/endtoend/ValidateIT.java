package io.streamlab.join.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code --validate true} under spark-submit, against the stand-in. */
class ValidateIT {
    private Pipeline pipeline;

    @BeforeEach
    void createPipeline() {
        pipeline = Pipeline.create();
    }

    @AfterEach
    void closePipeline() {
        pipeline.close();
    }

    @Test
    void findsEverythingAndRunsNothing() {
        pipeline.putRecords(List.of(Pipeline.order(1, "India", "1/4/10")));

        SubmittedJob job = pipeline.drain(Map.of("validate", "true"));

        assertThat(job.awaitExit()).as(job.output()).isZero();
        assertThat(job.output())
                .contains("ok        source connector exact-kinesis")
                .contains("ok        kinesis:GetRecords on stream ")
                .contains("ok        dynamodb:Scan on reference table ")
                .contains("ok        s3:DeleteObject on s3://")
                .contains("ok        glue:GetDatabase on catalog database my_kinesis_db")
                .contains("The job finds everything it needs.")
                .doesNotContain("FAILED");
        assertThat(job.reports()).isEmpty();
    }

    @Test
    void tellsThatTheConnectorsJarIsMissing() {
        SubmittedJob job =
                pipeline.drain(Map.of("validate", "true", "source_connector", "aws-kinesis", "available_now", "false"));

        assertThat(job.awaitExit()).isEqualTo(1);
        assertThat(job.output())
                .contains("The job lacks something that it needs:\n"
                        + "  FAILED    source connector aws-kinesis: --source_connector is 'aws-kinesis', but no jar has "
                        + "that source: give the jar of awslabs' spark-sql-kinesis-connector by --extra-jars");
    }

    @Test
    void tellsAllThatIsMissingAtOnce() {
        SubmittedJob job = pipeline.drain(Map.of(
                "validate", "true",
                "source_table", "no_such_source",
                "lookup_table", "no_such_reference",
                "rejected_path", "s3://no-such-bucket/rejected",
                "target_database", "no_such_database"));

        assertThat(job.awaitExit()).isEqualTo(1);
        assertThat(job.lastLines(13))
                .contains("The job lacks ")
                .contains("FAILED    glue:GetTable on source table my_kinesis_db.no_such_source: ")
                .contains("FAILED    dynamodb:Scan on reference table no_such_reference: ")
                .contains("FAILED    s3:PutObject on s3://no-such-bucket/rejected: ");
        assertThat(job.output())
                .contains("ok        s3:DeleteObject on s3://")
                .contains("not tried glue:CreateDatabase on catalog database no_such_database: ");
    }
}
