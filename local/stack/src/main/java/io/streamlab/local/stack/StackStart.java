package io.streamlab.local.stack;

import io.streamlab.local.common.CommandException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * One start of all servers at the same time. Either all of them are running at its end, or none: a server that fails, an
 * exception and Ctrl-C all end those that were launched.
 */
final class StackStart {

    /** A cold, busy machine takes a minute for the slowest of them. */
    private static final Duration READY_LIMIT = Duration.ofSeconds(120);

    private final StackDirectory directory;
    private final List<Server> servers;
    private final Preparation preparation;
    private final Consumer<String> progress;

    private StackState state = StackState.empty();
    private boolean abandoned;

    /** @param servers each one after those that it starts after */
    StackStart(StackDirectory directory, List<Server> servers, Preparation preparation, Consumer<String> progress) {
        this.directory = directory;
        this.servers = servers;
        this.preparation = preparation;
        this.progress = progress;
    }

    /** @throws CommandException whatever went wrong; nothing is running then */
    StackState run() {
        Thread abandonOnExit = new Thread(this::abandon, "abandon-start");
        Runtime.getRuntime().addShutdownHook(abandonOnExit);
        try {
            startAll();
            return complete();
        } catch (RuntimeException e) {
            throw abandon() ? e : new CommandException("the start was abandoned", e);
        } finally {
            remove(abandonOnExit);
        }
    }

    private void startAll() {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Map<Server, CompletableFuture<Void>> ready = new HashMap<>();
            for (Server server : servers) {
                ready.put(server, after(server.startsAfter(), ready).thenRunAsync(() -> start(server), threads));
            }
            CompletableFuture<Void> prepared = after(preparation.needs(), ready).thenRunAsync(this::prepare, threads);
            awaitAllOrFirstFailure(ready.values(), prepared);
        } finally {
            threads.shutdownNow();
        }
    }

    private static CompletableFuture<Void> after(List<Server> servers, Map<Server, CompletableFuture<Void>> ready) {
        return CompletableFuture.allOf(servers.stream().map(ready::get).toArray(CompletableFuture[]::new));
    }

    private void awaitAllOrFirstFailure(Collection<CompletableFuture<Void>> ready, CompletableFuture<Void> prepared) {
        CompletableFuture<Void> all =
                CompletableFuture.allOf(prepared, CompletableFuture.allOf(ready.toArray(CompletableFuture[]::new)));
        CompletableFuture<Void> failure = new CompletableFuture<>();
        ready.forEach(future -> future.exceptionally(e -> fail(failure, e)));
        prepared.exceptionally(e -> fail(failure, e));
        try {
            CompletableFuture.anyOf(all, failure).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof CommandException known
                    ? known
                    : new CommandException("the start failed: " + e.getCause(), e.getCause());
        }
    }

    private static Void fail(CompletableFuture<Void> failure, Throwable e) {
        failure.completeExceptionally(e);
        return null;
    }

    private void start(Server server) {
        Instant begin = Instant.now();
        ServerProcess process = launch(server);
        try {
            process.awaitReady(READY_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("the start of " + server.name() + " was interrupted", e);
        }
        double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
        progress.accept("  %-10s ready after %4.1f s   %s".formatted(server.name(), seconds, server.address()));
    }

    private synchronized ServerProcess launch(Server server) {
        if (abandoned) {
            throw new CommandException("the start was abandoned");
        }
        ServerProcess process = ServerProcess.launch(server, directory.log(server.name()));
        state = state.with(ServerState.of(server, process.identity()));
        state.write(directory.stateFile());
        return process;
    }

    private void prepare() {
        try {
            preparation.action().run();
        } catch (RuntimeException e) {
            throw new CommandException(preparation.what() + " could not be created: " + e.getMessage(), e);
        }
    }

    private synchronized StackState complete() {
        for (ServerState server : state.servers()) {
            if (!server.process().isAlive()) {
                throw new CommandException(
                        server.name() + " ended during the start; see " + directory.log(server.name()));
            }
        }
        state = state.completed();
        state.write(directory.stateFile());
        return state;
    }

    /** @return false if the start was abandoned earlier, because this process is ending */
    private synchronized boolean abandon() {
        if (abandoned) {
            return false;
        }
        abandoned = true;
        state.end(directory.stateFile());
        return true;
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The exit has begun, and the hook is what it waits for.
        }
    }
}
