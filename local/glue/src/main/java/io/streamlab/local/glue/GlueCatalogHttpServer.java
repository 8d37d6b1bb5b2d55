package io.streamlab.local.glue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the catalog over HTTP with the protocol AWS JSON 1.1: every request is a POST whose header
 * {@code X-Amz-Target} is {@code AWSGlue.} and the operation. Signatures are not checked. Listens on the loopback
 * address only.
 */
public final class GlueCatalogHttpServer implements AutoCloseable {

    private static final String TARGET_PREFIX = "AWSGlue.";
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // Without it every answer waits 40 ms for the client's acknowledgement. The JDK's server reads it once.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final GlueApi api;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpServer server;

    private GlueCatalogHttpServer(int port, int mostVersions) throws IOException {
        api = new GlueApi(new Catalog(Clock.systemUTC(), mostVersions));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /**
     * Starts serving an empty catalog that keeps as many versions of a table as the service does: 100,000.
     *
     * @param port the port to listen on, 0 for a free one
     * @throws IOException if the port is taken
     */
    public static GlueCatalogHttpServer start(int port) throws IOException {
        return start(port, Catalog.MOST_VERSIONS);
    }

    /**
     * Starts serving an empty catalog.
     *
     * @param port the port to listen on, 0 for a free one
     * @param mostVersions how many versions a table may have; an update beyond is refused
     * @throws IOException if the port is taken
     */
    public static GlueCatalogHttpServer start(int port, int mostVersions) throws IOException {
        GlueCatalogHttpServer catalog = new GlueCatalogHttpServer(port, mostVersions);
        catalog.server.start();
        return catalog;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            try {
                respond(exchange, 200, api.call(operation(exchange), request));
            } catch (GlueException e) {
                respond(exchange, 400, error(e.type(), e.getMessage()));
            } catch (RuntimeException e) {
                e.printStackTrace();
                respond(exchange, 500, error("InternalServiceException", e.toString()));
            }
        }
    }

    private static String operation(HttpExchange exchange) {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target == null || !target.startsWith(TARGET_PREFIX)) {
            throw GlueException.unknownOperation(
                    "The header X-Amz-Target is " + target + "; it must be " + TARGET_PREFIX + " and an operation.");
        }
        return target.substring(TARGET_PREFIX.length());
    }

    private static ObjectNode error(String type, String message) {
        return JSON.createObjectNode().put("__type", type).put("Message", message);
    }

    private static void respond(HttpExchange exchange, int status, ObjectNode response) throws IOException {
        byte[] body = JSON.writeValueAsBytes(response);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
