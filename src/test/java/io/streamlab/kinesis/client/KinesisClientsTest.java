package io.streamlab.kinesis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.streamlab.join.SystemProperties;
import io.streamlab.kinesis.KinesisEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.sts.model.StsException;

class KinesisClientsTest {

    @Test
    void oneClientServesAllSourcesOfAnEndpoint() {
        URI url = URI.create("http://localhost:4567");

        assertThat(KinesisClients.of(new KinesisEndpoint("us-east-1", url, null)))
                .isSameAs(KinesisClients.of(new KinesisEndpoint("us-east-1", url, null)))
                .isNotSameAs(KinesisClients.of(new KinesisEndpoint("us-east-1", null, null)))
                .isNotSameAs(KinesisClients.of(new KinesisEndpoint("eu-west-1", url, null)))
                .isNotSameAs(KinesisClients.of(
                        new KinesisEndpoint("us-east-1", url, "arn:aws:iam::123456789012:role/reader")));
        assertThat(KinesisClients.of(new KinesisEndpoint(
                        "us-east-1", url, "arn:aws:iam::123456789012:role/reader", "partner", "orders")))
                .isNotSameAs(KinesisClients.of(new KinesisEndpoint(
                        "us-east-1", url, "arn:aws:iam::123456789012:role/reader", "other", "orders")))
                .isNotSameAs(KinesisClients.of(new KinesisEndpoint(
                        "us-east-1", url, "arn:aws:iam::123456789012:role/reader", "partner", "exact-kinesis")));
    }

    @Test
    void callsTheUrlThatWasGiven() {
        URI url = URI.create("http://localhost:4567");

        assertThat(KinesisClients.url(new KinesisEndpoint("us-east-1", url, null)))
                .isEqualTo(url);
    }

    @Test
    void callsTheRegionsOwnUrlWithoutAnother() {
        assertThat(KinesisClients.url(new KinesisEndpoint("cn-north-1", null, null)))
                .isEqualTo(URI.create("https://kinesis.cn-north-1.amazonaws.com.cn"));
    }

    @Test
    void callsTheUrlOfTheSdksSettings() {
        System.setProperty("aws.endpointUrlKinesis", "http://localhost:4568");
        try {
            // A region that no other test has a client for.
            assertThat(KinesisClients.url(new KinesisEndpoint("eu-south-1", null, null)))
                    .isEqualTo(URI.create("http://localhost:4568"));
        } finally {
            System.clearProperty("aws.endpointUrlKinesis");
        }
    }

    @Test
    void callsTheUrlOfTheProfile(@TempDir Path folder) throws IOException {
        Path config = folder.resolve("config");
        Files.writeString(
                config,
                """
                [default]
                services = here
                [services here]
                kinesis =
                  endpoint_url = http://localhost:4569
                """);
        KinesisEndpoint endpoint = new KinesisEndpoint("eu-south-2", null, null);
        SystemProperties settings = SystemProperties.set(Map.of("aws.configFile", config.toString()));
        try (KinesisClient client = KinesisClients.bounded(endpoint)) {
            assertThat(KinesisClients.url(endpoint)).isEqualTo(URI.create("http://localhost:4569"));
            assertThat(client.serviceClientConfiguration().endpointOverride())
                    .contains(URI.create("http://localhost:4569"));
        } finally {
            settings.close();
        }
    }

    @Test
    void roleIsAssumedWithTheExternalIdUnderTheSessionsName() throws IOException {
        List<String> requests = new CopyOnWriteArrayList<>();
        HttpServer sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", exchange -> {
            requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(400, -1);
            exchange.close();
        });
        sts.start();
        URI url = URI.create("http://localhost:" + sts.getAddress().getPort());
        KinesisEndpoint endpoint = new KinesisEndpoint(
                "us-east-1", url, "arn:aws:iam::123456789012:role/reader", "partner/7", "orders@join");
        SystemProperties settings = SystemProperties.set(Map.of(
                "aws.endpointUrlSts", url.toString(), "aws.accessKeyId", "key", "aws.secretAccessKey", "secret"));
        try (KinesisClient client = KinesisClients.bounded(endpoint)) {
            assertThatThrownBy(client::listStreams).isInstanceOf(StsException.class);
        } finally {
            settings.close();
            sts.stop(0);
        }

        assertThat(requests)
                .first(InstanceOfAssertFactories.STRING)
                .contains(
                        "Action=AssumeRole",
                        "RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Freader",
                        "ExternalId=partner%2F7",
                        "RoleSessionName=orders%40join");
    }
}
