package io.streamlab.local.replicator.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.replicator.ForegroundCommand.InvalidUseException;
import org.junit.jupiter.api.Test;

class InitialStatementsTest {

    @Test
    void passwordsCannotEndTheirLiteral() {
        String statements = InitialStatements.forFirstStart(new Accounts("app", "a'; DROP DATABASE mydev; --\\", "b"));

        assertThat(statements)
                .contains("CREATE OR REPLACE USER 'app'@'%' IDENTIFIED BY 'a''; DROP DATABASE mydev; --\\\\';");
    }

    @Test
    void replicationUserHasThePublishedGrantsAndNoOther() {
        assertThat(InitialStatements.forFirstStart(new Accounts("app", "a", "b"))
                        .lines())
                .filteredOn(line -> line.startsWith("GRANT") && line.contains("'repl'"))
                .containsExactly(
                        "GRANT REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO 'repl'@'%';",
                        "GRANT SELECT ON mydev.country_lookup_table TO 'repl'@'%';");
    }

    @Test
    void laterStartTouchesNeitherDataNorTheGrantsOfTheReplicationUser() {
        assertThat(InitialStatements.forLaterStart(new Accounts("app", "a", "b"))
                        .lines())
                .noneMatch(line -> line.contains("country_lookup_table"))
                .noneMatch(line -> line.startsWith("GRANT") && line.contains("'repl'"));
    }

    @Test
    void clientUserIsNotOneThatExists() {
        assertThatThrownBy(() -> new Accounts("repl", "a", "b"))
                .isInstanceOf(InvalidUseException.class)
                .hasMessage("MYSQL_USER must not be 'repl': that user exists already");
    }
}
