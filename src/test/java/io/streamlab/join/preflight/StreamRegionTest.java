package io.streamlab.join.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.streamlab.join.SystemProperties;
import io.streamlab.join.catalog.SourceTable;
import io.streamlab.join.catalog.SourceTables;
import io.streamlab.join.config.ExampleConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The region in whose name a validation calls Kinesis; the job calls in the same region. */
class StreamRegionTest {

    @Test
    void signsForTheRegionOfTheEndpointAndNotForTheDefaultRegion() throws Exception {
        List<String> signatures = new CopyOnWriteArrayList<>();
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            signatures.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(400, -1);
            exchange.close();
        });
        proxy.start();
        SourceTable table = SourceTables.of("orders", "http://kinesis.eu-west-1.amazonaws.com");
        SystemProperties settings = SystemProperties.set(Map.of(
                "aws.region", "us-east-1",
                "aws.accessKeyId", "key",
                "aws.secretAccessKey", "secret",
                "http.proxyHost", proxy.getAddress().getHostString(),
                "http.proxyPort", Integer.toString(proxy.getAddress().getPort())));
        try {
            StreamCheck.of(table, ExampleConfig.with().source()).run();
        } finally {
            settings.close();
            proxy.stop(0);
        }

        assertThat(signatures).isNotEmpty().allMatch(signature -> signature.contains("/eu-west-1/kinesis/"));
    }
}
