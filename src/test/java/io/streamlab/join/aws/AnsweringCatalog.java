package io.streamlab.join.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A Glue Data Catalog with one table, which it returns whatever it is asked for; the AWS SDK finds it until it is closed. */
final class AnsweringCatalog implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> replacedProperties = new TreeMap<>();
    private volatile String lastRequest;

    private AnsweringCatalog(HttpServer server) {
        this.server = server;
    }

    /** @param table as Glue's API writes it */
    static AnsweringCatalog with(Map<String, Object> table) {
        try {
            byte[] answer = new ObjectMapper().writeValueAsBytes(Map.of("Table", table));
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            AnsweringCatalog catalog = new AnsweringCatalog(server);
            server.createContext("/", exchange -> catalog.answer(exchange, answer));
            server.start();
            catalog.leadTheSdkHere();
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
        server.stop(0);
        replacedProperties.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    private void answer(HttpExchange exchange, byte[] answer) throws IOException {
        try (exchange) {
            lastRequest = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void leadTheSdkHere() {
        replace("aws.endpointUrlGlue", "http://127.0.0.1:" + server.getAddress().getPort());
        replace("aws.region", "us-east-1");
        replace("aws.accessKeyId", "test");
        replace("aws.secretAccessKey", "test");
    }

    private void replace(String property, String value) {
        replacedProperties.put(property, System.getProperty(property, ""));
        System.setProperty(property, value);
    }
}
