package io.streamlab.local.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Quick checks whether a server answers. */
public final class Readiness {

    private static final int TIMEOUT_MILLIS = 1_000;

    private Readiness() {}

    /** Returns whether a GET is answered, with whatever status: an emulator that refuses a bare request is up. */
    public static boolean answersHttp(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try {
                return connection.getResponseCode() > 0;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    public static boolean acceptsConnections(URI uri) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns whether the file has a line that begins so. */
    public static boolean hasLine(Path file, String beginning) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.anyMatch(line -> line.startsWith(beginning));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}
