package io.streamlab.kinesis.spark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands in front of a Kinesis endpoint, counts its calls and lets a share of them fail, each failure one of four:
 * throttled, failed inside, connection dropped, iterator expired.
 */
final class FaultyKinesisProxy implements AutoCloseable {

    /** An empty CBOR map: the SDK takes the kind of error from a header. */
    private static final byte[] NO_DETAILS = {(byte) 0xA0};

    private final URI target;
    private final double failureShare;
    private final Random random;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    private FaultyKinesisProxy(URI target, double failureShare, long seed) throws IOException {
        this.target = target;
        this.failureShare = failureShare;
        this.random = new Random(seed);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
    }

    static FaultyKinesisProxy start(URI target, double failureShare, long seed) throws IOException {
        FaultyKinesisProxy proxy = new FaultyKinesisProxy(target, failureShare, seed);
        proxy.server.start();
        return proxy;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Calls by the name of the operation. */
    Map<String, Integer> calls() {
        return Map.copyOf(calls);
    }

    /** Failures by their kind. */
    Map<String, Integer> failures() {
        return Map.copyOf(failures);
    }

    private enum Fault {
        NONE,
        THROTTLE,
        INTERNAL_FAILURE,
        DROPPED_CONNECTION,
        EXPIRED_ITERATOR
    }

    private void handle(HttpExchange exchange) throws IOException {
        String operation = exchange.getRequestHeaders().getFirst("X-Amz-Target").replaceFirst(".*\\.", "");
        calls.merge(operation, 1, Integer::sum);
        Fault fault = draw(operation);
        if (fault != Fault.NONE) {
            failures.merge(fault.name(), 1, Integer::sum);
        }
        try (exchange) {
            switch (fault) {
                case NONE -> forward(exchange);
                case THROTTLE ->
                    fail(
                            exchange,
                            400,
                            operation.equals("ListShards")
                                    ? "LimitExceededException"
                                    : "ProvisionedThroughputExceededException");
                case INTERNAL_FAILURE -> fail(exchange, 500, "InternalFailure");
                case EXPIRED_ITERATOR -> fail(exchange, 400, "ExpiredIteratorException");
                case DROPPED_CONNECTION -> exchange.getRequestBody().readAllBytes();
            }
        }
    }

    private synchronized Fault draw(String operation) {
        if (random.nextDouble() >= failureShare) {
            return Fault.NONE;
        }
        int faults = operation.equals("GetRecords") ? 4 : 3;
        return Fault.values()[1 + random.nextInt(faults)];
    }

    private static void fail(HttpExchange exchange, int status, String error) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("x-amzn-ErrorType", error);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-cbor-1.1");
        exchange.sendResponseHeaders(status, NO_DETAILS.length);
        exchange.getResponseBody().write(NO_DETAILS);
    }

    private void forward(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!name.matches("(?i)host|content-length|connection|expect|upgrade")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            response.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders()
                    .add("Content-Type", type));
            response.headers().firstValue("x-amzn-ErrorType").ifPresent(type -> exchange.getResponseHeaders()
                    .add("x-amzn-ErrorType", type));
            exchange.sendResponseHeaders(response.statusCode(), response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
