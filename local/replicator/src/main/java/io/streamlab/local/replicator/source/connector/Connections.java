package io.streamlab.local.replicator.source.connector;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to the server, for what neither the rows nor the binary log say. */
@FunctionalInterface
interface Connections {

    Connection open() throws SQLException;
}
