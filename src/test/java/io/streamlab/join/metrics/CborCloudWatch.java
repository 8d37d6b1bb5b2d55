package io.streamlab.join.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.streamlab.join.SystemProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes requests as CloudWatch does and decodes them; the AWS SDK finds it until it is closed.
 *
 * @see <a href="https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html">Smithy RPC v2 CBOR</a>
 */
final class CborCloudWatch implements AutoCloseable {
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

    /** @param body decoded */
    record Request(String path, Headers headers, JsonNode body) {
        String header(String name) {
            return headers.getFirst(name);
        }
    }

    private final HttpServer server;
    private final SystemProperties properties;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private CborCloudWatch(int status, Map<String, String> answer) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> answer(exchange, status, CBOR.writeValueAsBytes(answer)));
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        properties = SystemProperties.set(Map.of(
                "aws.endpointUrlCloudWatch",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "aws.region",
                "us-east-1",
                "aws.accessKeyId",
                "test",
                "aws.secretAccessKey",
                "test"));
    }

    static CborCloudWatch accepting() {
        return new CborCloudWatch(200, Map.of());
    }

    /** @param error as the protocol has it, with its {@code __type} */
    static CborCloudWatch refusing(int status, Map<String, String> error) {
        return new CborCloudWatch(status, error);
    }

    Request onlyRequest() {
        assertThat(requests).hasSize(1);
        return requests.get(0);
    }

    private void answer(HttpExchange exchange, int status, byte[] answer) throws IOException {
        try (exchange) {
            requests.add(new Request(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders(),
                    CBOR.readTree(exchange.getRequestBody())));
            exchange.getResponseHeaders().add("smithy-protocol", "rpc-v2-cbor");
            exchange.getResponseHeaders().add("Content-Type", "application/cbor");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Override
    public void close() {
        properties.close();
        server.stop(0);
    }
}
