package io.streamlab.kinesis;

import java.io.Serializable;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/** Where Kinesis is called and as which role. Two sources with equal endpoints share one client in a JVM. */
public final class KinesisEndpoint implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String region;
    private final URI url;
    private final String roleArn;

    /**
     * @param url the endpoint, or null for the one the AWS SDK finds (AWS_ENDPOINT_URL_KINESIS or the region's)
     * @param roleArn a role to assume for every call, or null to call with the default credentials
     */
    public KinesisEndpoint(String region, URI url, String roleArn) {
        this.region = Objects.requireNonNull(region, "region");
        this.url = url;
        this.roleArn = roleArn;
    }

    public String region() {
        return region;
    }

    public Optional<URI> url() {
        return Optional.ofNullable(url);
    }

    public Optional<String> roleArn() {
        return Optional.ofNullable(roleArn);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof KinesisEndpoint)) {
            return false;
        }
        KinesisEndpoint that = (KinesisEndpoint) other;
        return region.equals(that.region) && Objects.equals(url, that.url) && Objects.equals(roleArn, that.roleArn);
    }

    @Override
    public int hashCode() {
        return Objects.hash(region, url, roleArn);
    }

    @Override
    public String toString() {
        return (url == null ? "" : url + " in ") + region + (roleArn == null ? "" : " as " + roleArn);
    }
}
