package io.streamlab.kinesis.client;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Passes calls on and keeps the last list of shards, so that who needs a shard's description costs no call. */
public final class ListedShards implements KinesisCalls {

    private final KinesisCalls calls;
    private final Set<String> sought = new HashSet<>();
    private Map<String, Shard> listed = Collections.emptyMap();

    public ListedShards(KinesisCalls calls) {
        this.calls = calls;
    }

    /**
     * Returns a shard as Kinesis lists it; absent if the list does not show it.
     *
     * @param ids all shards that are sought: the shards are listed again for those that no list has shown, once for each
     */
    public synchronized Optional<Shard> shard(String shardId, Collection<String> ids) {
        boolean unknown = false;
        for (String id : ids) {
            unknown |= !listed.containsKey(id) && sought.add(id);
        }
        if (unknown) {
            listShards();
        }
        return Optional.ofNullable(listed.get(shardId));
    }

    @Override
    public synchronized List<Shard> listShards() {
        List<Shard> shards = calls.listShards();
        Map<String, Shard> byId = new HashMap<>();
        shards.forEach(shard -> byId.put(shard.shardId(), shard));
        listed = byId;
        return shards;
    }

    @Override
    public ShardPage shardPage(String nextToken) {
        return calls.shardPage(nextToken);
    }

    @Override
    public String shardIterator(String shardId, IteratorStart start) {
        return calls.shardIterator(shardId, start);
    }

    @Override
    public RecordPage records(String shardId, String iterator, int limit) {
        return calls.records(shardId, iterator, limit);
    }

    @Override
    public StreamDescription describe() {
        return calls.describe();
    }
}
