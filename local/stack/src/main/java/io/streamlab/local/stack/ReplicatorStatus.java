package io.streamlab.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the replicator says of itself in the file {@code status.json} of its folder. */
final class ReplicatorStatus {

    private ReplicatorStatus() {}

    /** Returns why the replicator has ended. Empty for a server that writes no status, and for one that was killed. */
    static Optional<String> problem(Path folder) {
        Path status = folder.resolve("status.json");
        if (!Files.exists(status)) {
            return Optional.empty();
        }
        try {
            JsonNode problem = new ObjectMapper().readTree(status.toFile()).path("problem");
            return problem.isTextual() ? Optional.of(problem.asText()) : Optional.empty();
        } catch (IOException e) {
            return Optional.of(status + " cannot be read: " + e.getMessage());
        }
    }
}
