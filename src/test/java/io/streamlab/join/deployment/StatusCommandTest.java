package io.streamlab.join.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.deployment.Workspace.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scripts/status shows of a deployment, and of the local stand-in. */
class StatusCommandTest extends RecordedAws {
    private static final String BATCH = "12:00:00.000 INFO  BatchReport: {\"batch_id\":%d,\"read_ms\":1500,"
            + "\"records_read\":500,\"records_rejected\":2,\"lookup_ms\":300,\"records_unmatched\":7,\"upsert_ms\":2600,"
            + "\"rows_written\":497,\"batch_ms\":4440,\"consumer_lag_ms\":61000,\"ended_at\":1796009837173,"
            + "\"reference_tables\":{\"a\":{\"records_unmatched\":3,\"lookup_ms\":1}}}";

    private void answer(String file, String... lines) throws Exception {
        answer(file, String.join("\n", lines));
    }

    private void pretendToRun() throws Exception {
        pretendToHaveDeployed();
        answer("run", "jr_7");
        answer("alarms", "OK\tdemo-streaming-join-lag", "INSUFFICIENT_DATA\tdemo-streaming-join-data-loss");
    }

    @Test
    void everythingIsWell() throws Exception {
        pretendToRun();
        answer("log", "something else", String.format(BATCH, 7), String.format(BATCH, 8));

        Outcome outcome = workspace.run("status", "--batches", "1");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(outcome.out().lines())
                .containsExactly(
                        "  stack        demo-storage-and-roles is CREATE_COMPLETE",
                        "  stack        demo-reference-data is CREATE_COMPLETE",
                        "  stack        demo-stream-job is CREATE_COMPLETE",
                        "  stack        demo-monitoring is CREATE_COMPLETE",
                        "  job          the-JobName: run jr_7 is RUNNING, started 2026-11-30T12:00:00+00:00",
                        "  stream       the-StreamName is ACTIVE, 4 open shards, keeps records for 24 hours",
                        "  replication  the task of DMS is running, 100 % of the first load done",
                        "  alarms       1 are off, 1 have no data yet",
                        "",
                        "ended     batch           read   written  rejected unmatched reenriched   lag s  read s  lookup"
                                + "  upsert   all s",
                        "03:37:17  8                500       497         2         7          -    61.0     1.5     0.3"
                                + "     2.6     4.4");
        assertThat(changes()).isEmpty();
    }

    @Test
    void workBetweenBatchesAndFailedBatchesAreShown() throws Exception {
        pretendToRun();
        answer(
                "log",
                "BatchReport: {\"lookup_ms\":20,\"rows_reenriched\":310,\"upsert_ms\":1000,\"between_batches_ms\":1250}",
                "BatchReport: {\"batch_id\":9,\"failures\":1,\"batch_ms\":900}");

        Outcome outcome = workspace.run("status");

        assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(1);
        assertThat(outcome.out())
                .contains(
                        "-         between            -         -         -         -        310       -       -     0.0"
                                + "     1.0     1.2")
                .contains("-         9 FAILED           -")
                .endsWith("! batches      the last one failed: scripts/logs shows why\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run-state   | FAILED               | ! job          the-JobName: run jr_7 is FAILED",
                "run-state   | SUCCEEDED            | scripts/start-job starts a new one",
                "run         | None                 | ! job          the-JobName has never run: scripts/start-job starts it",
                "task-status | stopped              | ! replication  the task of DMS is stopped",
                "alarms      | ALARM demo-x         | ! alarm        demo-x is on: docs/RUNBOOK.md",
                "stream      | DELETING 0 24        | ! stream       the-StreamName is DELETING",
            })
    void whatNeedsAttentionIsMarkedAndTheExitStatusSaysSo(String asked, String answer, String line) throws Exception {
        pretendToRun();
        answer(asked, answer);

        Outcome outcome = workspace.run("status");

        assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(1);
        assertThat(outcome.out()).contains(line);
    }

    @Test
    void missingAndFailedStacksNeedAttention() throws Exception {
        pretendToRun();
        Files.writeString(recorded.resolve("stacks/demo-monitoring"), "ROLLBACK_COMPLETE\n");
        Files.delete(recorded.resolve("stacks/demo-stream-job"));
        Files.delete(recorded.resolve("stacks/demo-reference-data"));

        Outcome outcome = workspace.run("status");

        assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(1);
        assertThat(outcome.out())
                .contains("! stack        demo-stream-job is missing: scripts/deploy makes it")
                .contains("! stack        demo-monitoring is ROLLBACK_COMPLETE")
                .doesNotContain("reference-data");
    }

    @Test
    void watchShowsItAgainAndAgain() throws Exception {
        pretendToRun();
        workspace.addProgram(
                "sleep",
                "#!/usr/bin/env bash\necho \"$1\" >>\"$RECORDED_AWS/slept\"\n"
                        + "[ \"$(wc -l <\"$RECORDED_AWS/slept\")\" -lt 3 ]\n");

        Outcome outcome = workspace.run("status", "--watch", "5");

        assertThat(outcome.out()).containsPattern("(?s)(\\(UTC; every 5 s; Ctrl-C ends\\)\n  stack.*){3}");
        assertThat(Files.readAllLines(recorded.resolve("slept"))).containsExactly("5", "5", "5");
    }

    @Test
    void localStandInAndTheLogOfTheJobThatRuns() throws Exception {
        answerLocally("kinesis    running  pid 7  http://127.0.0.1:1");
        workspace.addProgram(
                "ps",
                "#!/usr/bin/env bash\n[ \"$2\" = 123 ] && echo java submit.SubmitLocal || echo java query.LocalQueryCommand\n");
        Path cache = workspace.folder().resolve(".local/cache/glue-4.0");
        Path log = Files.createDirectories(cache.resolve("scratch/123")).resolve("program.log");
        Files.writeString(log, String.format(BATCH, 3) + "\n");
        Files.writeString(Files.createDirectories(cache.resolve("scratch/9")).resolve("program.log"), "a query\n");
        Files.writeString(cache.resolve("submit-local-20261130-120000-9.log"), String.format(BATCH, 1) + "\n");

        Outcome outcome = workspace.run("status", "--local");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(outcome.out())
                .startsWith("  server       kinesis is running, pid 7 http://127.0.0.1:1\n"
                        + "  job          scripts/submit-local runs the job; its log: " + log + "\n\nended ")
                .contains("\n03:37:17  3  ");
        assertThat(calls()).isEmpty();

        Files.delete(log);
        answerLocally("kinesis    dead     pid 7  http://127.0.0.1:1");
        outcome = workspace.run("status", "--local");

        assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(1);
        assertThat(outcome.out())
                .startsWith("! server       kinesis dead pid 7 http://127.0.0.1:1\n"
                        + "! job          scripts/submit-local does not run the job; the last run failed: ")
                .contains("\n03:37:17  1  ");
    }

    @Test
    void localStandInThatDoesNotRun() throws Exception {
        answerLocally("Not running.");

        Outcome outcome = workspace.run("status", "--local");

        assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(1);
        assertThat(outcome.out())
                .isEqualTo("! server       the local stand-in does not run: scripts/local-stack start starts it\n"
                        + "  job          scripts/submit-local does not run the job, and no run has left a log\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--batches 0           | --batches is 0 but must be a whole number from 1 to 9999",
                "--watch x             | --watch is x but must be a whole number of seconds from 1",
                "--directory there     | --directory is for --local",
                "--local --prefix demo | --local and a deployment on AWS are both named",
            })
    void refusesWhatItCannotShow(String arguments, String problem) throws Exception {
        Outcome outcome = workspace.run(("status " + arguments).split(" "));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("status: " + problem + "\n");
        assertThat(calls()).isEmpty();
    }

    private void answerLocally(String status) throws Exception {
        Path command = workspace.folder().resolve("scripts/local-stack");
        Files.writeString(command, "#!/usr/bin/env bash\necho '" + status + "'\nexit 1\n");
    }
}
