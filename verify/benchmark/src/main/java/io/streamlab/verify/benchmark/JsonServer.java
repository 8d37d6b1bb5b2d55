package io.streamlab.verify.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers the requests of one AWS service that speaks JSON, at a port of this machine. */
final class JsonServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static {
        // Without it every answer waits 40 ms for the client's acknowledgement. The JDK's server reads it once.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String contentType;
    private final String refusal;
    private final Operations operations;

    private JsonServer(HttpServer server, String contentType, String refusal, Operations operations) {
        this.server = server;
        this.contentType = contentType;
        this.refusal = refusal;
        this.operations = operations;
    }

    /** What the service does. */
    interface Operations {
        /**
         * Returns the body of an answer.
         *
         * @param operation such as {@code GetRecords}
         * @throws IllegalArgumentException for a request that the service refuses
         */
        byte[] answer(String operation, JsonNode request) throws IOException, InterruptedException;
    }

    /**
     * Starts the server.
     *
     * @param contentType with the version of JSON that the service speaks
     * @param refusal the service's exception for a wrong request
     */
    static JsonServer start(String contentType, String refusal, Operations operations) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            JsonServer json = new JsonServer(server, contentType, refusal, operations);
            server.createContext("/", json::answer);
            server.setExecutor(json.threads);
            server.start();
            return json;
        } catch (IOException e) {
            throw new CommandException("cannot open a port for an AWS service", e);
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            int status = 200;
            byte[] answer;
            try {
                answer = operations.answer(target.substring(target.indexOf('.') + 1), request);
            } catch (IllegalArgumentException e) {
                status = 400;
                answer = JSON.writeValueAsBytes(Map.of("__type", refusal, "message", String.valueOf(e.getMessage())));
            }
            exchange.getResponseHeaders().set("Content-Type", contentType);
            // No body at all is -1 here; 0 would be a body of unknown length.
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            // The server ends.
            Thread.currentThread().interrupt();
        }
    }
}
