package io.streamlab.kinesis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.KinesisEndpoint;
import java.net.URI;
import org.junit.jupiter.api.Test;

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
}
