package io.streamlab.join.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.deployment.Workspace.Outcome;
import org.junit.jupiter.api.Test;

/** What scripts/update-reference asks of AWS. */
class ReferenceCommandTest extends RecordedAws {
    @Test
    void referenceDataIsChangedAndWaitedFor() throws Exception {
        pretendToHaveDeployed();
        answer("item", "US-USA\nUS-USA-US");

        Outcome outcome = workspace.run("update-reference");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(changes()).hasSize(4).allMatch(change -> change.startsWith("rds-data execute-statement UPDATE"));
        assertThat(outcome.err()).contains("Changed four rows in MySQL.\nDynamoDB has them after ");
    }

    @Test
    void mySqlOfOnesOwnIsChangedByItsClient() throws Exception {
        workspace.addProgram("mysql", "#!/usr/bin/env bash\nprintf '%s\\n' \"$*\"\ncat\n");

        Outcome outcome = workspace.set("MYSQL_PWD", "secret").run("update-reference", "--host", "db.example.com");

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(outcome.out())
                .startsWith("--host db.example.com --port 3306 --user admin\n")
                .contains("SET combinedname = 'IN-IND-India' WHERE code = 'IN';");
        assertThat(calls()).isEmpty();
    }
}
