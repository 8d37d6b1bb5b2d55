package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.offset.SequenceNumbers;
import io.streamlab.kinesis.offset.ShardOffset;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * The shards of a stream and their parents. A shard is read only after its parents are read to their end: this keeps the
 * order of a partition key's records across splits and merges.
 *
 * <p>A list that Kinesis gives during a reshard may miss shards. So a shard at its end stays in the offset until its
 * children cover all of its hash keys.
 */
final class ShardTopology {

    private static final BigInteger FIRST_HASH_KEY = BigInteger.ZERO;
    /** 2 to the power of 128: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_HashKeyRange.html. */
    private static final BigInteger HASH_KEYS = BigInteger.ONE.shiftLeft(128);

    private final Map<String, Shard> shards = new TreeMap<>();
    private final Map<String, List<String>> children = new TreeMap<>();
    private final Map<String, HashKeys> hashKeys = new HashMap<>();

    /** All shards, by their first hash keys. */
    private final List<HashKeys> byFirstKey = new ArrayList<>();

    /** The last hash key of all shards up to the same place in {@link #byFirstKey}. */
    private final List<BigInteger> lastKeys = new ArrayList<>();

    private final boolean complete;

    ShardTopology(Collection<Shard> listed) {
        for (Shard shard : listed) {
            shards.put(shard.shardId(), shard);
            hashKeys.put(shard.shardId(), new HashKeys(shard));
            for (String parent : parents(shard)) {
                children.computeIfAbsent(parent, id -> new ArrayList<>()).add(shard.shardId());
            }
        }
        byFirstKey.addAll(hashKeys.values());
        byFirstKey.sort(HashKeys.BY_FIRST);
        BigInteger last = FIRST_HASH_KEY;
        for (HashKeys keys : byFirstKey) {
            last = last.max(keys.last);
            lastKeys.add(last);
        }
        complete = covers(
                byFirstKey.stream().filter(keys -> !isClosed(keys.shard)).collect(Collectors.toList()),
                FIRST_HASH_KEY,
                HASH_KEYS);
    }

    /** The hash keys of a shard as numbers. To parse them takes longer than to compare them. */
    private static final class HashKeys {

        private static final Comparator<HashKeys> BY_FIRST = Comparator.comparing(keys -> keys.first);

        private final Shard shard;
        private final BigInteger first;
        private final BigInteger last;

        HashKeys(Shard shard) {
            this.shard = shard;
            this.first = new BigInteger(shard.hashKeyRange().startingHashKey());
            this.last = new BigInteger(shard.hashKeyRange().endingHashKey());
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
        return contains(shardId) && isClosed(shards.get(shardId));
    }

    private static boolean isClosed(Shard shard) {
        return shard.sequenceNumberRange().endingSequenceNumber() != null;
    }

    /** Returns the shard's parents, listed or not; two if the shard was merged of them. */
    List<String> parents(String shardId) {
        return contains(shardId) ? parents(shards.get(shardId)) : Collections.emptyList();
    }

    /** Returns the parents of a shard that are not in the list. */
    List<String> unlistedParents(String shardId) {
        return parents(shardId).stream().filter(parent -> !contains(parent)).collect(Collectors.toList());
    }

    boolean hasChildren(String shardId) {
        return children.containsKey(shardId);
    }

    /** Returns whether the listed children of a shard cover its hash keys: no child is missing from the list. */
    boolean hasAllChildren(String shardId) {
        if (!hasChildren(shardId)) {
            return false;
        }
        HashKeys parent = hashKeys.get(shardId);
        // The range of a parent that is no longer listed is unknown. A child that comes later begins all the same,
        // since the parent is the ancestor of one that began.
        return parent == null
                || covers(
                        children.get(shardId).stream()
                                .map(hashKeys::get)
                                .sorted(HashKeys.BY_FIRST)
                                .collect(Collectors.toList()),
                        parent.first,
                        parent.last.add(BigInteger.ONE));
    }

    /** Returns whether the open shards cover all hash keys. If not, the list was made during a reshard and misses some. */
    boolean isComplete() {
        return complete;
    }

    private static boolean covers(List<HashKeys> sorted, BigInteger from, BigInteger end) {
        BigInteger reached = from;
        for (HashKeys keys : sorted) {
            if (keys.first.compareTo(reached) > 0) {
                return false;
            }
            reached = reached.max(keys.last.add(BigInteger.ONE));
        }
        return reached.compareTo(end) >= 0;
    }

    /**
     * Returns the shards to begin now: those that have not begun, and whose parents are all read to their end, or neither
     * listed nor begun.
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
                        .allMatch(parent -> finished.contains(parent)
                                || (!shards.containsKey(parent) && !started.contains(parent))))
                .map(Shard::shardId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns whether all parents of the shard were read, and it has parents: the shard is next in turn. */
    boolean descendsFrom(String shardId, Set<String> started) {
        return !parents(shardId).isEmpty() && unreadParents(shardId, started).isEmpty();
    }

    /** Returns the parents of a shard that are neither among those that were started nor their ancestors. */
    List<String> unreadParents(String shardId, Set<String> started) {
        return parents(shardId).stream()
                .filter(parent -> !isOrLeadsTo(parent, started, new HashSet<>()))
                .collect(Collectors.toList());
    }

    /** Returns whether a shard or one of its descendants was started. */
    private boolean isOrLeadsTo(String shardId, Set<String> started, Set<String> seen) {
        return started.contains(shardId)
                || (seen.add(shardId)
                        && children.getOrDefault(shardId, Collections.emptyList()).stream()
                                .anyMatch(child -> isOrLeadsTo(child, started, seen)));
    }

    /**
     * Returns whether the shard is an ancestor of one that was started, though the list misses the shards between: both
     * share hash keys, and the shard's sequence numbers begin earlier. Kinesis makes sequence numbers that rise with the time
     * at which a shard was made.
     */
    boolean isOlderThanStarted(String shardId, Set<String> started) {
        HashKeys own = hashKeys.get(shardId);
        for (int i = lastStartingUpTo(own.last); i >= 0 && lastKeys.get(i).compareTo(own.first) >= 0; i--) {
            HashKeys other = byFirstKey.get(i);
            if (other.last.compareTo(own.first) >= 0
                    && started.contains(other.shard.shardId())
                    && SequenceNumbers.isAfter(
                            other.shard.sequenceNumberRange().startingSequenceNumber(),
                            own.shard.sequenceNumberRange().startingSequenceNumber())) {
                return true;
            }
        }
        return false;
    }

    /** Returns the last place in {@link #byFirstKey} whose first hash key is not after the key; -1 if there is none. */
    private int lastStartingUpTo(BigInteger key) {
        int low = 0;
        int high = byFirstKey.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (byFirstKey.get(middle).first.compareTo(key) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
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
     * Returns the offsets without the shards that no longer matter: those at their end whose children have all begun, and
     * those that left the stream together with their children.
     *
     * @param isGone asked of shards that the list does not have: whether they left the stream
     */
    Map<String, ShardOffset> frontier(Map<String, ShardOffset> offsets, Predicate<String> isGone) {
        Map<String, ShardOffset> frontier = new LinkedHashMap<>(offsets);
        frontier.entrySet()
                .removeIf(entry -> entry.getValue().position().isShardEnd()
                        && isDoneWith(entry.getKey(), offsets.keySet(), isGone));
        // An offset without shards would stand before the first plan.
        return frontier.isEmpty() ? offsets : frontier;
    }

    private boolean isDoneWith(String endedShard, Set<String> started, Predicate<String> isGone) {
        boolean childrenKnown = contains(endedShard)
                ? hasAllChildren(endedShard)
                : isGone.test(endedShard) && (hasChildren(endedShard) || complete);
        return childrenKnown && started.containsAll(children.getOrDefault(endedShard, Collections.emptyList()));
    }
}
