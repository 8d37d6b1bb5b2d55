package io.streamlab.local.stack;

import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Gives every server a port of its own: the one the user chose, else a free one. */
public final class Ports {

    private final Map<String, Integer> chosen;
    private final Map<String, Integer> given = new HashMap<>();

    /** @param chosen port by name of the server */
    public Ports(Map<String, Integer> chosen) {
        this.chosen = Map.copyOf(chosen);
    }

    /** Returns the ports that the servers of a running stand-in have; a server without a port of its own gets a free one. */
    static Ports of(StackState running) {
        Ports ports = new Ports(Map.of());
        for (ServerState server : running.servers()) {
            ports.given.put(server.name(), URI.create(server.address()).getPort());
        }
        return ports;
    }

    /**
     * The port of a server, the same at every call.
     *
     * @throws CommandException if the chosen port is taken
     */
    int of(String server) {
        return given.computeIfAbsent(server, name -> chosen.containsKey(name) ? chosenPort(name) : freePort());
    }

    /** @throws CommandException if a port was chosen for a server that never asked for one */
    void requireKnown() {
        Set<String> unknown = new TreeSet<>(chosen.keySet());
        unknown.removeAll(given.keySet());
        if (!unknown.isEmpty()) {
            throw new CommandException("a port is given for " + String.join(", ", unknown) + ", but the servers are "
                    + String.join(", ", new TreeSet<>(given.keySet())));
        }
    }

    private int chosenPort(String server) {
        int port = chosen.get(server);
        try (ServerSocket socket = bind(port)) {
            return socket.getLocalPort();
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandException("port " + port + " for " + server + " cannot be used: " + e.getMessage(), e);
        }
    }

    private int freePort() {
        Set<Integer> taken = new HashSet<>(given.values());
        taken.addAll(chosen.values());
        while (true) {
            try (ServerSocket socket = bind(0)) {
                if (!taken.contains(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("no free port", e);
            }
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException | IllegalArgumentException e) {
            socket.close();
            throw e;
        }
    }
}
