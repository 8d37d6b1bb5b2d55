package io.streamlab.join.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.streamlab.join.SystemProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A Glue Data Catalog with one table, which it returns whatever it is asked for; the AWS SDK finds it until it is closed. */
final class AnsweringCatalog implements AutoCloseable {
    private final HttpServer server;
    private final SystemProperties properties;
    private volatile String lastRequest;

    private AnsweringCatalog(HttpServer server) {
        this.server = server;
        this.properties = SystemProperties.set(Map.of(
                "aws.endpointUrlGlue", "http://127.0.0.1:" + server.getAddress().getPort(),
                "aws.region", "us-east-1",
                "aws.accessKeyId", "test",
                "aws.secretAccessKey", "test"));
    }

    /** @param table as Glue's API writes it */
    static AnsweringCatalog with(Map<String, Object> table) {
        try {
            byte[] answer = new ObjectMapper().writeValueAsBytes(Map.of("Table", table));
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            AnsweringCatalog catalog = new AnsweringCatalog(server);
            server.createContext("/", exchange -> catalog.answer(exchange, answer));
            server.start();
            return catalog;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String lastRequest() {
        return lastRequest;
    }

    @Override
    public void close() {
        properties.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange, byte[] answer) throws IOException {
        try (exchange) {
            lastRequest = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }
}
