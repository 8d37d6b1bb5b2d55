package io.streamlab.local.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlab.local.common.CommandException;
import io.streamlab.local.common.Endpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is remembered of a stand-in between two commands. Written after the launch of every server, so that even a start
 * that was killed leaves nothing behind that {@code stop} would not find.
 *
 * @param complete whether the start went through
 * @param servers in the order of their start
 */
public record StackState(boolean complete, List<ServerState> servers) {

    /** How long a server may take to end when asked. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .build();

    public StackState {
        servers = List.copyOf(servers);
    }

    static StackState empty() {
        return new StackState(false, List.of());
    }

    StackState with(ServerState server) {
        List<ServerState> more = new ArrayList<>(servers);
        more.add(server);
        return new StackState(complete, more);
    }

    /** Returns the state with one server in the place of another. */
    StackState with(ServerState before, ServerState after) {
        return new StackState(
                complete,
                servers.stream()
                        .map(server -> server.equals(before) ? after : server)
                        .toList());
    }

    StackState completed() {
        return new StackState(true, servers);
    }

    /** Sorted; everything a client needs: credentials, region and where each server is. */
    public Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(Endpoints.CREDENTIALS_AND_REGION);
        servers.forEach(server -> environment.putAll(server.environment()));
        return environment;
    }

    /** Returns where each server is. */
    public Endpoints endpoints() {
        return new Endpoints(environment());
    }

    /** Whether any of the servers is running. */
    public boolean isAlive() {
        return servers.stream().anyMatch(server -> server.process().isAlive());
    }

    /** Returns the servers that have ended. */
    public List<ServerState> ended() {
        return servers.stream().filter(server -> !server.process().isAlive()).toList();
    }

    /** Ends every server that is running, the last one first, and removes the file. */
    void end(Path file) {
        List<ProcessIdentity> processes = new ArrayList<>();
        servers.forEach(server -> processes.add(0, server.process()));
        Termination.end(processes, GRACE);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }

    /** @throws CommandException if the file is not a state */
    static Optional<StackState> read(Path file) {
        try {
            return Optional.of(JSON.readValue(Files.readString(file), StackState.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new CommandException(
                    file + " is not the state of a stand-in (" + e.getOriginalMessage() + "); remove it if no server"
                            + " of an earlier start is running any more",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Replaces the file at once, so that a reader never meets half of it. */
    void write(Path file) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.writeString(next, JSON.writeValueAsString(this));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
