package io.streamlab.local.replicator.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a server that can be cut: connections break, and new ones are refused. */
public final class Outage implements AutoCloseable {

    private final URI server;
    private final int port;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private ServerSocket listener;

    public Outage(URI server) throws IOException {
        this.server = server;
        port = Servers.freePort();
        end();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    public void begin() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    public void end() throws IOException {
        listener = new ServerSocket(port);
        ServerSocket accepting = listener;
        daemon(() -> {
            while (true) {
                Socket client = accepting.accept();
                Socket target = new Socket(server.getHost(), server.getPort());
                sockets.addAll(List.of(client, target));
                daemon(() -> client.getInputStream().transferTo(target.getOutputStream()));
                daemon(() -> target.getInputStream().transferTo(client.getOutputStream()));
            }
        });
    }

    @Override
    public void close() throws IOException {
        begin();
    }

    private interface Transfer {
        void run() throws IOException;
    }

    private static void daemon(Transfer transfer) {
        Thread thread = new Thread(
                () -> {
                    try {
                        transfer.run();
                    } catch (IOException e) {
                        // The outage has begun, or one side has hung up: this transfer is over.
                    }
                },
                "way-to-server");
        thread.setDaemon(true);
        thread.start();
    }
}
