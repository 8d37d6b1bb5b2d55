package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.offset.SequenceNumbers;
import io.streamlab.kinesis.offset.ShardOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * The shards of a stream and their parents. A shard is read only after its parents are read to their end: this keeps the
 * order of a partition key's records across splits and merges.
 */
final class ShardTopology {

    private final Map<String, Shard> shards = new TreeMap<>();
    private final Map<String, List<String>> children = new TreeMap<>();

    ShardTopology(Collection<Shard> listed) {
        for (Shard shard : listed) {
            shards.put(shard.shardId(), shard);
            for (String parent : parents(shard)) {
                children.computeIfAbsent(parent, id -> new ArrayList<>()).add(shard.shardId());
            }
        }
    }

    private static List<String> parents(Shard shard) {
        List<String> parents = new ArrayList<>(2);
        if (shard.parentShardId() != null) {
            parents.add(shard.parentShardId());
        }
        if (shard.adjacentParentShardId() != null) {
            parents.add(shard.adjacentParentShardId());
        }
        return parents;
    }

    Set<String> shardIds() {
        return shards.keySet();
    }

    boolean contains(String shardId) {
        return shards.containsKey(shardId);
    }

    /** Returns whether the shard takes no more records. */
    boolean isClosed(String shardId) {
        Shard shard = shards.get(shardId);
        return shard != null && shard.sequenceNumberRange().endingSequenceNumber() != null;
    }

    /**
     * Returns whether the record can be one of the shard's. A stream that was deleted and made again has shards of the same
     * ids, whose sequence numbers begin after all those of the old stream.
     */
    boolean mayHold(String shardId, String sequenceNumber) {
        Shard shard = shards.get(shardId);
        return shard == null
                || !SequenceNumbers.isAfter(shard.sequenceNumberRange().startingSequenceNumber(), sequenceNumber);
    }

    boolean hasChildren(String shardId) {
        return children.containsKey(shardId);
    }

    /**
     * Returns the shards to begin now: those that have not begun, and whose parents are all read to their end or gone
     * from the stream.
     *
     * @param started the shards being read or read to their end
     * @param ended those of them that are read to their end
     */
    Set<String> startable(Set<String> started, Set<String> ended) {
        Set<String> finished = new HashSet<>(ended);
        started.forEach(shardId -> addAncestors(shardId, finished));
        return shards.values().stream()
                .filter(shard -> !started.contains(shard.shardId()) && !finished.contains(shard.shardId()))
                .filter(shard -> parents(shard).stream()
                        .allMatch(parent -> finished.contains(parent) || !shards.containsKey(parent)))
                .map(Shard::shardId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns all shards that have not begun and will begin once others are read to their end. */
    Set<String> startableInTurn(Set<String> started) {
        Set<String> all = new TreeSet<>(started);
        while (all.addAll(startable(all, all))) {
            // The next generation.
        }
        all.removeAll(started);
        return all;
    }

    /** A shard with a descendant that was started is finished, whether an offset still mentions it or not. */
    private void addAncestors(String shardId, Set<String> ancestors) {
        Shard shard = shards.get(shardId);
        if (shard == null) {
            return;
        }
        for (String parent : parents(shard)) {
            if (ancestors.add(parent)) {
                addAncestors(parent, ancestors);
            }
        }
    }

    /**
     * Returns the offsets without the shards that no longer matter: those at their end whose children have all begun.
     */
    Map<String, ShardOffset> frontier(Map<String, ShardOffset> offsets) {
        Map<String, ShardOffset> frontier = new LinkedHashMap<>(offsets);
        frontier.entrySet()
                .removeIf(entry -> entry.getValue().position().isShardEnd()
                        && hasChildren(entry.getKey())
                        && offsets.keySet().containsAll(children.get(entry.getKey())));
        return frontier;
    }
}
