package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.KinesisSourceOptions;
import io.streamlab.kinesis.client.KinesisCallException;
import io.streamlab.kinesis.client.KinesisCalls;
import io.streamlab.kinesis.client.Sleeper;
import io.streamlab.kinesis.client.SteadyClock;
import io.streamlab.kinesis.offset.ShardOffset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Lists the shards of a stream when that is needed, and doubts the lists: one that Kinesis gives during a reshard may miss
 * shards. A shard that a list misses is there if Kinesis gives an iterator for it.
 *
 * <p>Used by one thread.
 */
final class ShardLists {

    /** A list of shards can miss some that were just made. The next list has them. */
    private static final Duration LIST_AGAIN_AFTER = Duration.ofMinutes(10);

    private static final int MOST_LISTS_IN_A_ROW = 3;
    private static final Duration PAUSE_BETWEEN_LISTS = Duration.ofSeconds(1);
    private static final String THE_LIST = "ListShards";

    private final KinesisSourceOptions options;
    private final KinesisCalls calls;
    private final ShardPlanner shards;
    private final ShardFailures failures;
    private final ParallelShards parallel;
    private final Clock clock;
    private final Sleeper pause;

    /** Shards that lists do not have and that are gone. In the same stream they do not come back. */
    private final Set<String> gone = ConcurrentHashMap.newKeySet();

    private ShardTopology latest;
    private Instant listed = Instant.MIN;
    private boolean doubtful;

    ShardLists(
            KinesisSourceOptions options,
            KinesisCalls calls,
            ShardPlanner shards,
            ShardFailures failures,
            ParallelShards parallel,
            Clock clock,
            Sleeper pause) {
        this.options = options;
        this.calls = calls;
        this.shards = shards;
        this.failures = failures;
        this.parallel = parallel;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Returns the shards: from a new list if they are not known, if the last list is doubtful or ten minutes old, or if a
     * shard has come to its end whose children the last list does not have.
     *
     * @param offsets the shards that are being read
     * @param first whether the stream is read for the first time
     */
    ShardTopology current(Map<String, ShardOffset> offsets, boolean first) {
        boolean known = latest != null
                && !doubtful
                && !first
                && SteadyClock.isYounger(listed, LIST_AGAIN_AFTER, clock.instant())
                && offsets.entrySet().stream()
                        .filter(entry -> entry.getValue().position().isShardEnd())
                        .allMatch(entry -> latest.hasAllChildren(entry.getKey()));
        if (!known) {
            list(first);
        }
        return latest;
    }

    /**
     * Returns the shards of a stream that took the place of the one that was read, from a list that misses none. Its shards may
     * have the names of those that are gone.
     *
     * @throws IllegalStateException if the lists miss shards for longer than {@code retryTimeoutSeconds}
     */
    ShardTopology ofAnotherStream() {
        gone.clear();
        list(true);
        return latest;
    }

    /** Returns whether the latest list seems to miss shards. */
    boolean isDoubtful() {
        return doubtful;
    }

    /** Makes the next plan list the shards again. */
    void doubt() {
        doubtful = true;
    }

    /** @param first whether the stream is read for the first time: a shard that a list misses would never begin */
    private void list(boolean first) {
        Instant giveUp = clock.instant().plus(options.retryTimeout());
        for (int lists = 1; ; lists++) {
            ShardTopology list;
            try {
                list = new ShardTopology(listShards());
                failures.succeeded(THE_LIST);
            } catch (KinesisCallException e) {
                if (latest == null || first) {
                    throw e;
                }
                failures.failed("The list of shards", THE_LIST, e);
                return;
            }
            boolean complete = list.isComplete() && !missesParents(list);
            boolean again = first ? clock.instant().isBefore(giveUp) : lists < MOST_LISTS_IN_A_ROW;
            if (!complete && again) {
                pause.of(PAUSE_BETWEEN_LISTS);
                continue;
            }
            if (!complete && first) {
                throw new IllegalStateException("The list of shards of stream " + options.stream()
                        + " is incomplete: it lacks open shards, or parents that are still there. Start the query again"
                        + " once the stream's resharding is over.");
            }
            latest = list;
            listed = clock.instant();
            doubtful = !complete;
            parallel.useThreads(options.planningThreads(list.shardIds().size()));
            return;
        }
    }

    private List<Shard> listShards() {
        try {
            return calls.listShards();
        } catch (ResourceNotFoundException e) {
            throw StreamFacts.streamIsMissing(options, e);
        }
    }

    /** Returns whether a shard that the latest list does not have left the stream. */
    boolean isGone(String shardId) {
        if (gone.contains(shardId)) {
            return true;
        }
        if (shards.exists(shardId)) {
            doubtful = true;
            return false;
        }
        return gone.add(shardId);
    }

    private boolean missesParents(ShardTopology list) {
        return !withMissingParents(list, list.shardIds()).isEmpty();
    }

    /**
     * Returns whether the latest list misses a shard that is being read. What a shard without a read parent is, an ancestor
     * or a later generation, then cannot be said.
     */
    boolean misses(Set<String> started) {
        return started.stream().anyMatch(shardId -> !latest.contains(shardId) && !isGone(shardId));
    }

    /** Returns the shards with a parent that is there and not in the list: the next list has it, and it comes first. */
    Set<String> withMissingParents(ShardTopology list, Set<String> shardIds) {
        Set<String> unlisted = shardIds.stream()
                .flatMap(shardId -> list.unlistedParents(shardId).stream())
                .filter(parent -> !gone.contains(parent))
                .collect(Collectors.toCollection(TreeSet::new));
        if (unlisted.isEmpty()) {
            return Collections.emptySet();
        }
        Set<String> missing = new HashSet<>();
        parallel.map(unlisted, shards::exists).forEach((parent, exists) -> {
            if (exists) {
                missing.add(parent);
            } else {
                gone.add(parent);
            }
        });
        doubtful |= !missing.isEmpty();
        return shardIds.stream()
                .filter(shardId -> list.unlistedParents(shardId).stream().anyMatch(missing::contains))
                .collect(Collectors.toSet());
    }
}
