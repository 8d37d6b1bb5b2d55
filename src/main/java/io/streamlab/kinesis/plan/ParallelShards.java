package io.streamlab.kinesis.plan;

import io.streamlab.kinesis.client.Sleeper;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Function;

/** Runs the same work for many shards, on a few daemon threads. */
public final class ParallelShards implements AutoCloseable {

    private final ThreadPoolExecutor threads;

    public ParallelShards(String streamName, int threadCount) {
        this.threads = (ThreadPoolExecutor) Executors.newFixedThreadPool(threadCount, task -> {
            Thread thread = new Thread(task, "plan-" + streamName);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Sets how many threads work from now on. */
    void useThreads(int count) {
        if (count > threads.getMaximumPoolSize()) {
            threads.setMaximumPoolSize(count);
            threads.setCorePoolSize(count);
        } else {
            threads.setCorePoolSize(count);
            threads.setMaximumPoolSize(count);
        }
    }

    /** @throws RuntimeException the first failure in the order of the shards; the others' work is given up */
    <T> Map<String, T> map(Collection<String> shardIds, Function<String, T> work) {
        Map<String, Future<T>> futures = new LinkedHashMap<>();
        shardIds.forEach(shardId -> futures.put(shardId, threads.submit(() -> work.apply(shardId))));
        try {
            Map<String, T> results = new TreeMap<>();
            for (Map.Entry<String, Future<T>> entry : futures.entrySet()) {
                results.put(entry.getKey(), entry.getValue().get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Sleeper.interruption(e);
        } catch (ExecutionException e) {
            throw asUnchecked(e.getCause());
        } finally {
            futures.values().forEach(future -> future.cancel(true));
        }
    }

    private static RuntimeException asUnchecked(Throwable failure) {
        if (failure instanceof Error) {
            throw (Error) failure;
        }
        return (RuntimeException) failure;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
