package io.streamlab.local.commands.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.spark.sql.AnalysisException;
import org.junit.jupiter.api.Test;
import scala.Option;

class ErrorLineTest {
    @Test
    void theReasonIsThatOfTheInnermostError() {
        Throwable error = new RuntimeException("Job aborted", new IllegalStateException("the bucket is gone"));

        assertThat(ErrorLine.of(error)).isEqualTo("the bucket is gone");
    }

    @Test
    void onlyTheFirstLineThatSaysSomethingCounts() {
        assertThat(ErrorLine.of(new RuntimeException("\n  no such column;\n'Project [*]\n")))
                .isEqualTo("no such column");
    }

    @Test
    void anErrorWithoutAMessageIsNamed() {
        assertThat(ErrorLine.of(new NullPointerException())).isEqualTo("NullPointerException");
        assertThat(ErrorLine.of(new IllegalStateException(" \n"))).isEqualTo("IllegalStateException");
    }

    /** Spark's own sentence, and what the catalog says. */
    @Test
    void anErrorOfAnalysisHasItsCause() {
        Throwable error = new AnalysisException(
                "org.apache.hadoop.hive.ql.metadata.HiveException: Unable to fetch table hudi_table",
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.apply(new IllegalStateException("MetaException", new IOException("Connection refused\nat"))),
                Option.empty(),
                new String[0]);

        assertThat(ErrorLine.of(error))
                .isEqualTo("org.apache.hadoop.hive.ql.metadata.HiveException: Unable to fetch table hudi_table "
                        + "(caused by Connection refused)");
    }

    @Test
    void aCauseThatTheLineHasIsNotSaidTwice() {
        Throwable error = new AnalysisException(
                "no table: Connection refused",
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.apply(new IOException("Connection refused")),
                Option.empty(),
                new String[0]);

        assertThat(ErrorLine.of(error)).isEqualTo("no table: Connection refused");
    }

    /** As the driver has the failure of a task of another JVM. */
    @Test
    void aCauseWithinTheMessageIsFound() {
        Throwable error = new RuntimeException(
                """
                Job aborted due to stage failure: Task 0 in stage 5.0 failed 1 times
                java.lang.RuntimeException: cannot read
                \tat org.example.Reader.read(Reader.java:7)
                Caused by: org.example.ReadException: in between
                \tat org.example.Reader.read(Reader.java:8)
                Caused by: java.io.IOException: the bucket is gone
                \tat org.example.Reader.read(Reader.java:9)
                """);

        assertThat(ErrorLine.of(error))
                .isEqualTo(
                        "Job aborted due to stage failure: Task 0 in stage 5.0 failed 1 times (caused by the bucket is gone)");
    }

    @Test
    void aSentenceOnTheNextLineBelongsToTheFirst() {
        assertThat(ErrorLine.of(
                        new RuntimeException("java.io.FileNotFoundException: \nFile s3://b/x.parquet is gone\nIt is")))
                .isEqualTo("java.io.FileNotFoundException: File s3://b/x.parquet is gone");
    }
}
