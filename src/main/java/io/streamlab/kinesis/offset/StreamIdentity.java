package io.streamlab.kinesis.offset;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Identifies one stream among all of the same name: its region, its account and when it was created. What a stand-in for
 * Kinesis does not say is null, and is not compared.
 */
public final class StreamIdentity {

    private final String region;
    private final String account;
    private final Instant created;

    /** @param created to the second: Kinesis does not promise more */
    public StreamIdentity(String region, String account, Instant created) {
        this.region = region;
        this.account = account;
        this.created = created == null ? null : created.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Returns the identity that a stream's ARN ({@code arn:aws:kinesis:REGION:ACCOUNT:stream/NAME}) and creation time give.
     *
     * @param arn null if unknown
     * @param created null if unknown
     */
    public static StreamIdentity of(String arn, Instant created) {
        String[] parts = arn == null ? new String[0] : arn.split(":", 6);
        return parts.length < 6
                ? new StreamIdentity(null, null, created)
                : new StreamIdentity(parts[3], parts[4], created);
    }

    public String region() {
        return region;
    }

    public String account() {
        return account;
    }

    /** Returns when the stream was created, to the second; null if unknown. */
    public Instant created() {
        return created;
    }

    /** Returns whether both may be the same stream: all that both know is equal. */
    public boolean mayBe(StreamIdentity other) {
        return mayEqual(region, other.region) && mayEqual(account, other.account) && mayEqual(created, other.created);
    }

    private static boolean mayEqual(Object one, Object other) {
        return one == null || other == null || one.equals(other);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof StreamIdentity)) {
            return false;
        }
        StreamIdentity that = (StreamIdentity) other;
        return Objects.equals(region, that.region)
                && Objects.equals(account, that.account)
                && Objects.equals(created, that.created);
    }

    @Override
    public int hashCode() {
        return Objects.hash(region, account, created);
    }

    @Override
    public String toString() {
        return "region " + region + ", account " + account + ", created " + created;
    }
}
