package io.streamlab.join.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.deployment.Workspace.Outcome;
import org.junit.jupiter.api.Test;

/** What scripts/cleanup asks of AWS. */
class CleanupCommandTest extends RecordedAws {
    @Test
    void everythingIsRemovedInOrder() throws Exception {
        pretendToHaveDeployed();
        answer("run", "jr_7\nNone");
        answer("run-state", "STOPPED");
        answer("snapshots", "demo-reference-data-snapshot-1");
        answer("certificates", "arn:aws:dms:us-east-1:123456789012:cert:RDS");
        answer("log-groups", "dms-tasks-demo-reference-data\n/aws/rds/cluster/demo-reference-data-x/error");

        Outcome outcome = workspace.runWithInput("demo\n", "cleanup");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(changes())
                .containsExactly(
                        "cloudformation delete-stack demo-monitoring",
                        "glue batch-stop-job-run jr_7",
                        "kinesis delete-stream the-Stream",
                        "cloudformation delete-stack demo-stream-job",
                        "dms stop-replication-task the-ReplicationTaskArn",
                        "dynamodb delete-table the-ReferenceTable",
                        "cloudformation delete-stack demo-reference-data",
                        "rds delete-db-cluster-snapshot demo-reference-data-snapshot-1",
                        "dms delete-certificate arn:aws:dms:us-east-1:123456789012:cert:RDS",
                        "logs delete-log-group dms-tasks-demo-reference-data",
                        "dynamodb delete-table awsdms_apply_exceptions",
                        "dynamodb delete-table awsdms_full_load_exceptions",
                        "logs delete-log-group /aws/rds/cluster/demo-reference-data-x/error",
                        "s3 rm s3://the-ArtifactBucketName",
                        "s3api delete-bucket the-ArtifactBucketName",
                        "s3 rm s3://the-DataBucketName",
                        "s3api delete-bucket the-DataBucketName",
                        "cloudformation delete-stack demo-storage-and-roles");
        assertThat(workspace.folder().resolve(".local").resolve("deployment")).doesNotExist();
    }

    @Test
    void hudiTableIsTakenOutOfADatabaseThatStays() throws Exception {
        pretendToHaveDeployed();
        answer("CreateDatabase", "false");

        workspace.run("cleanup", "--yes");

        assertThat(changes())
                .containsSubsequence(
                        "glue delete-table the-DatabaseName", "cloudformation delete-stack demo-stream-job");
        assertThat(calls()).contains("glue delete-table --database-name the-DatabaseName --name the-TargetTableName");
    }

    @Test
    void dataIsKeptWhenAsked() throws Exception {
        pretendToHaveDeployed();

        Outcome outcome = workspace.run("cleanup", "--keep-data", "--yes");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(changes())
                .contains(
                        "cloudformation delete-stack demo-storage-and-roles",
                        "s3api delete-bucket the-ArtifactBucketName")
                .doesNotContain(
                        "kinesis delete-stream the-Stream",
                        "dynamodb delete-table the-ReferenceTable",
                        "s3api delete-bucket the-DataBucketName");
    }

    @Test
    void tablesOfDmsStayForOtherTasks() throws Exception {
        pretendToHaveDeployed();
        answer("tasks", "1");

        workspace.run("cleanup", "--yes");

        assertThat(changes()).noneMatch(change -> change.contains("awsdms_"));
    }

    @Test
    void nothingIsRemovedWithoutTheRightAnswer() throws Exception {
        pretendToHaveDeployed();

        Outcome outcome = workspace.runWithInput("yes\n", "cleanup");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("Type demo to continue: cleanup: nothing was removed.");
        assertThat(changes()).isEmpty();
    }
}
