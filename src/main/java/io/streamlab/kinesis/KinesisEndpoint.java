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
    private final String externalId;
    private final String roleSessionName;

    /**
     * Makes an endpoint whose role asks for no external ID.
     *
     * @param url the endpoint, or null for the one the AWS SDK finds (AWS_ENDPOINT_URL_KINESIS or the region's)
     * @param roleArn a role to assume for every call, or null to call with the default credentials
     */
    public KinesisEndpoint(String region, URI url, String roleArn) {
        this(region, url, roleArn, null, KinesisSourceOptions.SHORT_NAME);
    }

    /**
     * @param url the endpoint, or null for the one the AWS SDK finds (AWS_ENDPOINT_URL_KINESIS or the region's)
     * @param roleArn a role to assume for every call, or null to call with the default credentials
     * @param externalId what the role's trust policy asks for, or null for nothing
     * @param roleSessionName the name of the role's sessions
     */
    public KinesisEndpoint(String region, URI url, String roleArn, String externalId, String roleSessionName) {
        this.region = Objects.requireNonNull(region, "region");
        this.url = url;
        this.roleArn = roleArn;
        this.externalId = externalId;
        this.roleSessionName = Objects.requireNonNull(roleSessionName, "roleSessionName");
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

    /** Returns the external ID to assume the role with; absent if the role asks for none. */
    public Optional<String> externalId() {
        return Optional.ofNullable(externalId);
    }

    /** Returns the name of the role's sessions, as CloudTrail shows it. */
    public String roleSessionName() {
        return roleSessionName;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof KinesisEndpoint)) {
            return false;
        }
        KinesisEndpoint that = (KinesisEndpoint) other;
        return region.equals(that.region)
                && Objects.equals(url, that.url)
                && Objects.equals(roleArn, that.roleArn)
                && Objects.equals(externalId, that.externalId)
                && roleSessionName.equals(that.roleSessionName);
    }

    @Override
    public int hashCode() {
        return Objects.hash(region, url, roleArn, externalId, roleSessionName);
    }

    @Override
    public String toString() {
        return (url == null ? "" : url + " in ") + region + (roleArn == null ? "" : " as " + roleArn);
    }
}
