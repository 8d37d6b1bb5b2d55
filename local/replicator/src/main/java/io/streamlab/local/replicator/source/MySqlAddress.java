package io.streamlab.local.replicator.source;

/**
 * The address of the source database and the user who reads from the database.
 *
 * @param password not shown by {@link #toString()}
 */
public record MySqlAddress(String host, int port, String user, String password) {

    @Override
    public String toString() {
        return user + "@" + host + ":" + port;
    }
}
