package io.streamlab.kinesis.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.utils.AttributeMap;
import software.amazon.awssdk.utils.IoUtils;

class StripedHttpClientTest {

    private static final String PASSWORD = "password";
    private static final int THREADS = 64;

    @TempDir
    private Path folder;

    private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService serving = Executors.newCachedThreadPool();
    private final ExecutorService calling = Executors.newFixedThreadPool(THREADS);
    private HttpsServer server;

    @BeforeEach
    void serve() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), THREADS);
        server.setHttpsConfigurator(new HttpsConfigurator(certified()));
        server.setExecutor(serving);
        server.createContext("/", exchange -> {
            connections.add(exchange.getRemoteAddress());
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[2]);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        calling.shutdownNow();
        server.stop(0);
        serving.shutdownNow();
    }

    @Test
    void connectionsOfAllThreadsAreKeptForTheNextPlan() throws Exception {
        try (SdkHttpClient client = new StripedHttpClient(StripedHttpClientTest::trusting)) {
            everyThreadCallsAtOnce(client);
            int opened = connections.size();
            everyThreadCallsAtOnce(client);

            assertThat(opened).isEqualTo(THREADS);
            assertThat(connections).hasSize(THREADS);
        }
    }

    /** What one client of the SDK does, and the reason for the stripes. */
    @Test
    void oneClientKeepsFiveConnections() throws Exception {
        try (SdkHttpClient client = trusting()) {
            everyThreadCallsAtOnce(client);
            everyThreadCallsAtOnce(client);

            assertThat(connections).hasSizeGreaterThan(THREADS + THREADS / 2);
        }
    }

    /** Returns when all calls have been answered. No call ends before all have begun. */
    private void everyThreadCallsAtOnce(SdkHttpClient client) throws Exception {
        CyclicBarrier begun = new CyclicBarrier(THREADS);
        List<Future<?>> calls = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            calls.add(calling.submit(() -> {
                HttpExecuteResponse response = client.prepareRequest(HttpExecuteRequest.builder()
                                .request(SdkHttpRequest.builder()
                                        .method(SdkHttpMethod.GET)
                                        .protocol("https")
                                        .host("localhost")
                                        .port(server.getAddress().getPort())
                                        .encodedPath("/")
                                        .build())
                                .build())
                        .call();
                begun.await();
                IoUtils.drainInputStream(response.responseBody().orElseThrow());
                response.responseBody().orElseThrow().close();
                begun.await();
                return null;
            }));
        }
        for (Future<?> call : calls) {
            call.get();
        }
    }

    private static SdkHttpClient trusting() {
        return UrlConnectionHttpClient.builder()
                .buildWithDefaults(AttributeMap.builder()
                        .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                        .build());
    }

    private SSLContext certified() throws Exception {
        Path file = folder.resolve("localhost.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "localhost",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
