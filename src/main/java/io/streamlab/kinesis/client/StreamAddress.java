package io.streamlab.kinesis.client;

import io.streamlab.kinesis.KinesisEndpoint;
import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.KinesisStream;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/** Where a stream is, in full: for readers that cannot find it out by themselves as {@code exact-kinesis} does. */
public final class StreamAddress {

    private final String name;
    private final String region;
    private final URI endpoint;

    private StreamAddress(String name, String region, URI endpoint) {
        this.name = Objects.requireNonNull(name, "name");
        this.region = Objects.requireNonNull(region, "region");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /**
     * The address at which {@code exact-kinesis} with the same options finds the stream.
     *
     * @param options {@link KinesisSourceOptions#STREAM_NAME} or {@link KinesisSourceOptions#STREAM_ARN}, and what more
     *     there is
     * @throws IllegalArgumentException naming every option that is wrong, or the region that is nowhere to be found
     */
    public static StreamAddress of(Map<String, String> options) {
        KinesisStream stream = KinesisSourceOptions.parse(options).stream();
        KinesisEndpoint endpoint = stream.endpoint();
        return new StreamAddress(stream.name(), endpoint.region(), KinesisClients.url(endpoint));
    }

    public String name() {
        return name;
    }

    public String region() {
        return region;
    }

    /** An http or https URL. */
    public URI endpoint() {
        return endpoint;
    }
}
