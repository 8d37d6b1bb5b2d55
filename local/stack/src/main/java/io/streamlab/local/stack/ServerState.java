package io.streamlab.local.stack;

import java.util.Map;

/**
 * A server that was started.
 *
 * @param name of the server
 * @param address where it listens, as a URI
 * @param process its process
 * @param environment the variables by which clients find it
 */
public record ServerState(String name, String address, ProcessIdentity process, Map<String, String> environment) {

    public ServerState {
        environment = Map.copyOf(environment);
    }

    static ServerState of(Server server, ProcessIdentity process) {
        return new ServerState(server.name(), server.address().toString(), process, server.environment());
    }
}
