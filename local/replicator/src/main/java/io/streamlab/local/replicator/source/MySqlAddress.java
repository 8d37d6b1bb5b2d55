package io.streamlab.local.replicator.source;

/**
 * Where the source database is, and as whom to read it.
 *
 * @param password not shown by {@link #toString()}
 */
public record MySqlAddress(String host, int port, String user, String password) {

    @Override
    public String toString() {
        return user + "@" + host + ":" + port;
    }
}
