package io.streamlab.local.replicator.mysql;

import static io.streamlab.local.replicator.ForegroundCommand.requiredVariable;

import io.streamlab.local.replicator.ForegroundCommand.InvalidUseException;

/**
 * The users who may log in: the user of {@code mysql} clients, who owns database {@code mydev}, and the replication user.
 * Their passwords come from the environment, because everyone on the machine can read a command line.
 *
 * @param clientUser name of the user for {@code mysql} clients, from {@code MYSQL_USER}
 * @param clientPassword its password, from {@code MYSQL_PWD}
 * @param replicationPassword password of user {@code repl}, from {@code MYSQL_REPLICATION_PWD}
 */
record Accounts(String clientUser, String clientPassword, String replicationPassword) {

    static final String REPLICATION_USER = "repl";

    /**
     * Reads the users and passwords.
     *
     * @throws InvalidUseException naming the variable that is missing or cannot be used
     */
    static Accounts fromEnvironment() {
        return new Accounts(
                requiredVariable("MYSQL_USER"),
                requiredVariable("MYSQL_PWD"),
                requiredVariable("MYSQL_REPLICATION_PWD"));
    }

    Accounts {
        if (clientUser.equals(REPLICATION_USER) || clientUser.equals("root")) {
            throw new InvalidUseException(
                    "MYSQL_USER must not be '" + clientUser + "': that user exists already", null);
        }
    }
}
