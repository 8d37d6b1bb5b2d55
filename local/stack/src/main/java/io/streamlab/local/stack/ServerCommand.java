package io.streamlab.local.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start a server.
 *
 * @param words the program and its arguments
 * @param workingDirectory exists or is made
 * @param environment added to the environment of this process
 */
public record ServerCommand(List<String> words, Path workingDirectory, Map<String, String> environment) {

    public ServerCommand {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }
}
