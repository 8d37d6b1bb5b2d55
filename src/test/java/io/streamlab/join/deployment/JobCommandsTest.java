package io.streamlab.join.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.deployment.Workspace.Outcome;
import org.junit.jupiter.api.Test;

/** What scripts/start-job, scripts/stop-job and scripts/logs asks of AWS. */
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
    void jobThatRunsIsNotStartedAgain() throws Exception {
        pretendToHaveDeployed();
        answer("run", "jr_7");

        Outcome outcome = workspace.run("start-job");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).endsWith("The job runs already: jr_7 is RUNNING.\n");
        assertThat(calls()).noneMatch(call -> call.startsWith("glue start-job-run"));
    }

    @Test
    void stopWaitsUntilTheRunHasStopped() throws Exception {
        pretendToHaveDeployed();
        answer("run", "jr_7");
        answer("run-state", "RUNNING\nSTOPPING\nSTOPPED");

        Outcome outcome = workspace.run("stop-job");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(calls())
                .anyMatch(call -> call.startsWith("glue batch-stop-job-run --job-name the-JobName --job-run-ids jr_7"));
        assertThat(outcome.err()).endsWith("Stopping run jr_7.\nRun jr_7 is STOPPED.\n");
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
