package io.streamlab.kinesis.client;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The rate limiters of a stream's shards. A limiter that nobody has used for {@link ShardRateLimiter#CAUTION} is like a
 * new one, and is dropped. So the limiters of shards that are gone do not pile up. Used by many threads.
 */
final class ShardRateLimiters {

    private final ConcurrentMap<String, ShardRateLimiter> limiters = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Sleeper pause;
    private final AtomicReference<Instant> nextSweep;

    ShardRateLimiters(Clock clock, Sleeper pause) {
        this.clock = clock;
        this.pause = pause;
        this.nextSweep = new AtomicReference<>(clock.instant().plus(ShardRateLimiter.CAUTION));
    }

    /** Returns the shard's limiter, the same for all who ask. */
    ShardRateLimiter of(String shardId) {
        Instant now = clock.instant();
        Instant due = nextSweep.get();
        if (!now.isBefore(due) && nextSweep.compareAndSet(due, now.plus(ShardRateLimiter.CAUTION))) {
            limiters.values().removeIf(ShardRateLimiter::isAtRest);
        }
        return limiters.computeIfAbsent(shardId, id -> new ShardRateLimiter(clock, pause));
    }

    int size() {
        return limiters.size();
    }
}
