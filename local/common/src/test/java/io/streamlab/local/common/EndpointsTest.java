package io.streamlab.local.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stopListening() throws IOException {
        server.close();
    }

    @Test
    void aServicesOwnVariableComesBeforeTheOneForAllServices() {
        Endpoints endpoints =
                new Endpoints(Map.of("AWS_ENDPOINT_URL_S3", url(), "AWS_ENDPOINT_URL", "http://nowhere.invalid:1"));

        assertThat(endpoints.require(AwsService.S3)).isEqualTo(URI.create(url()));
        assertThat(endpoints.isShared(AwsService.S3)).isFalse();
        assertThat(endpoints.isShared(AwsService.GLUE)).isTrue();
    }

    @Test
    void theVariableForAllServicesIsGoodForEach() {
        Endpoints endpoints = new Endpoints(Map.of("AWS_ENDPOINT_URL", url()));

        assertThat(endpoints.require(AwsService.DYNAMODB)).isEqualTo(URI.create(url()));
        assertThat(endpoints.has(AwsService.ATHENA)).isTrue();
    }

    @Test
    void aServiceWithoutAnEndpointIsAnError() {
        Endpoints endpoints = new Endpoints(Map.of("AWS_ENDPOINT_URL_S3", url(), "AWS_ENDPOINT_URL_GLUE", ""));

        assertThat(endpoints.has(AwsService.GLUE)).isFalse();
        assertThatThrownBy(() -> endpoints.require(AwsService.GLUE))
                .isInstanceOf(CommandException.class)
                .hasMessage("AWS_ENDPOINT_URL_GLUE is not set: "
                        + "put the endpoint there, or one for all services into AWS_ENDPOINT_URL");
    }

    @Test
    void anEndpointAtWhichNothingListensIsAnError() throws IOException {
        String url = url();
        server.close();

        assertThatThrownBy(() -> new Endpoints(Map.of("AWS_ENDPOINT_URL_S3", url)).require(AwsService.S3))
                .isInstanceOf(CommandException.class)
                .hasMessage("nothing answers at AWS_ENDPOINT_URL_S3=" + url + " (Connection refused): is it running?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:4566", "localhost", "http://", "http:// x", "ftp://127.0.0.1"})
    void whatIsNoAddressIsAnError(String value) {
        assertThatThrownBy(() -> new Endpoints(Map.of("AWS_ENDPOINT_URL", value)).require(AwsService.S3))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("AWS_ENDPOINT_URL=" + value + " is no address such as http://127.0.0.1:4566: ");
    }

    @Test
    void theMetastoreMayBeMissing() {
        assertThat(new Endpoints(Map.of()).metastore()).isEmpty();
        assertThat(new Endpoints(Map.of("HIVE_METASTORE_URIS", "thrift://127.0.0.1:" + server.getLocalPort()))
                        .metastore())
                .contains(URI.create("thrift://127.0.0.1:" + server.getLocalPort()));
    }

    @Test
    void aMetastoreThatIsNamedHasToAnswer() throws IOException {
        int port = server.getLocalPort();
        server.close();

        assertThatThrownBy(() -> new Endpoints(Map.of("HIVE_METASTORE_URIS", "thrift://127.0.0.1:" + port)).metastore())
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("nothing answers at HIVE_METASTORE_URIS=thrift://127.0.0.1:" + port);
    }

    @Test
    void serversThatHaveDiedAreNamedOnceEach() throws IOException {
        String url = url();
        Endpoints endpoints = new Endpoints(Map.of("AWS_ENDPOINT_URL", url, "AWS_ENDPOINT_URL_S3", url));

        assertThat(endpoints.silent(AwsService.values())).isEmpty();
        server.close();

        assertThat(endpoints.silent(AwsService.GLUE, AwsService.DYNAMODB))
                .containsExactly(
                        "nothing answers at AWS_ENDPOINT_URL=" + url + " (Connection refused): is it running?");
        assertThat(endpoints.silent(AwsService.values()))
                .containsExactlyInAnyOrder(
                        "nothing answers at AWS_ENDPOINT_URL=" + url + " (Connection refused): is it running?",
                        "nothing answers at AWS_ENDPOINT_URL_S3=" + url + " (Connection refused): is it running?");
    }

    @Test
    void theRegionIsThatOfTheSdks() {
        assertThat(new Endpoints(Map.of("AWS_REGION", "eu-west-1", "AWS_DEFAULT_REGION", "eu-west-2")).region())
                .isEqualTo("eu-west-1");
        assertThat(new Endpoints(Map.of("AWS_DEFAULT_REGION", "eu-west-2")).region())
                .isEqualTo("eu-west-2");
        assertThat(new Endpoints(Map.of()).region()).isEqualTo("us-east-1");
    }

    private String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }
}
