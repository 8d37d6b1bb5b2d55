package io.streamlab.join.lookup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Against a server that answers as a throttled table does. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RetryingDynamoDbTest {
    private static final String THROTTLED =
            "{\"__type\": \"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException\"}";

    private final AtomicInteger calls = new AtomicInteger();
    private HttpServer server;
    private int throttledCalls;

    @BeforeEach
    void startServer() throws IOException {
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
        System.setProperty("aws.region", "us-east-1");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        System.clearProperty("aws.region");
    }

    @Test
    void repeatsWhatIsThrottled() {
        throttledCalls = 3;

        try (DynamoDbClient dynamoDb = client(Duration.ofSeconds(30))) {
            assertThat(dynamoDb.scan(request -> request.tableName("countries")).items())
                    .isEmpty();
        }
        assertThat(calls).hasValue(4);
    }

    @Test
    void givesUpWhenItsPatienceIsOver() {
        throttledCalls = Integer.MAX_VALUE;
        long start = System.nanoTime();

        try (DynamoDbClient dynamoDb = client(Duration.ofSeconds(2))) {
            assertThatThrownBy(() -> dynamoDb.scan(request -> request.tableName("countries")))
                    .isInstanceOf(ApiCallTimeoutException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(calls).hasValueGreaterThan(1);
    }

    private DynamoDbClient client(Duration pagePatience) {
        return RetryingDynamoDb.create(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), pagePatience);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            boolean throttled = calls.incrementAndGet() <= throttledCalls;
            byte[] body = (throttled ? THROTTLED : "{\"Items\": [], \"Count\": 0}").getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(throttled ? 400 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
