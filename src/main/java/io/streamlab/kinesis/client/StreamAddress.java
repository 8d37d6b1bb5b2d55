package io.streamlab.kinesis.client;

import io.streamlab.kinesis.KinesisEndpoint;
import io.streamlab.kinesis.KinesisStream;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/** Where a stream is, in full: for another reader, which does not find the region and the endpoint by itself. */
public final class StreamAddress {

    private final String name;
    private final String arn;
    private final String region;
    private final URI endpoint;

    private StreamAddress(String name, String arn, String region, URI endpoint) {
        this.name = Objects.requireNonNull(name, "name");
        this.arn = arn;
        this.region = Objects.requireNonNull(region, "region");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /** Returns the address at which {@code exact-kinesis} finds the stream. */
    public static StreamAddress of(KinesisStream stream) {
        KinesisEndpoint endpoint = stream.endpoint();
        return new StreamAddress(stream.name(), stream.requestArn(), endpoint.region(), KinesisClients.url(endpoint));
    }

    public String name() {
        return name;
    }

    /** Returns the ARN, absent where the stream is known by its name alone. */
    public Optional<String> arn() {
        return Optional.ofNullable(arn);
    }

    public String region() {
        return region;
    }

    /** Returns an http or https URL. */
    public URI endpoint() {
        return endpoint;
    }
}
