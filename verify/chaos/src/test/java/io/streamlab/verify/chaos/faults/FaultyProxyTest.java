package io.streamlab.verify.chaos.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyProxyTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger reached = new AtomicInteger();
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                reached.incrementAndGet();
                byte[] body = exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders()
                        .add("ETag", exchange.getRequestURI().toString());
                boolean head = exchange.getRequestMethod().equals("HEAD");
                if (head) {
                    exchange.getResponseHeaders().add("Content-Length", "1234");
                }
                exchange.sendResponseHeaders(200, head || body.length == 0 ? -1 : body.length);
                if (!head && body.length > 0) {
                    exchange.getResponseBody().write(body);
                }
            }
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void passesCallsAndAnswersOnAsTheyAre() throws Exception {
        try (FaultyProxy proxy = proxy(0)) {
            HttpResponse<String> put = send(proxy, "PUT", "/bucket/a%20b?x=1&y", "content");
            assertThat(put.statusCode()).isEqualTo(200);
            assertThat(put.body()).isEqualTo("content");
            assertThat(put.headers().firstValue("ETag")).contains("/bucket/a%20b?x=1&y");

            HttpResponse<String> head = send(proxy, "HEAD", "/bucket/key", "");
            assertThat(head.headers().firstValue("Content-Length")).contains("1234");
            assertThat(proxy.calls()).isEqualTo(2);
            assertThat(proxy.faults()).isZero();
        }
        assertThat(told)
                .containsExactly(
                        "before PUT /bucket/a%20b",
                        "after PUT /bucket/a%20b", "before HEAD /bucket/key", "after HEAD /bucket/key");
    }

    @Test
    void dropsACallThatTheListenerKeepsFromTheServer() {
        try (FaultyProxy proxy = proxy(0)) {
            assertThatThrownBy(() -> send(proxy, "POST", "/refused", "content")).isInstanceOf(IOException.class);
        }
        assertThat(reached).hasValue(0);
    }

    @Test
    void letsCallsFailInEveryWay() throws Exception {
        Set<String> outcomes = new TreeSet<>();
        try (FaultyProxy proxy = proxy(1)) {
            for (int i = 0; i < 60; i++) {
                outcomes.add(outcome(proxy));
            }
            assertThat(proxy.faults()).isEqualTo(proxy.calls());
        }
        assertThat(outcomes)
                .isEqualTo(new TreeSet<>(List.of("500 InternalError", "503 SlowDown", "dropped", "dropped when done")));
    }

    private String outcome(FaultyProxy proxy) throws InterruptedException {
        int before = reached.get();
        try {
            // Not PUT or GET, which the client would repeat by itself.
            HttpResponse<String> response = send(proxy, "POST", "/bucket/key", "content");
            return response.statusCode() + " "
                    + response.headers().firstValue("x-amzn-ErrorType").orElse("");
        } catch (IOException e) {
            return reached.get() > before ? "dropped when done" : "dropped";
        }
    }

    private FaultyProxy proxy(double faultShare) {
        CallListener listener = new CallListener() {
            @Override
            public boolean before(Call call) {
                told.add("before " + call.method() + " " + call.path());
                return !call.path().equals("/refused");
            }

            @Override
            public void after(Call call) {
                told.add("after " + call.method() + " " + call.path());
            }
        };
        return FaultyProxy.start(
                Service.S3, URI.create("http://127.0.0.1:" + server.getAddress().getPort()), faultShare, 1, listener);
    }

    private HttpResponse<String> send(FaultyProxy proxy, String method, String pathAndQuery, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(proxy.endpoint() + pathAndQuery))
                .method(
                        method,
                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.getBytes(UTF_8)))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
