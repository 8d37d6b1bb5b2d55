package io.streamlab.join.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.deployment.Workspace.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts/start-job, scripts/stop-job, scripts/redrive and scripts/logs ask of AWS. */
class JobCommandsTest extends RecordedAws {
    @Test
    void jobIsStartedWithOptionsForThisRun() throws Exception {
        pretendToHaveDeployed();
        answer("run-state", "STARTING\nRUNNING");

        Outcome outcome = workspace.run("start-job", "--window_seconds", "30", "--available_now", "true");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(calls())
                .contains(
                        "glue start-job-run --job-name the-JobName --arguments "
                                + "{\"--window_seconds\": \"30\", \"--available_now\": \"true\"} --query JobRunId --output text");
        assertThat(outcome.err()).endsWith("Run jr_1 is RUNNING. scripts/logs follows its log.\n");
    }

    @Test
    void validationIsWaitedForUntilItEnds() throws Exception {
        pretendToHaveDeployed();
        answer("run-state", "RUNNING\nFAILED");
        answer("run-error", "PreflightException: The job lacks something that it needs");

        Outcome outcome = workspace.run("start-job", "--validate", "true");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("PreflightException: The job lacks something that it needs\nstart-job: run jr_1 is FAILED.");
    }

    @Test
    void optionThatTheJobDoesNotKnowIsRefusedBeforeTheRun() throws Exception {
        Outcome outcome = workspace.run("start-job", "--windw_seconds", "30");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo("start-job: --windw_seconds is an option neither of this command (see --help) nor of the job"
                        + " (see docs/OPTIONS.md)\n");
    }

    @Test
    void runThatFailsAtOnceIsToldWithGluesReason() throws Exception {
        pretendToHaveDeployed();
        answer("run-state", "STARTING\nFAILED");
        answer("run-error", "InvalidConfigException: ...");

        Outcome outcome = workspace.run("start-job");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("InvalidConfigException: ...\nstart-job: run jr_1 is FAILED.");
    }

    @Test
    void timeoutThatEndsTheRunForGoodIsTold() throws Exception {
        pretendToHaveDeployed();
        answer("run-state", "RUNNING");
        answer("run-timeout", "2880");

        Outcome outcome = workspace.run("start-job");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(outcome.err())
                .contains("Glue ends this run after 2880 minutes and does not start it again")
                .contains("--parameter TimeoutMinutes=10080");
    }

    @ParameterizedTest
    @ValueSource(strings = {"None", "0", "10080"})
    void timeoutAfterWhichGlueGoesOnIsNotTold(String minutes) throws Exception {
        pretendToHaveDeployed();
        answer("run-state", "RUNNING");
        answer("run-timeout", minutes);

        assertThat(workspace.run("start-job").err()).doesNotContain("Glue ends this run");
    }

    @Test
    void jobThatRunsIsNotStartedAgain() throws Exception {
        pretendToHaveDeployed();
        answer("run", "jr_7");

        Outcome outcome = workspace.run("start-job");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).endsWith("The job runs already: jr_7 is RUNNING.\n");
        assertThat(calls()).noneMatch(call -> call.startsWith("glue start-job-run"));
    }

    @Test
    void stopLetsTheRunEndItsBatch() throws Exception {
        pretendToHaveDeployed();
        answer("run", "jr_7");
        answer("run-state", "RUNNING\nRUNNING\nSUCCEEDED");

        Outcome outcome = workspace.run("stop-job");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(calls())
                .containsSubsequence(
                        "s3 cp --only-show-errors - s3://the-bucket/checkpoint/stop_requests/jr_7",
                        "s3 rm --only-show-errors s3://the-bucket/checkpoint/stop_requests/jr_7")
                .noneMatch(call -> call.startsWith("glue batch-stop-job-run"));
        assertThat(outcome.err()).endsWith("Asked run jr_7 to end after its batch.\nRun jr_7 is SUCCEEDED.\n");
    }

    @Test
    void stopAsksByTheCheckpointOfTheRun() throws Exception {
        pretendToHaveDeployed();
        answer("run", "jr_7");
        answer("run-checkpoint", "s3://the-bucket/checkpoint/second");
        answer("run-state", "RUNNING\nSUCCEEDED");

        assertThat(workspace.run("stop-job").exitCode()).isZero();
        assertThat(calls()).contains("s3 cp --only-show-errors - s3://the-bucket/checkpoint/second/stop_requests/jr_7");
    }

    /** The last look of a wait of one second finds the run at work. */
    @Test
    void stopCutsARunOffThatDoesNotEnd() throws Exception {
        workspace.addProgram("sleep", "#!/usr/bin/env bash\nexec " + program("sleep") + " 1\n");
        pretendToHaveDeployed();
        answer("run", "jr_7");
        answer("run-state", "RUNNING\nRUNNING\nRUNNING\nSTOPPED");

        Outcome outcome = workspace.run("stop-job", "--wait", "1");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(calls())
                .containsSubsequence(
                        "s3 cp --only-show-errors - s3://the-bucket/checkpoint/stop_requests/jr_7",
                        "s3 rm --only-show-errors s3://the-bucket/checkpoint/stop_requests/jr_7")
                .anyMatch(call -> call.startsWith("glue batch-stop-job-run --job-name the-JobName --job-run-ids jr_7"));
        assertThat(outcome.err())
                .endsWith("Run jr_7 has not ended. A batch that is cut off is repeated by the next start.\n"
                        + "Stopping run jr_7.\nRun jr_7 is STOPPED.\n");
    }

    @Test
    void stopCanCutTheRunOffAtOnce() throws Exception {
        pretendToHaveDeployed();
        answer("run", "jr_7");
        answer("run-state", "RUNNING\nRUNNING\nSTOPPING\nSTOPPED");

        Outcome outcome = workspace.run("stop-job", "--now");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(calls())
                .noneMatch(call -> call.startsWith("s3 "))
                .anyMatch(call -> call.startsWith("glue batch-stop-job-run --job-name the-JobName --job-run-ids jr_7"));
        assertThat(outcome.err()).endsWith("Stopping run jr_7.\nRun jr_7 is STOPPED.\n");
    }

    /** There is no batch yet, and nobody who looks for the request. */
    @Test
    void stopDoesNotAskARunThatHasNotBegun() throws Exception {
        pretendToHaveDeployed();
        answer("run", "jr_7");
        answer("run-state", "STARTING\nSTOPPING\nSTOPPED");

        assertThat(workspace.run("stop-job").exitCode()).isZero();
        assertThat(calls()).noneMatch(call -> call.startsWith("s3 "));
    }

    @Test
    void stopRefusesAWaitThatIsNoNumber() throws Exception {
        Outcome outcome = workspace.run("stop-job", "--wait", "soon");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("stop-job: --wait needs a number of seconds\n");
    }

    @Test
    void redriveIsARunOfItsOwnJobThatIsWaitedFor() throws Exception {
        pretendToHaveDeployed();
        answer("run-state", "STARTING\nRUNNING\nSUCCEEDED");

        Outcome outcome = workspace.run(
                "redrive",
                "--reason",
                "TYPE_MISMATCH",
                "--batch",
                "a-b/7",
                "--from",
                "2026-01-31T00:00:00Z",
                "--to",
                "2026-02-01T00:00:00Z",
                "--to-stream",
                "other",
                "--records-per-second",
                "50",
                "--rejected_path",
                "s3://lake/rejected");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(calls())
                .contains("glue start-job-run --job-name the-RedriveJobName --arguments {\"--redrive\": \"put\", "
                        + "\"--redrive_reasons\": \"TYPE_MISMATCH\", \"--redrive_batch\": \"a-b/7\", "
                        + "\"--redrive_from\": \"2026-01-31T00:00:00Z\", \"--redrive_until\": \"2026-02-01T00:00:00Z\", "
                        + "\"--redrive_stream\": \"other\", \"--redrive_records_per_second\": \"50\", "
                        + "\"--rejected_path\": \"s3://lake/rejected\"} --query JobRunId --output text")
                .anyMatch(call -> call.startsWith(
                        "logs get-log-events --log-group-name the-OutputLogGroupName --log-stream-name jr_1"));
        assertThat(outcome.err()).endsWith("Run jr_1 is SUCCEEDED.\n");
    }

    @Test
    void redriveOfAnOlderDeploymentReadsTheGroupOfTheAccount() throws Exception {
        pretendToHaveDeployed();
        answer("run-state", "SUCCEEDED");
        answer("OutputLogGroupName", "None");

        Outcome outcome = workspace.run("redrive", "--dry-run");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(calls())
                .anyMatch(call -> call.startsWith(
                        "logs get-log-events --log-group-name /aws-glue/jobs/output --log-stream-name jr_1"));
    }

    @Test
    void redriveOnlyCountsInADryRun() throws Exception {
        pretendToHaveDeployed();
        answer("run-state", "SUCCEEDED");

        Outcome outcome = workspace.run("redrive", "--dry-run");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(calls())
                .contains("glue start-job-run --job-name the-RedriveJobName --arguments {\"--redrive\": \"count\"} "
                        + "--query JobRunId --output text");
    }

    @Test
    void redriveThatFailsSaysWhyAndThatItCanBeRepeated() throws Exception {
        pretendToHaveDeployed();
        answer("run-state", "RUNNING\nFAILED");
        answer("run-error", "FullStreamException: ...");

        Outcome outcome = workspace.run("redrive");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .endsWith(
                        "FullStreamException: ...\nredrive: run jr_1 is FAILED. Repeat the command: it goes on where the "
                                + "run was.\n");
    }

    @Test
    void redriveRefusesWhatItDoesNotKnow() throws Exception {
        for (String argument : new String[] {"--reasons", "--redrive", "NOT_JSON", "--batch"}) {
            Outcome outcome = argument.equals("--batch")
                    ? workspace.run("redrive", argument)
                    : workspace.run("redrive", argument, "put");

            assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(1);
            assertThat(outcome.err()).startsWith("redrive: " + argument);
        }
        assertThat(calls()).noneMatch(call -> call.startsWith("glue start-job-run"));
    }

    @Test
    void logIsFollowedUntilTheRunEnds() throws Exception {
        pretendToHaveDeployed();
        answer("run", "jr_7");
        answer("run-state", "RUNNING\nSUCCEEDED");
        answer("log-events", "f/1\nf/1\nf/2\nf/2");

        Outcome outcome = workspace.run("logs");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(calls())
                .anyMatch(call -> call.contains("--log-stream-name jr_7-driver --start-from-head --query"))
                .anyMatch(call -> call.contains("--next-token f/1"));
        assertThat(outcome.err()).contains("Run jr_7 is SUCCEEDED.");
    }
}
