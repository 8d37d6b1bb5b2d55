package io.streamlab.local.gluesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueAsyncClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.UpdateTableResponse;

/** A client of the SDK as Hudi builds it, which takes the HTTP client that the system property names. */
class WaitingHttpServiceTest {
    private static final long MILLISECONDS_TO_ANSWER = 300;

    private final AtomicInteger answered = new AtomicInteger();
    private int status = 200;
    private String answer = "{}";
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        System.setProperty(WaitingHttpService.PROPERTY, WaitingHttpService.class.getName());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            pause();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            answered.incrementAndGet();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        System.clearProperty(WaitingHttpService.PROPERTY);
        server.stop(0);
    }

    @Test
    void aChangeIsAnsweredEvenWhenNobodyWaitsForIt() {
        try (GlueAsyncClient glue = client()) {
            updateTable(glue);

            assertThat(answered).hasValue(1);
        }
    }

    @Test
    void aFailureIsFoundInTheFuture() {
        status = 400;
        answer = "{\"__type\": \"EntityNotFoundException\", \"Message\": \"no such table\"}";

        try (GlueAsyncClient glue = client()) {
            CompletableFuture<UpdateTableResponse> update = updateTable(glue);

            assertThatThrownBy(update::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(EntityNotFoundException.class)
                    .hasMessageContaining("no such table");
        }
    }

    @Test
    void whatTheServerBringsOnItselfIsTriedAgain() {
        status = 500;

        try (GlueAsyncClient glue = client()) {
            assertThatThrownBy(updateTable(glue)::join).isInstanceOf(CompletionException.class);

            assertThat(answered).hasValueGreaterThan(1);
        }
    }

    private static CompletableFuture<UpdateTableResponse> updateTable(GlueAsyncClient glue) {
        return glue.updateTable(
                request -> request.databaseName("my_kinesis_db").tableInput(table -> table.name("orders")));
    }

    private GlueAsyncClient client() {
        return GlueAsyncClient.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
    }

    private static void pause() {
        try {
            Thread.sleep(MILLISECONDS_TO_ANSWER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
