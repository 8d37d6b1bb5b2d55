package io.streamlab.kinesis.record;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** The hash keys whose records Kinesis puts into a shard, from the first to the last. They never change for a shard. */
public final class HashKeyRange implements Serializable {

    private static final long serialVersionUID = 1L;

    private final BigInteger first;
    private final BigInteger last;

    /** @param last the range's last key, itself in the range */
    public HashKeyRange(BigInteger first, BigInteger last) {
        this.first = first;
        this.last = last;
    }

    /** Returns the range of a listed shard; absent where a stand-in for Kinesis lists none. */
    public static Optional<HashKeyRange> of(Shard shard) {
        if (shard.hashKeyRange() == null
                || shard.hashKeyRange().startingHashKey() == null
                || shard.hashKeyRange().endingHashKey() == null) {
            return Optional.empty();
        }
        return Optional.of(new HashKeyRange(
                new BigInteger(shard.hashKeyRange().startingHashKey()),
                new BigInteger(shard.hashKeyRange().endingHashKey())));
    }

    boolean holds(BigInteger hashKey) {
        return hashKey.compareTo(first) >= 0 && hashKey.compareTo(last) <= 0;
    }

    @Override
    public String toString() {
        return first + " to " + last;
    }
}
