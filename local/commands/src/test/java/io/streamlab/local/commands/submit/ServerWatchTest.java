package io.streamlab.local.commands.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.local.common.Endpoints;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerWatchTest {
    @Test
    void theJobGoesOnUntilAServerHasBeenGoneForSomeLooks() throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        String url = "http://127.0.0.1:" + server.getLocalPort();
        // Nothing of the job's is at the address for Athena.
        ServerWatch watch = new ServerWatch(
                new Endpoints(Map.of("AWS_ENDPOINT_URL_S3", url, "AWS_ENDPOINT_URL_ATHENA", "http://127.0.0.1:1")));
        assertThat(watch.mayGoOn()).isTrue();
        assertThat(watch.missing()).isEmpty();

        server.close();

        for (int look = 1; look < 5; look++) {
            assertThat(watch.mayGoOn()).isTrue();
        }
        assertThat(watch.mayGoOn()).isFalse();
        assertThat(watch.missing())
                .containsExactly(
                        "nothing answers at AWS_ENDPOINT_URL_S3=" + url + " (Connection refused): is it running?");
    }
}
