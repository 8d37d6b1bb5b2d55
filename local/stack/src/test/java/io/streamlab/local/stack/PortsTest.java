package io.streamlab.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void everyServerKeepsAPortOfItsOwn() {
        Ports ports = new Ports(Map.of());
        assertThat(IntStream.range(0, 50).map(i -> ports.of("server" + i)).distinct())
                .hasSize(50);
        assertThat(ports.of("server7")).isEqualTo(ports.of("server7"));
    }

    @Test
    void chosenPortIsTaken() throws IOException {
        int free = freePort();
        Ports ports = new Ports(Map.of("kinesis", free));
        assertThat(ports.of("kinesis")).isEqualTo(free);
        assertThat(ports.of("s3")).isNotEqualTo(free);
    }

    @Test
    void chosenPortThatIsInUseIsRefused() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = new Ports(Map.of("kinesis", other.getLocalPort()));
            assertThatThrownBy(() -> ports.of("kinesis"))
                    .isInstanceOf(CommandException.class)
                    .hasMessageStartingWith("port " + other.getLocalPort() + " for kinesis cannot be used: ");
        }
    }

    @Test
    void numberThatIsNoPortIsRefused() {
        assertThatThrownBy(() -> new Ports(Map.of("kinesis", 70_000)).of("kinesis"))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("port 70000 for kinesis cannot be used: ");
    }

    @Test
    void portForAServerThatDoesNotExistIsRefused() throws IOException {
        Ports ports = new Ports(Map.of("kinesos", freePort()));
        ports.of("kinesis");
        ports.of("s3");
        assertThatThrownBy(ports::requireKnown)
                .isInstanceOf(CommandException.class)
                .hasMessage("a port is given for kinesos, but the servers are kinesis, s3");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
