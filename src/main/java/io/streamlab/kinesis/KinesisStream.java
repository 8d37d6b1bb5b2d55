package io.streamlab.kinesis;

import java.io.Serializable;
import java.util.Objects;

/** Which stream to read: its name, its ARN where one was given, and the endpoint that serves it. */
public final class KinesisStream implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final String arn;
    private final KinesisEndpoint endpoint;

    /** @param arn the stream's ARN, or null to name the stream by {@code name} alone */
    KinesisStream(String name, String arn, KinesisEndpoint endpoint) {
        this.name = Objects.requireNonNull(name, "name");
        this.arn = arn;
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    public String name() {
        return name;
    }

    /** Returns the name to put into a request; null where a request takes the ARN. */
    public String requestName() {
        return arn == null ? name : null;
    }

    /** Returns the ARN to put into a request; null where a request takes the name. */
    public String requestArn() {
        return arn;
    }

    public KinesisEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public String toString() {
        return arn == null ? name : arn;
    }
}
