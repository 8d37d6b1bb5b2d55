package io.streamlab.join.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

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
    }
}
