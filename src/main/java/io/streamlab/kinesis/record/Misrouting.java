package io.streamlab.kinesis.record;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the records of aggregated records that lie in a shard which their own hash key does not belong to. Kinesis puts a
 * whole aggregated record where the hash key of the outer record belongs. So a producer that does not know of a split yet
 * packs records of both children into one:
 *
 * <ol>
 *   <li>A producer packs records of the keys A and B, which both belong to shard 0.
 *   <li>Shard 0 is split: A belongs to shard 1 and B to shard 2. Kinesis puts the aggregated record into shard 1.
 *   <li>The Kinesis Producer Library sees the other shard in the answer and sends B's record again, to shard 2.
 * </ol>
 *
 * <p>B's record in shard 1 is misrouted. Whether its copy in shard 2 exists, only the producer knows.
 *
 * <p>Used by one thread.
 */
final class Misrouting {

    private static final Pattern HASH_KEY = Pattern.compile("[0-9]{1,39}");
    private static final int POSITIVE = 1;

    private final Optional<HashKeyRange> shardKeys;
    private final MessageDigest md5 = AggregatedRecords.md5();

    /** @param shardKeys the shard's hash keys; where they are unknown, no record counts as misrouted */
    Misrouting(Optional<HashKeyRange> shardKeys) {
        this.shardKeys = shardKeys;
    }

    /** Returns the records of one Kinesis record that may belong to the shard, in their order. */
    List<UserRecord> withoutMisrouted(List<UserRecord> records) {
        if (!shardKeys.isPresent() || records.isEmpty() || !records.get(0).isOfAggregate()) {
            return records;
        }
        return records.stream().filter(this::mayBelong).collect(Collectors.toList());
    }

    private boolean mayBelong(UserRecord record) {
        if (record.explicitHashKey().isPresent()) {
            return mayHold(record.explicitHashKey().get());
        }
        boolean byPossibleKey = record.possibleHashKey().isPresent()
                && mayHold(record.possibleHashKey().get());
        return byPossibleKey || shardKeys.get().holds(hash(record.partitionKey()));
    }

    /** Returns true for what is no hash key at all: nobody knows where such a record belongs. */
    private boolean mayHold(String hashKey) {
        return !HASH_KEY.matcher(hashKey).matches() || shardKeys.get().holds(new BigInteger(hashKey));
    }

    /** Returns the hash key that Kinesis gives to a partition key: its MD5 as an unsigned number of 128 bits. */
    private BigInteger hash(String partitionKey) {
        return new BigInteger(POSITIVE, md5.digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
    }
}
