package io.streamlab.local.commands.submit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The port at which Spark shows its own pages. */
final class UiPort {
    /** Spark's own default. */
    private static final int USUAL = 4040;

    private UiPort() {}

    /** Returns Spark's usual port if it is free, else another free one. */
    static int choose() throws IOException {
        return choose(USUAL);
    }

    static int choose(int usual) throws IOException {
        try {
            return free(usual);
        } catch (IOException taken) {
            return free(0);
        }
    }

    private static int free(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
