package io.streamlab.verify.chaos.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in front of a server and lets a share of its calls fail, each failure one of four: throttled, failed inside,
 * connection dropped before the server sees the call, connection dropped after the server has done it.
 */
public final class FaultyProxy implements AutoCloseable {
    private static final int INTERNAL_ERROR = 500;
    private static final int NO_BODY = -1;

    static {
        // Else the JDK's server answers 40 ms late whenever a connection is used again.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private enum Fault {
        THROTTLED,
        FAILED,
        DROPPED_BEFORE,
        DROPPED_AFTER
    }

    private final Service service;
    private final URI target;
    private final double faultShare;
    private final Random random;
    private final CallListener listener;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();

    private FaultyProxy(Service service, URI target, double faultShare, long seed, CallListener listener)
            throws IOException {
        this.service = service;
        this.target = target;
        this.faultShare = faultShare;
        this.random = new Random(seed);
        this.listener = listener;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
    }

    public static FaultyProxy start(Service service, URI target, double faultShare, long seed, CallListener listener) {
        try {
            FaultyProxy proxy = new FaultyProxy(service, target, faultShare, seed, listener);
            proxy.server.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy for " + service + " cannot be started", e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public String name() {
        return service.name().toLowerCase(Locale.ROOT);
    }

    public int calls() {
        return calls.get();
    }

    public int faults() {
        return faults.get();
    }

    private synchronized Optional<Fault> draw() {
        calls.incrementAndGet();
        if (random.nextDouble() >= faultShare) {
            return Optional.empty();
        }
        faults.incrementAndGet();
        return Optional.of(Fault.values()[random.nextInt(Fault.values().length)]);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Optional<Fault> fault = draw();
            Call call = new Call(
                    service,
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath());
            if (fault.isEmpty()) {
                if (listener.before(call)) {
                    HttpResponse<byte[]> response = forward(exchange, body);
                    listener.after(call);
                    answer(exchange, response);
                }
                return;
            }
            switch (fault.get()) {
                case THROTTLED -> fail(exchange, service.throttledStatus(), service.throttledError());
                case FAILED -> fail(exchange, INTERNAL_ERROR, "InternalError");
                case DROPPED_AFTER -> forward(exchange, body);
                case DROPPED_BEFORE -> {
                    // Closing the exchange without an answer drops the connection.
                }
            }
        }
    }

    private void fail(HttpExchange exchange, int status, String error) throws IOException {
        exchange.getResponseHeaders().add("x-amzn-ErrorType", error);
        exchange.getResponseHeaders().add("Content-Type", service.contentType());
        write(exchange, status, service.errorBody());
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
        URI uri = exchange.getRequestURI();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target + uri.getRawPath() + query))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!name.matches("(?i)host|content-length|connection|expect|upgrade|transfer-encoding")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        response.headers().map().forEach((name, values) -> {
            // The JDK's server writes the length itself, except for HEAD, which has one without a body.
            if (!name.matches("(?i)connection|transfer-encoding|date")
                    && (isHead(exchange) || !name.equalsIgnoreCase("content-length"))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        write(exchange, response.statusCode(), response.body());
    }

    private static void write(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean empty = isHead(exchange) || body.length == 0;
        exchange.sendResponseHeaders(status, empty ? NO_BODY : body.length);
        if (!empty) {
            exchange.getResponseBody().write(body);
        }
    }

    private static boolean isHead(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("HEAD");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
